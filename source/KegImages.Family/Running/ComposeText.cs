namespace KegImages.Running;

/// <summary>Writes the compose file that a start adds to the tap's own, or, where that has none, the only one. Pure.</summary>
internal static class ComposeText
{
    public const string EnvironmentFile = "tap.env";

    private const string Loopback = "127.0.0.1";

    /// <summary>The file's text.</summary>
    /// <param name="facts">What is to be run.</param>
    /// <param name="service">The service that is the tap, in its own file; null where it has none.</param>
    public static string Of(StartFacts facts, ComposeService? service)
    {
        var text = new StringBuilder();
        text.Append("# Written anew by every start.\nservices:\n");
        text.Append($"  {Quoted(service?.Name ?? facts.ServiceName)}:\n");
        text.Append($"    image: {Quoted(facts.Image.Pinned)}\n");
        text.Append("    pull_policy: never\n");
        if (service is { HasBuild: true })
            text.Append("    build: !reset null\n");
        if (service?.ContainerName is not null)
            text.Append("    container_name: !reset null\n");
        text.Append($"    env_file:\n      - {Quoted(Path.Combine(facts.Folder, EnvironmentFile))}\n");
        Ports(text, facts, service);
        text.Append("    labels:\n");
        foreach (var (name, value) in TapLabels.Of(facts))
            text.Append($"      {Quoted(name)}: {Quoted(value)}\n");
        if (service?.NetworkMode is null)
            Networks(text, facts, service);
        foreach (var other in facts.Compose?.Services.Where(other => other.HasBuild && other != service) ?? [])
            text.Append($"  {Quoted(other.Name)}:\n    build: !reset null\n");
        if (service?.NetworkMode is null)
            text.Append($"networks:\n  {Quoted(facts.Proxy.Network)}:\n    name: {Quoted(facts.Proxy.Network)}\n    external: true\n");
        return text.ToString();
    }

    private static void Ports(StringBuilder text, StartFacts facts, ComposeService? service)
    {
        var written = service?.Ports ?? [];
        if (facts.Port is { } asked)
        {
            List(text, "ports: !override",
                written.Where(port => port.Target != facts.Ports[0]).Prepend(new ComposePort(facts.Ports[0], $"{asked}", Loopback)));
            return;
        }

        var missing = facts.Ports.Where((port, index) => (service is null || index == 0) && written.All(there => there.Target != port))
            .ToList();
        if (missing.Count > 0 && service?.NetworkMode is null)
            List(text, "ports:", missing.Select(port => new ComposePort(port, "", Loopback)));
    }

    private static void List(StringBuilder text, string head, IEnumerable<ComposePort> ports)
    {
        text.Append($"    {head}\n");
        foreach (var port in ports)
            text.Append($"      - {Quoted(port.ToString())}\n");
    }

    private static void Networks(StringBuilder text, StartFacts facts, ComposeService? service)
    {
        text.Append("    networks:\n");
        // Whoever names one network has no default one: it is named too, so that the tap's other services still reach it.
        if (service is null || service.Networks.Contains("default"))
            text.Append("      default: null\n");
        text.Append($"      {Quoted(facts.Proxy.Network)}:\n        aliases:\n          - {Quoted(facts.Label)}\n");
    }

    // JSON is YAML; Compose alone reads more into a text: a dollar begins a variable there.
    private static string Quoted(string text) =>
        JsonSerializer.Serialize(text.Replace("$", "$$", StringComparison.Ordinal), RunningJson.Relaxed.String);
}
