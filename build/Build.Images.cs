using KegImages;
using KegImages.Pipeline;
using KegImages.Planning;
using Nuke.Common;

sealed partial class Build
{
    ImageRun? run;

    new Target Plan => _ => _
        .Description("Shows what would be built, and why")
        .Executes(async () =>
        {
            if (ContentOnly && IsScheduled(nameof(Push)))
                throw new WrongUseException("--content-only moves no tag, and Push does",
                    next: "leave one of them out: ./build.sh BuildTaps --content-only");
            // A plan alone is dry by itself: it shows also what would be refused.
            run = await ImageRun.OpenAsync(Options with { DryRun = DryRun && Stages.Length > 0 }, await ReachAsync(), WillBuild,
                Interrupted);
            await run.PlanAsync(Interrupted);
        });

    Target BuildBase => _ => _
        .Description("Builds the base image")
        .DependsOn(Plan)
        .ProceedAfterFailure()
        .Executes(() => BuildAsync(Stage.Base));

    Target BuildKegHub => _ => _
        .Description("Builds the keg-hub images, on the base")
        .DependsOn(BuildBase)
        .ProceedAfterFailure()
        .Executes(() => BuildAsync(Stage.KegHub));

    Target BuildTaps => _ => _
        .Description("Builds the taps, on the keg-hub images")
        .DependsOn(BuildKegHub)
        .ProceedAfterFailure()
        .Executes(() => BuildAsync(Stage.Taps));

    Target Push => _ => _
        .Description("Builds the family, and moves all tags when every image is green")
        .DependsOn(BuildTaps)
        .Executes(() => run!.PublishAsync(Interrupted));

    Stage[] Stages => Array.FindAll(Enum.GetValues<Stage>(), stage => IsScheduled(Staging.TargetOf(stage)));

    bool WillBuild => Stages.Length > 0 && !DryRun;

    bool WillPush => PushBuilt || ContentOnly || IsScheduled(nameof(Push));

    RunOptions Options => new()
    {
        Root = RootDirectory,
        Stages = WillBuild || DryRun && Stages.Length > 0 ? [.. Stages] : [.. Enum.GetValues<Stage>()],
        Tag = Tag,
        Taps = [.. TapNames],
        Images = [.. Images],
        Push = WillPush || Stages.Length == 0 && !NoRegistry,
        WithAncestors = WithParents,
        Registry = Registry,
        Namespace = Namespace,
        NodeImage = NodeImage,
        Contexts = [.. Contexts],
        Secrets = [.. Meant(Secrets, "secret")],
        Ssh = [.. Meant(SshAgents, "ssh")],
        NoCache = NoCache,
        Force = Force,
        DryRun = DryRun,
        ContentOnly = ContentOnly,
        KeepGoing = KeepGoing,
        Parallel = Parallel,
        Builder = Builder,
        NoRegistry = NoRegistry,
        Changed = Changed,
        Json = Json ? JsonOutput : null,
    };

    async Task BuildAsync(Stage stage)
    {
        await run!.BuildAsync(stage, Interrupted);
        if (PushBuilt && !ContentOnly && !IsScheduled(nameof(Push)) && stage == Stages.Append(stage).Max())
            await run.PublishAsync(Interrupted);
    }

    bool IsScheduled(string target) => ScheduledTargets.Concat(RunningTargets).Any(scheduled => scheduled.Name == target);
}
