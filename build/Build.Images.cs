using KegImages;
using KegImages.Opening;
using KegImages.Pipeline;
using KegImages.Planning;
using Nuke.Common;

sealed partial class Build
{
    ImageCommands? run;

    new Target Plan => _ => _
        .Description("Shows what would be built, and why")
        .Executes(async () =>
        {
            if (ContentOnly && IsScheduled(nameof(Push)))
                throw new WrongUseException("--content-only moves no tag, and Push does",
                    next: "leave one of them out: ./build.sh BuildTaps --content-only");
            run = await ImageCommands.OpenAsync(await ReachAsync(), Selection, BuildOptions, Interrupted);
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
        .Executes(() => CarryOutOrShowAsync(run!.Publish));

    Stage[] Stages => Array.FindAll(Enum.GetValues<Stage>(), stage => IsScheduled(Staging.TargetOf(stage)));

    // A plan alone is looked at: it shows also what would be refused.
    Purpose Purpose => Stages.Length == 0 ? Purpose.Look : DryRun ? Purpose.Rehearse : Purpose.Build;

    bool WillPush => PushBuilt || ContentOnly || IsScheduled(nameof(Push));

    FamilyPlace Place => new()
    {
        Root = RootDirectory,
        Registry = Registry,
        Namespace = Namespace,
        NoRegistry = NoRegistry,
        NodeImage = NodeImage,
        Contexts = [.. Contexts],
        Secrets = [.. Meant(Secrets, "secret")],
        Ssh = [.. Meant(SshAgents, "ssh")],
    };

    Selection Selection => new()
    {
        Stages = Stages.Length > 0 ? [.. Stages] : [.. Enum.GetValues<Stage>()],
        Tag = Tag,
        Taps = [.. TapNames],
        Images = [.. Images],
        WithAncestors = WithParents,
        Changed = Changed,
    };

    BuildOptions BuildOptions => new()
    {
        Purpose = Purpose,
        Push = WillPush || Stages.Length == 0 && !NoRegistry,
        ContentOnly = ContentOnly,
        NoCache = NoCache,
        Force = Force,
        KeepGoing = KeepGoing,
        Parallel = Parallel,
        Builder = Builder,
    };

    async Task BuildAsync(Stage stage)
    {
        await CarryOutOrShowAsync(run!.Build(stage));
        if (PushBuilt && !ContentOnly && !IsScheduled(nameof(Push)) && stage == Stages.Append(stage).Max())
            await CarryOutOrShowAsync(run.Publish);
    }

    // The one place where a dry run and a run part.
    Task CarryOutOrShowAsync(Decision decision) => (DryRun ? decision.Show : decision.CarryOut)(Interrupted);

    bool IsScheduled(string target) => ScheduledTargets.Concat(RunningTargets).Any(scheduled => scheduled.Name == target);
}
