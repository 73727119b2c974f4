using Nuke.Common.Output;
using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Output;

public sealed class RunSummary_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Fact]
    public async Task A_run_with_every_status_is_shown_with_its_reasons() =>
        (await Run.Of<EveryStatus>(_root, "Everything")).Text.ShouldBeApproved();

    [Fact]
    public async Task A_workflow_shows_groups_and_annotations() =>
        (await Run.Of<EveryStatus>(_root, "Everything --host githubactions")).Text.ShouldBeApproved();

    [Theory]
    [InlineData("Minimal")]
    [InlineData("Quiet")]
    public async Task Less_is_printed_at_a_lower_verbosity(string verbosity) =>
        (await Run.Of<EveryStatus>(_root, $"Everything --verbosity {verbosity}")).Text.ShouldBeApproved(verbosity);

    [Fact]
    public async Task The_stack_of_a_failure_is_printed_when_asked_for()
    {
        (await Run.Of<EveryStatus>(_root, "Fail")).Text.ShouldNotContain("   at ");
        (await Run.Of<EveryStatus>(_root, "Fail --verbosity verbose")).Text.ShouldContain("   at ");
    }

    [Fact]
    public async Task What_was_printed_last_is_not_said_twice()
    {
        (await Run.Of<EveryStatus>(_root, "Fail")).Text.Split("InvalidOperationException: outer").Length.ShouldBe(2);
        (await Run.Of<Talkative>(_root, "SaysMore")).Text.Split("it broke").Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_refusal_of_the_file_system_is_said_without_the_name_of_its_type()
    {
        var text = (await Run.Of<Talkative>(_root, "Writes")).Text;
        text.ShouldContain("[ERR] output is no folder");
        text.ShouldNotContain("IOException");
    }

    [Theory]
    [InlineData(0, "< 1sec")]
    [InlineData(0.999, "< 1sec")]
    [InlineData(1, "0:01")]
    [InlineData(61.9, "1:01")]
    [InlineData(7325, "122:05")]
    public void A_duration_is_minutes_and_seconds(double seconds, string text) =>
        RunSummary.Text(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    public void Dispose() => _root.Dispose();

    sealed class Talkative : NukeBuild
    {
        Target Breaks => _ => _.ProceedAfterFailure().Executes(() => throw new InvalidOperationException("it broke"));

        Target SaysMore => _ => _.DependsOn(Breaks).AssuredAfterFailure().Executes(() => Console.WriteLine("and more was said"));

        Target Writes => _ => _.Executes(() => throw new IOException("output is no folder"));
    }
}
