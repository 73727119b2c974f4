namespace KegImages.Workflows;

/// <summary>images.yml: what a push to the default branch changed, or a git tag releases, is built and published; nothing to do, and the
/// rest is skipped.</summary>
internal sealed class ImagesWorkflow(WorkflowParts parts)
{
    public Workflow Compile() => new("images", On(), "images-${{ github.ref }}") { Jobs = parts.IsSmall ? [OneJob()] : Jobs() };

    private YamlMap On() => Yaml.Map(
        ("push", Yaml.Map(("branches", Yaml.List(parts.DefaultBranch)), ("tags", parts.HasReleases ? Yaml.List("v*") : null))),
        ("workflow_dispatch", Yaml.Map(("inputs", Yaml.Map(
            ("tag", Yaml.Map(
                ("description", "The tag of the images, in place of the branch's"),
                ("required", false),
                ("type", "string"))))))),
        ("repository_dispatch", parts.Sources.Any()
            ? Yaml.Map(("types", Yaml.List(parts.Sources.Select(source => (Yaml)$"{source}-updated")))) : null),
        ("schedule", parts.Settings.Schedule is { } schedule ? Yaml.List(Yaml.Map(("cron", schedule))) : null));

    // An empty variable says nothing: only a dispatch gives a tag.
    private static YamlMap Env => Yaml.Map(("NUKE_TAG", "${{ inputs.tag }}"));

    private ImmutableArray<WorkflowJob> Jobs()
    {
        var jobs = new StagedJobs(parts) { Env = Env, HasGitTags = parts.HasReleases };
        return [jobs.Plan(), .. jobs.Builds(), jobs.Publish()];
    }

    private WorkflowJob OneJob() => parts.Job("images", "Build and publish") with
    {
        Permissions = [("contents", "read"), ("packages", "write")],
        Steps = [.. parts.Begin(history: true), .. parts.Login(),
            new WorkflowStep("Build and publish") { Env = parts.Environment(parts.Levels, Env.Entries),
                Run = parts.FirstCall("Push") }],
    };
}
