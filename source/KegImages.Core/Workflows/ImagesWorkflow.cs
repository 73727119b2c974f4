namespace KegImages.Workflows;

/// <summary>images.yml: what a push to the default branch changed, or a git tag releases, is built and published; nothing to do, and the
/// rest is skipped.</summary>
internal sealed class ImagesWorkflow(WorkflowParts parts)
{
    public Workflow Compile() => new("images", On(), Group)
    {
        Jobs = GateJob.After(parts, parts.IsSmall ? DownstreamJob.After(parts, [OneJob()], "build")
            : DownstreamJob.After(parts, Jobs(), "publish")),
    };

    // A tag that somebody asks for has a group of its own: of those that wait in one, GitHub keeps the newest alone.
    private static string Group => "images-${{ inputs.tag && format('tag-{0}', inputs.tag) || github.ref }}";

    // Who moves the default branch's tags from another one needs what its environment asks for.
    private Yaml Environment
    {
        get
        {
            var chosen = parts.Settings.EnvironmentName;
            var name = $"${{{{ {parts.MovesDefaultByHand} && {WorkflowParts.Literal(parts.Production)} || "
                + $"{WorkflowParts.Literal(chosen ?? "")} }}}}";
            return chosen is not null && parts.Settings.EnvironmentUrl is { } url ? Yaml.Map(("name", name), ("url", url)) : name;
        }
    }


    private YamlMap On() => Yaml.Map(
        ("push", WorkflowTriggers.Push(parts, parts.HasReleases ? Yaml.List("v*") : null)),
        ("workflow_dispatch", Yaml.Map(("inputs", Yaml.Map(
        [
            ("tag", Yaml.Map(
                ("description", "The tag of the images, in place of the branch's"),
                ("required", false),
                ("type", "string"))),
            .. WorkflowTriggers.Inputs(parts),
        ])))),
        // Families upstream tell what they published.
        ("repository_dispatch", Yaml.Map(("types", Yaml.List(parts.Sources.Select(source => (Yaml)$"{source}-updated")
            .Append(DownstreamJob.Event))))),
        ("schedule", WorkflowTriggers.Schedule(parts)));

    // An empty variable says nothing: only a dispatch gives a tag.
    private static YamlMap Env => Yaml.Map(("NUKE_TAG", "${{ inputs.tag }}"));

    private ImmutableArray<WorkflowJob> Jobs()
    {
        var jobs = new StagedJobs(parts) { Env = Env, HasGitTags = parts.HasReleases, Signs = true };
        return [jobs.Plan(), .. jobs.Programs(), .. jobs.Builds(), jobs.Publish() with { Environment = Environment }];
    }

    private WorkflowJob OneJob() => parts.Job("build", "Build and publish") with
    {
        MovesTags = true,
        Builds = true,
        Environment = Environment,
        Permissions = [.. parts.Rights(pushes: true), .. parts.Signing.Rights],
        Steps = [.. parts.Begin(history: true), .. parts.Login(), .. parts.Signing.SetUp(publishes: true),
            new WorkflowStep("Build and publish")
            {
                Env = parts.Environment(parts.Levels, [.. Env.Entries, .. parts.Layers(WorkflowParts.Keeps),
                    .. parts.Signing.Environment]),
                Run = parts.FirstCall([.. parts.Signing.Targets]),
            }],
    };
}
