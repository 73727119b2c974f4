using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Execution;

public sealed class Stranger_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Fact]
    public async Task Components_run_in_the_order_that_they_say_with_the_values_that_are_given()
    {
        Dictionary<string, string> variables = new() { ["NUGET_API_KEY"] = "hunter2hunter2" };
        var run = await Run.Of<Stranger>(_root, "Publish --no-logo --test-projects a+b --test-degree-of-parallelism 2 --force",
            ["Pack"], variables);
        run.ExitCode.ShouldBe(0, run.Text);
        Done(run.Out).ShouldBe(
        [
            "did Clean", "did Restore, anew", "did Compile Release --warn", "did Test a b by 2", "did Pack",
            "did Publish to https://example.org/feed with 14 letters, ***", "did Announce",
        ]);
        run.Out.ShouldContain("// Passed: 2");
    }

    [Fact]
    public async Task Of_many_targets_those_run_that_the_default_needs()
    {
        var run = await Run.Of<Stranger>(_root, "--configuration debug", ["Pack"]);
        Done(run.Out).ShouldBe(["did Restore, as it was", "did Compile Debug --warn", "did Pack"]);
    }

    [Fact]
    public async Task Help_and_wrong_words_are_those_of_one_build()
    {
        (await Run.Of<Stranger>(_root, "--help --no-logo", ["Pack"])).Text.ShouldBeApproved("help");
        (await Run.Of<Stranger>(_root, "Publish --configuration relese --nuget-api-kye x --test-degree-of-parallelism few Pakc")).Text
            .ShouldBeApproved("wrong");
        (await Run.Of<Stranger>(_root, "Publish")).Text.ShouldContain("Target 'Publish' requires a value for 'NuGetApiKey': "
            + "give --nuget-api-key, or NUGET_API_KEY in the environment");
    }

    [Fact]
    public async Task A_component_of_several_targets_is_not_named_without_one()
    {
        var run = await Run.Of<NamesNone>(_root, "--help");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith("Target 'Do' names the component ITwo and no target, and it declares One, Two: "
            + "say which, as in <ITwo>(x => x.One)\n");
    }

    public void Dispose() => _root.Dispose();

    internal static string[] Done(string text) => [.. text.Split('\n').Where(line => line.StartsWith("did ", StringComparison.Ordinal))];

    interface ITwo : INukeBuild
    {
        Target One => _ => _;

        Target Two => _ => _;
    }

    sealed class NamesNone : NukeBuild, ITwo
    {
        Target Do => _ => _.DependsOn<ITwo>();
    }
}
