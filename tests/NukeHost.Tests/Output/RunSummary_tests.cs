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

    [Theory]
    [InlineData(0, "< 1sec")]
    [InlineData(0.999, "< 1sec")]
    [InlineData(1, "0:01")]
    [InlineData(61.9, "1:01")]
    [InlineData(7325, "122:05")]
    public void A_duration_is_minutes_and_seconds(double seconds, string text) => RunSummary.Text(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    public void Dispose() => _root.Dispose();
}
