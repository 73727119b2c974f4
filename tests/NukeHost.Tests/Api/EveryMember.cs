using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities.Collections;
using Serilog;

namespace Nuke.Common.Tests.Api;

/// <summary>A build class that uses every member in api.txt, as a build in <c>build/</c> would.</summary>
sealed partial class EveryMember : WithBase, IEvery
{
    public static int Start() => Execute<EveryMember>(x => x.All);

    [Parameter("Described.", Name = "Called", Separator = "+", List = false, ValueProviderType = typeof(EveryMember),
        ValueProviderMember = nameof(Values))]
    [Optional]
    readonly string[] Listed = [];

    [Parameter, Required]
    readonly string? Token;

    [Parameter, Secret]
    readonly int? Number;

    static IEnumerable<string> Values => ["a", "b"];

    protected override Target All => _ => _
        .Base()
        .Description("Everything.")
        .Unlisted()
        .DependsOn(First).DependsOn<IEvery>(x => x.Component).TryDependsOn<IEvery>(x => x.Component)
        .DependentFor(Last).DependentFor<IEvery>(x => x.Other).TryDependentFor<IEvery>(x => x.Other)
        .After(First).After<IEvery>(x => x.Component).TryAfter<IEvery>(x => x.Component)
        .Before(Last).Before<IEvery>(x => x.Other).TryBefore<IEvery>(x => x.Other)
        .Triggers(Last).Triggers<IEvery>(x => x.Other).TryTriggers<IEvery>(x => x.Other)
        .TriggeredBy(First).TriggeredBy<IEvery>(x => x.Component).TryTriggeredBy<IEvery>(x => x.Component)
        .OnlyWhenStatic(() => IsLocalBuild || IsServerBuild)
        .OnlyWhenDynamic(() => IsSucceeding && !IsFailing)
        .WhenSkipped(DependencyBehavior.Execute).WhenSkipped(DependencyBehavior.Skip)
        .Requires(() => Token).Requires(() => Number).Requires(() => Listed.Length == 0)
        .AssuredAfterFailure()
        .ProceedAfterFailure()
        .Produces("output/*.txt")
        .Consumes(First).Consumes<IEvery>(x => x.Component).Consumes(First, "output/*.txt")
        .Consumes<IEvery>(x => x.Component, "output/*.txt")
        .Executes(Paths, Lists)
        .Executes(async () => await Task.CompletedTask)
        .Executes(() => Listed.Length)
        .Executes(() => Task.FromResult(1));

    Target First => _ => _.Inherit(Nothing);

    Target Last => _ => _.Inherit<IEvery>(x => x.Other);

    Target Nothing => _ => _;

    protected internal override void OnBuildCreated() => base.OnBuildCreated();

    protected internal override void OnBuildInitialized() => base.OnBuildInitialized();

    protected internal override void OnBuildFinished() => base.OnBuildFinished();

    protected internal override void OnTargetRunning(string target) => base.OnTargetRunning(target);

    protected internal override void OnTargetSkipped(string target) => base.OnTargetSkipped(target);

    protected internal override void OnTargetSucceeded(string target) => base.OnTargetSucceeded(target);

    protected internal override void OnTargetFailed(string target) => base.OnTargetFailed(target);

    static void Paths()
    {
        var file = (RootDirectory / "output" / "every") + ".txt";
        AbsolutePath folder = file.Parent!.CreateDirectory().CreateOrCleanDirectory();
        string text = folder;
        Log.Verbose("{Text} {Same} {Hash}", text, folder.Equals(file) || folder == file || folder != file, file.GetHashCode());
        Log.Debug("{Name} {NameWithoutExtension} {Extension} {Path}", file.Name, file.NameWithoutExtension, file.Extension,
            file.ToString());
        Log.Information("{File} {Folder}", file.FileExists(), folder.DirectoryExists());
        file.DeleteFile();
        folder.DeleteDirectory();
        Log.Warning("{Assembly} {Project} {Folder}", BuildAssemblyFile, BuildProjectFile, BuildProjectDirectory);
        Log.Error("{Temporary} {Host}", TemporaryDirectory, Host.ToString());
        Verbosity[] all = [Verbosity.Verbose, Verbosity.Normal, Verbosity.Minimal, Verbosity.Quiet];
        NukeBuild.Verbosity = all[1];
        Log.Fatal("{Runs}", Nuke.Common.CI.GitHubActions.GitHubActions.Instance is null);
    }

    void Lists()
    {
        IReadOnlyCollection<ExecutableTarget>[] lists =
        [
            InvokedTargets, SkippedTargets, ScheduledTargets, RunningTargets, AbortedTargets, FailedTargets, SucceededTargets,
                FinishedTargets,
        ];
        ExecutionStatus[] statuses =
        [
            ExecutionStatus.None, ExecutionStatus.Scheduled, ExecutionStatus.NotRun, ExecutionStatus.Skipped, ExecutionStatus.Running,
            ExecutionStatus.Succeeded, ExecutionStatus.Failed, ExecutionStatus.Aborted, ExecutionStatus.Collective,
        ];
        foreach (var target in lists.SelectMany(list => list).Where(target => statuses.Contains(target.Status)))
            Console.WriteLine((target.Name, target.Description, target.Duration, target.Invoked, target.IsDefault, target.Listed,
                target.ToString()));
        Console.WriteLine((RunningTargets.Contains(All), IsFinished, Plan, Help, NoLogo, Continue, ((IEvery)this).Value,
            ((IEvery)this).Count, ExecutionPlan.Count, BuildAssemblyDirectory));
        Console.WriteLine((new Choice().CanConvertFrom(typeof(string)), new Choice().ConvertFrom("one"), Kind.One.Equals(Kind.One),
            Kind.One.GetHashCode(), Kind.One.ToString()));
        ReportSummary(_ => _.AddPair("Key", "Value"));
        ExitCode = 3;
    }

    sealed class Choice : Tooling.Enumeration.TypeConverter<Kind>;

    sealed class Kind : Tooling.Enumeration
    {
        public static readonly Kind One = new() { Value = "one" };
    }
}

abstract class WithBase : NukeBuild
{
    protected virtual Target All => _ => _;
}

[ParameterPrefix("Every")]
interface IEvery : INukeBuild
{
    string Prefix => typeof(IEvery).GetCustomAttributes(false).OfType<ParameterPrefixAttribute>().Single().Prefix;

    Configure<int> Twice => number => 2 * number;


    [Parameter]
    string? Value => TryGetValue(() => Value);

    [Parameter]
    int? Count => TryGetValue<int?>(() => Count);

    Target Component => _ => _.Executes(() => Seen(this));

    Target Other => _ => _;

    static void Seen(INukeBuild build)
    {
        IReadOnlyCollection<ExecutableTarget>[] lists =
        [
            build.ExecutionPlan, build.InvokedTargets, build.SkippedTargets, build.ScheduledTargets, build.RunningTargets,
            build.AbortedTargets, build.FailedTargets, build.SucceededTargets, build.FinishedTargets,
        ];
        Console.WriteLine(lists.Sum(list => list.Count));
        Console.WriteLine((build.IsSucceeding, build.IsFailing, build.IsFinished, build.ExitCode, build.Plan, build.Help, build.NoLogo,
            build.IsLocalBuild, build.IsServerBuild, build.Continue));
        Console.WriteLine((build.RootDirectory, build.TemporaryDirectory, build.BuildAssemblyFile, build.BuildAssemblyDirectory,
            build.BuildProjectDirectory, build.BuildProjectFile, build.Verbosity, build.Host));
        Console.WriteLine((build.Partition, build.Partition.Part, build.Partition.Total, Nuke.Common.CI.Partition.Single.ToString()));
        build.ReportSummary(_ => _.AddPair("Twice", ((IEvery)build).Twice(2) + ((IEvery)build).Prefix));
        build.ExitCode = 3;
    }
}
