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

    [Fact]
    public async Task A_class_and_a_component_say_anew_what_a_component_said()
    {
        var run = await Run.Of<SaidAnew>(_root, "All --no-logo");
        run.ExitCode.ShouldBe(0, run.Text);
        Done(run).ShouldBe(["did Restore", "did Restore of the class", "did Compile of the component", "did Compile of another component",
            "did Compile of the class", "planned True"]);
    }

    [Theory]
    [InlineData(typeof(Ordered))]
    [InlineData(typeof(Reordered))]
    public async Task A_component_follows_those_that_it_extends_and_else_the_order_of_the_source(Type build)
    {
        var run = await (build == typeof(Ordered) ? Run.Of<Ordered>(_root, "--help") : Run.Of<Reordered>(_root, "--help"));
        run.Out.Split('\n').Select(line => line.Trim().Split(' ')[0])
            .Where(word => word is "Own" or "Pack" or "Restore" or "Compile" or "Sign" or "Verify" or "Plan")
            .ShouldBe(["Own", "Pack", "Plan", "Restore", "Compile", "Sign", "Verify"]);
    }

    [Fact]
    public async Task A_component_takes_over_what_each_of_those_says_that_it_extends()
    {
        var run = await Run.Of<Verified>(_root, "Verify --no-logo");
        run.ExitCode.ShouldBe(0, run.Text);
        Done(run).ShouldBe(["did Verify", "did Verify strictly", "did Verify twice", "did Verify of the class"]);
    }

    [Fact]
    public async Task A_target_of_a_component_is_called_as_a_property_that_every_build_has()
    {
        var run = await Run.Of<Planning>(_root, "Plan");
        run.ExitCode.ShouldBe(0, run.Text);
        Done(run).ShouldBe(["planned False"]);
        (await Run.Of<Planning>(_root, "Plan --plan")).Out.ShouldNotContain("planned");
    }

    [Theory]
    [InlineData(typeof(Hiding), "'public Target Restore' or 'Target IRestore.Restore' replaces the component's")]
    [InlineData(typeof(Both), "'public Target Restore' in the build class replaces both")]
    public async Task Two_targets_of_one_name_are_refused(Type build, string way)
    {
        var run = await (build == typeof(Both) ? Run.Of<Both>(_root, "--help") : Run.Of<Hiding>(_root, "--help"));
        run.ExitCode.ShouldBe(2, run.Text);
        run.Error.ShouldContain("have one name and are two: " + way);
    }

    public void Dispose() => _root.Dispose();

    private static string[] Done(Run run) =>
        [.. run.Out.Split('\n').Where(line => line.StartsWith("did ", StringComparison.Ordinal) || line.StartsWith("planned ",
            StringComparison.Ordinal))];

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

    interface ICompileMore : ICompile
    {
        Target ICompile.Compile => _ => _
            .Inherit<ICompile>(x => x.Compile)
            .Executes(() => Console.WriteLine("did Compile of another component"));
    }

    interface IPlan : INukeBuild
    {
        new Target Plan => _ => _.Executes(() => Console.WriteLine($"planned {SucceededTargets.Count > 0 && !((INukeBuild)this).Plan}"));
    }

    sealed class SaidAnew : NukeBuild, ICompileMore, IPlan
    {
        Target ICompile.Compile => _ => _.Base().Executes(() => Console.WriteLine("did Compile of the class"));

        public Target Restore => _ => _.Base().Executes(() => Console.WriteLine("did Restore of the class"));

        Target All => _ => _.DependsOn<ICompile>(x => x.Compile).Triggers<IPlan>(x => x.Plan);
    }

    sealed class Planning : NukeBuild, IPlan;

    interface ISign : ICompile
    {
        Target Sign => _ => _.DependsOn(Compile);
    }

    interface IVerify : ISign, IRestore
    {
        Target Verify => _ => _.Executes(() => Console.WriteLine("did Verify"));
    }

    interface IVerifyStrictly : IVerify
    {
        Target IVerify.Verify => _ => _.Base().Executes(() => Console.WriteLine("did Verify strictly"));
    }

    abstract class WithPlan : WithPack, IPlan;

    sealed class Ordered : WithPlan, IVerify
    {
        Target Own => _ => _;
    }

    sealed class Reordered : WithPlan, IRestore, IVerify, ISign
    {
        Target Own => _ => _;
    }

    interface IVerifyTwice : IVerifyStrictly
    {
        Target IVerify.Verify => _ => _.Base().Executes(() => Console.WriteLine("did Verify twice"));
    }

    // In this order the component that says it last is not the first one.
    sealed class Verified : NukeBuild, IVerifyStrictly, IVerifyTwice
    {
        Target IVerify.Verify => _ => _.Base().Executes(() => Console.WriteLine("did Verify of the class"));
    }

    sealed class Hiding : NukeBuild, IRestore
    {
        Target Restore => _ => _;
    }

    interface IAlsoRestore : INukeBuild
    {
        Target Restore => _ => _;
    }

    sealed class Both : NukeBuild, IRestore, IAlsoRestore;
}
