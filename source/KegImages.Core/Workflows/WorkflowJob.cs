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

    /// <summary>The labels of a runner of its own, in place of the usual one; none for that.</summary>
    public ImmutableArray<string> Runner { get; init; } = [];

    /// <summary>Whether the entries of the matrix may each say another runner.</summary>
    public bool HasRunners { get; init; }

    /// <summary>Whether images are built in it, and nothing else is done.</summary>
    public bool Builds { get; init; }

    /// <summary>Whether it only makes the program that others run.</summary>
    public bool HandsOn { get; init; }

    /// <summary>When it is right that it did not run, as an expression; null for never.</summary>
    public string? MayBeSkipped { get; init; }

    /// <summary>Whether tags move in it.</summary>
    public bool MovesTags { get; init; }

    /// <summary>The environment that it deploys to; null for none.</summary>
    public Yaml? Environment { get; init; }

    public required ImmutableArray<WorkflowStep> Steps { get; init; }

    private Yaml Where => Runner switch
    {
        [var only] => only,
        [_, ..] => Yaml.List(Runner.Select(label => (Yaml)label)),
        _ => HasRunners ? $"${{{{ matrix.runner || {WorkflowParts.Literal(RunsOn)} }}}}" : RunsOn,
    };

    public YamlMap ToYaml() => Yaml.Map(
        ("name", Name),
        ("needs", Needs.IsEmpty ? null : Yaml.List(Needs.Select(need => (Yaml)need))),
        ("if", If),
        ("runs-on", Where),
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
