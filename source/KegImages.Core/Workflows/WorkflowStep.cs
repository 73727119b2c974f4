namespace KegImages.Workflows;

/// <summary>A step of a job: an action or a command.</summary>
internal sealed record WorkflowStep(string Name)
{
    public string? Id { get; init; }

    /// <summary>When it runs, as an expression without its braces; null for whenever the step before succeeded.</summary>
    public string? If { get; init; }

    /// <summary>The folder of an action in the repository, in place of one of <see cref="Uses"/>.</summary>
    public string? Local { get; init; }

    public PinnedAction? Uses { get; init; }
    public YamlMap? With { get; init; }

    /// <summary>One line of shell. Values reach it through <see cref="Env"/> and never as expressions.</summary>
    public string? Run { get; init; }

    public YamlMap? Env { get; init; }

    public YamlMap ToYaml() => Yaml.Map(
        ("name", Name),
        ("id", Id),
        ("if", If),
        ("uses", Uses?.ToYaml() ?? Local),
        ("env", Env),
        ("with", With),
        ("run", Run),
        ("shell", Run is null ? null : "bash"));
}
