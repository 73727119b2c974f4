namespace KegImages.Running;

/// <summary>
/// A tap's compose file as Docker Compose itself understands it: variables filled in, <c>include</c> and <c>extends</c> followed.
/// </summary>
/// <param name="File">The file's path, as a user would type it.</param>
/// <param name="Services">Its services, by name.</param>
public sealed record ComposeModel(string File, ImmutableArray<ComposeService> Services)
{
    /// <summary>
    /// Reads what <c>docker compose config --format json</c> prints. Throws <see cref="UnreadableDocumentException"/> when it is something
    /// else.
    /// </summary>
    public static ComposeModel Parse(string json, string file)
    {
        var document = new OutsideDocument($"docker compose's configuration of {file}").Read(json, ComposeJson.Default.ComposeDocument);
        return new ComposeModel(file,
            [.. (document.Services ?? []).Select(service => ComposeService.Of(service.Key, service.Value))
            .OrderBy(service => service.Name, StringComparer.Ordinal)]);
    }

    /// <summary>
    /// The service that is the tap: the one called like it or its alias, else the one that runs its image, else the only one.
    /// Throws <see cref="WrongUseException"/> when that leaves none or several, or when a service has no image, because nothing is built.
    /// </summary>
    /// <param name="name">The tap's name.</param>
    /// <param name="alias">Its alias.</param>
    /// <param name="repositories">Where its image lives and what files call it by.</param>
    public ComposeService ServiceOf(ImageName name, string alias, params IReadOnlyCollection<ImageReference> repositories)
    {
        WrongUseException.ThrowIfAny([.. Services.Where(service => service.HasBuild && service.Image is null && !IsCalled(service))
            .Select(service => new Problem(
            $"the service '{service.Name}' has a build and no image, and a start builds nothing", new SourceLocation(File),
                "give it the image that its build makes: image: <registry>/<name>:<tag>"))]);
        var found = Services.FirstOrDefault(service => service.Name == name.ToString())
            ?? Services.FirstOrDefault(service => service.Name == alias);
        var running = Services.Where(service => ImageReference.TryParse(service.Image, out var image) && Runs(image)).ToList();
        return found ?? (running is [var only] ? only : Services is [var single] ? single : throw new WrongUseException(
            $"no service is called '{name}'{(alias == name.ToString() ? "" : $" or '{alias}'")}, so which one is the tap is not known",
            new SourceLocation(File),
            Services.IsEmpty ? "it has no service at all"
                : $"call one of its services so: {Choices.Of(Services.Select(service => service.Name))}"));

        // A name alone is the family's; the same name at another provider is another's image.
        bool Runs(ImageReference image) =>
            (image.IsShort && image.Name == name.ToString()) || repositories.Any(repository => repository.Locator == image.Locator);

        bool IsCalled(ComposeService service) => service.Name == name.ToString() || service.Name == alias || Services.Length == 1;
    }
}

/// <summary>A service of a compose file.</summary>
/// <param name="Name">Its name.</param>
public sealed record ComposeService(string Name)
{
    /// <summary>The image that it runs; null where it only says how to build one.</summary>
    public string? Image { get; init; }

    /// <summary>Whether it says how to build its image.</summary>
    public bool HasBuild { get; init; }

    /// <summary>The fixed name of its container; null for compose's own.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Another namespace that it takes its network from, such as <c>host</c>; null for networks of its own.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>The ports that it publishes.</summary>
    public ImmutableArray<ComposePort> Ports { get; init; } = [];

    /// <summary>Its networks.</summary>
    public ImmutableArray<string> Networks { get; init; } = [];

    /// <summary>Variables that it names and that nothing gives a value: in the container they take the image's own values away.</summary>
    public ImmutableArray<string> Unset { get; init; } = [];

    internal static ComposeService Of(string name, ComposeServiceDocument service) => new(name)
    {
        Image = Text(service.Image),
        HasBuild = service.Build is { ValueKind: not JsonValueKind.Null },
        ContainerName = Text(service.ContainerName),
        NetworkMode = Text(service.NetworkMode),
        Ports = [.. (service.Ports ?? [])
            .Select(port => new ComposePort(port.Target, port.Published ?? "", port.HostIp ?? "", port.Protocol ?? "tcp"))],
        Networks = [.. (service.Networks ?? []).Keys],
        Unset = [.. (service.Environment ?? []).Where(variable => variable.Value is null).Select(variable => variable.Key)],
    };

    private static string? Text(string? text) => text is { Length: > 0 } ? text : null;
}

/// <summary>A port that a service publishes.</summary>
/// <param name="Target">The port in the container.</param>
/// <param name="Published">The port of this machine, or a range; empty for any free one.</param>
/// <param name="HostIp">The address that it listens on; empty for all.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
public sealed record ComposePort(int Target, string Published, string HostIp, string Protocol = "tcp")
{
    /// <summary>Compose's short form, <c>127.0.0.1:8080:19006/tcp</c>.</summary>
    public override string ToString() =>
        $"{Host}{(Published.Length == 0 && HostIp.Length == 0 ? "" : Published + ":")}{Target}{(Protocol == "tcp" ? "" : "/" + Protocol)}";

    private string Host => HostIp.Length == 0 ? "" : HostIp.Contains(':', StringComparison.Ordinal) ? $"[{HostIp}]:" : $"{HostIp}:";
}
