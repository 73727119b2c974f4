using System.ComponentModel;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities.Collections;

namespace Nuke.Common.Tests.Running;

[TypeConverter(typeof(TypeConverter<Configuration>))]
sealed class Configuration : Enumeration
{
    public static readonly Configuration Debug = new() { Value = nameof(Debug) };
    public static readonly Configuration Release = new() { Value = nameof(Release) };

    public static implicit operator string(Configuration configuration) => configuration.Value;
}

interface IHazConfiguration : INukeBuild
{
    [Parameter("What is compiled.")]
    Configuration Configuration => TryGetValue(() => Configuration) ?? (IsLocalBuild ? Configuration.Debug : Configuration.Release);
}

interface IHazArtifacts : INukeBuild
{
    AbsolutePath ArtifactsDirectory => RootDirectory / "artifacts";
}

interface IRestore : INukeBuild
{
    [Parameter("Restores anew.")]
    bool Force => TryGetValue<bool?>(() => Force) ?? false;

    Target Restore => _ => _
        .Executes(() => Console.WriteLine($"did Restore, {(Force ? "anew" : "as it was")}"));
}

interface ICompile : IRestore, IHazConfiguration
{
    Target Compile => _ => _
        .DependsOn(Restore)
        .Executes(() => Console.WriteLine($"did Compile {string.Join(' ', CompileSettings.Invoke(CompileSettingsBase.Invoke([])))}"));

    sealed Configure<List<string>> CompileSettingsBase => options => [.. options, Configuration];

    Configure<List<string>> CompileSettings => options => options;
}

interface ITest : ICompile, IHazArtifacts
{
    [Parameter("Only these projects.", Separator = "+"), Category("Tests")]
    string[] TestProjects => TryGetValue(() => TestProjects) ?? [];

    [Parameter("How many at once."), Category("Tests")]
    int? TestDegreeOfParallelism => TryGetValue<int?>(() => TestDegreeOfParallelism);

    AbsolutePath TestResultDirectory => ArtifactsDirectory / "test-results";

    Configure<string, string> TestProjectSettings => (options, project) => $"{options}{project}";

    Target Test => _ => _
        .DependsOn(Compile)
        .Produces(TestResultDirectory / "*.trx")
        .Executes(() =>
        {
            Console.WriteLine($"did Test {string.Join(' ', TestProjects.Select(project => TestProjectSettings("", project)))}"
                + $" by {TestDegreeOfParallelism ?? 1}");
            ReportSummary(_ => _.AddPair("Passed", TestProjects.Length));
            return TestProjects.Length;
        });
}

interface IPack : ICompile, IHazArtifacts
{
    Target Pack => _ => _
        .DependsOn<ICompile>()
        .After<ITest>()
        .Produces(ArtifactsDirectory / "*.nupkg")
        .Executes(() => Console.WriteLine("did Pack"));
}

[ParameterPrefix("NuGet")]
interface IPublish : IPack, ITest
{
    [Parameter("Where packages go.")]
    string Source => TryGetValue(() => Source) ?? "https://example.org/feed";

    [Parameter("What lets them in."), Secret]
    string ApiKey => TryGetValue(() => ApiKey);

    Target Publish => _ => _
        .DependsOn(Test, Pack)
        .Requires(() => ApiKey)
        .OnlyWhenDynamic(() => FailedTargets.Count == 0)
        .Executes(() => Console.WriteLine($"did Publish to {Source} with {ApiKey.Length} letters, {ApiKey}"));
}

interface ISign : INukeBuild
{
    Target Sign => _ => _.Executes(() => Console.WriteLine("did Sign"));
}

/// <summary>A build of many components, as strangers write theirs for NUKE.</summary>
sealed class Stranger : NukeBuild, IPublish
{
    public static int Start() => Execute<Stranger>(x => ((IPack)x).Pack);

    Target Clean => _ => _
        .Before<IRestore>()
        .TryBefore<ISign>()
        .Executes(() => Console.WriteLine("did Clean"));

    Target IPublish.Publish => _ => _
        .Inherit<IPublish>()
        .DependsOn(Clean)
        .TryTriggers<ISign>()
        .Executes(() => Console.WriteLine("did Announce"));

    Configure<List<string>> ICompile.CompileSettings => options => [.. options, "--warn"];

    Configuration IHazConfiguration.Configuration =>
        ((INukeBuild)this).TryGetValue(() => ((IHazConfiguration)this).Configuration) ?? Configuration.Release;
}
