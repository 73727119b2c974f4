using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Execution;

public sealed class Components_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Fact]
    public async Task Targets_of_components_and_base_classes_run_with_what_they_take_over()
    {
        var run = await Run.Of<Composed>(_root, "Publish+Pack --no-logo");
        run.ExitCode.ShouldBe(0, run.Text);
        run.Out.Split('\n').Where(line => line.StartsWith("did ", StringComparison.Ordinal)).ShouldBe(
        [
            "did Restore", "did Compile of the component", "did Compile of the class", "did Pack of the base", "did Pack of the class",
                "did Publish",
        ]);
    }

    [Fact]
    public async Task A_component_that_is_needed_and_missing_is_an_error()
    {
        var run = await Run.Of<NeedsComponent>(_root, "--help");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("Target 'Publish' needs the component ICompile, which the build class NeedsComponent does not implement");
    }

    [Fact]
    public async Task A_component_that_may_be_missing_is_none() => (await Run.Of<MayHaveComponent>(_root, "Publish")).ExitCode.ShouldBe(0);

    public void Dispose() => _root.Dispose();

    interface IRestore : INukeBuild
    {
        Target Restore => _ => _.Executes(() => Console.WriteLine("did Restore"));
    }

    interface ICompile : IRestore
    {
        Target Compile => _ => _.DependsOn(Restore).Executes(() => Console.WriteLine("did Compile of the component"));
    }

    abstract class WithPack : NukeBuild
    {
        protected virtual Target Pack => _ => _.Executes(() => Console.WriteLine("did Pack of the base"));
    }

    sealed class Composed : WithPack, ICompile
    {
        public Target Compile => _ => _.Inherit<ICompile>(x => x.Compile).Executes(() => Console.WriteLine("did Compile of the class"));

        protected override Target Pack =>
            _ => _.Base().TryAfter<ICompile>(x => x.Compile).Executes(() => Console.WriteLine("did Pack of the class"));

        Target Publish => _ => _.DependsOn<ICompile>(x => x.Compile).After(Pack).Executes(() => Console.WriteLine("did Publish"));
    }

    sealed class NeedsComponent : NukeBuild
    {
        Target Publish => _ => _.DependsOn<ICompile>(x => x.Compile);
    }

    sealed class MayHaveComponent : NukeBuild
    {
        Target Publish => _ => _.TryDependsOn<ICompile>(x => x.Compile).Executes(() => Console.WriteLine("did Publish"));
    }
}
