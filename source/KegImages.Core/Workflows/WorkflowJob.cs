namespace KegImages.Workflows;

internal sealed record WorkflowJob(string Id, string Name, string RunsOn, int TimeoutMinutes)
{
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>When it runs, as an expression; null for whenever all that it needs succeeded.</summary>
    public string? If { get; init; }

    /// <summary>What its token may do: <c>("packages", "write")</c>.</summary>
    public ImmutableArray<(string Scope, string Access)> Permissions { get; init; } = [];

    public ImmutableArray<(string Name, string Expression)> Outputs { get; init; } = [];

    /// <summary>The expression that gives the list of what it runs for, each on its own; null for a single run.</summary>
    public string? Matrix { get; init; }

    public int MaxParallel { get; init; }

    /// <summary>Whether images are built in it, and nothing else is done.</summary>
    public bool Builds { get; init; }

    /// <summary>When it is right that it did not run, as an expression; null for never.</summary>
    public string? MayBeSkipped { get; init; }

    /// <summary>Whether tags move in it.</summary>
    public bool MovesTags { get; init; }

    /// <summary>The environment that it deploys to; null for none.</summary>
    public Yaml? Environment { get; init; }

    public required ImmutableArray<WorkflowStep> Steps { get; init; }

    public YamlMap ToYaml() => Yaml.Map(
        ("name", Name),
        ("needs", Needs.IsEmpty ? null : Yaml.List(Needs.Select(need => (Yaml)need))),
        ("if", If),
        ("runs-on", RunsOn),
        ("timeout-minutes", TimeoutMinutes),
        ("environment", Environment),
        ("permissions", new YamlMap([.. Permissions.Select(permission => (permission.Scope, (Yaml)permission.Access))])),
        ("strategy", Matrix is null ? null : Yaml.Map(
            ("fail-fast", false),
            ("max-parallel", MaxParallel),
            ("matrix", Yaml.Map(("include", $"${{{{ {Matrix} }}}}"))))),
        ("outputs", Outputs.IsEmpty ? null
            : new YamlMap([.. Outputs.Select(output => (output.Name, (Yaml)$"${{{{ {output.Expression} }}}}"))])),
        ("steps", Yaml.List(Steps.Select(step => step.ToYaml()))));
}
