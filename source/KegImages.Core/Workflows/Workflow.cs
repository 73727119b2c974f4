namespace KegImages.Workflows;

/// <summary>A workflow. See <see href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax"/>.</summary>
/// <param name="ConcurrencyGroup">The group in which only one run goes on at a time, as text with expressions.</param>
internal sealed record Workflow(string Name, YamlMap On, string ConcurrencyGroup)
{
    /// <summary>Whether a newer run ends an older one: only where nothing is published.</summary>
    public bool CancelInProgress { get; init; }

    public required ImmutableArray<WorkflowJob> Jobs { get; init; }

    public YamlMap ToYaml() => Yaml.Map(
        ("name", Name),
        ("on", On),
        ("permissions", Yaml.Map()),
        ("concurrency", Yaml.Map(("group", ConcurrencyGroup), ("cancel-in-progress", CancelInProgress))),
        ("jobs", new YamlMap([.. Jobs.Select(job => (job.Id, (Yaml)job.ToYaml()))])));
}
