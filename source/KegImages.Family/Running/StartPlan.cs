using KegImages.Environments;

namespace KegImages.Running;

/// <summary>A start as data: what is written, what is run, and what is told. Whoever only prints it has changed nothing.</summary>
public sealed record StartPlan
{
    /// <summary>What it was made from.</summary>
    public required StartFacts Facts { get; init; }

    /// <summary>The path and text of the generated compose file.</summary>
    public required (string Path, string Text) Compose { get; init; }

    /// <summary>The path and text of the variables' file, which holds secrets.</summary>
    public required (string Path, string Text) Variables { get; init; }

    /// <summary>The service that is the tap.</summary>
    public required string Service { get; init; }

    /// <summary>
    /// Makes the proxy's network, as docker's own client would be told, for people; the engine is told by its API. Null where there is
    /// one, or the tap has no network of its own.
    /// </summary>
    public Command? MakeNetwork { get; init; }

    /// <summary>
    /// Makes the containers of the tap's image anew, with new volumes where those have no name: what such a volume holds came with the
    /// image, and Compose would carry the old image's over. Services of other images keep theirs, and so does every volume with a name.
    /// </summary>
    public required Command Renew { get; init; }

    /// <summary>Whether other services of the compose file run the tap's image too.</summary>
    public bool IsShared { get; init; }

    /// <summary>Starts everything.</summary>
    public required Command Up { get; init; }

    /// <summary>Ends when the tap is healthy, or runs where it has no health check: for people, as <see cref="MakeNetwork"/>.</summary>
    public required Command Wait { get; init; }

    /// <summary>What is told before it starts.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Plans a start.</summary>
    /// <param name="facts">What it depends on.</param>
    /// <param name="docker">The client that carries it out.</param>
    /// <exception cref="WrongUseException">The compose file has no service that is the tap, or an option does not fit.</exception>
    public static StartPlan Of(StartFacts facts, DockerClient docker)
    {
        var service = facts.Compose?.ServiceOf(ImageName.ParseRepository(facts.Name.Repository), facts.AliasOfAll, facts.Image.Reference,
            Provider.Parse(facts.Family).Of(facts.Name));
        if (facts.Port is { } port)
            CheckPort(facts, service, port);
        var name = service?.Name ?? facts.ServiceName;
        var compose = Path.Combine(facts.Folder, service is null ? "compose.yml" : "compose.override.yml");
        var variables = Path.Combine(facts.Folder, ComposeText.EnvironmentFile);
        string[] files = facts.ComposePath is { } own && service is not null ? ["--file", own, "--file", compose] : ["--file", compose];
        string[] project = ["compose", "--project-name", facts.Label, .. files, "--env-file", variables, "up", "--detach", "--no-build"];
        string[] others = [.. (facts.Compose?.Services ?? []).Where(other => other.Name != name && other.Image == facts.Image.Pinned)
            .Select(other => other.Name)];
        string[] pull = facts.Pull == PullPolicy.Never ? ["--pull", "never"] : ["--quiet-pull"];
        return new StartPlan
        {
            Facts = facts,
            Service = name,
            Compose = (compose, ComposeText.Of(facts, service)),
            // The tap's own file runs the very same image, should it name it in another service too.
            Variables = (variables, EnvironmentText.Of(WithImage(facts))),
            MakeNetwork = facts.HasNetwork || service?.NetworkMode is not null
                ? null
                : docker.Command("network", "create", "--label", $"{TapLabels.MadeNetwork}={TapLabels.Made}", facts.Proxy.Network),
            Renew = docker.Command([.. project, .. pull, "--no-deps", "--no-start", "--renew-anon-volumes", name, .. others]),
            IsShared = others.Length > 0,
            Up = docker.Command([.. project, .. pull]),
            Wait = docker.Command([.. project, "--no-deps", "--no-recreate", "--wait", "--wait-timeout",
                $"{(int)facts.Patience.TotalSeconds}", name]),
            Warnings = [.. WarningsOf(facts, service)],
        };
    }

    private static IEnumerable<TapVariable> WithImage(StartFacts facts) =>
        facts.Variables.Where(variable => variable.Name != "KEG_IMAGE_FROM")
        .Append(new TapVariable("KEG_IMAGE_FROM", facts.Image.Pinned, "the image that was found", false))
        .OrderBy(variable => variable.Name, StringComparer.Ordinal);

    private static IEnumerable<string> WarningsOf(StartFacts facts, ComposeService? service)
    {
        if (facts.Sync.Warning(facts.Image.Reference.ToString()) is { } sync)
            yield return sync;
        if (facts.OwnImage is { } own)
            yield return own;
        foreach (var name in service?.Unset ?? [])
            yield return $"Warning: {facts.Compose!.File}: {name} is named without a value, and has none here: in the container the "
                + "image's own value is taken away";
        if (service?.NetworkMode is { } mode)
            yield return $"Warning: {facts.Compose!.File}: network_mode {mode} keeps keg-proxy from reaching the tap";
        if (facts.Ports.IsEmpty)
            yield return $"Warning: no port of '{facts.Name}' is known, so nothing is published: say KEG_PROXY_PORT or ports in its "
                + "values.yml, or EXPOSE it in the image";
    }

    private static void CheckPort(StartFacts facts, ComposeService? service, int port)
    {
        if (port is < 1 or > 65535)
            throw new WrongUseException($"--port {port}: not a port from 1 to 65535");
        if (facts.Ports.IsEmpty)
            throw new WrongUseException($"--port {port}: no port of '{facts.Name}' is known that could be published there",
                next: "say KEG_PROXY_PORT or ports in its values.yml, or EXPOSE it in the image");
        if (service?.NetworkMode is { } mode)
            throw new WrongUseException($"--port {port}: the service '{service.Name}' has network_mode {mode}, which publishes nothing",
                new SourceLocation(facts.Compose!.File));
    }
}
