using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Output;

public sealed class HelpText_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Fact]
    public async Task Help_shows_targets_parameters_their_variables_and_where_values_come_from()
    {
        _root.With(".nuke/parameters.json", """{ "Tag": "for-all", "DockerToken": "hunter2" }""");
        var run = await Run.Of<EveryParameter>(_root, "--help", ["Show"], new() { ["PARALLEL"] = "9" });
        run.Text.ShouldBeApproved();
        run.Text.ShouldNotContain("hunter2");
        run.Out.Split('\n').Max(line => line.Length).ShouldBeLessThanOrEqualTo(80);
    }

    [Fact]
    public async Task Help_shows_dependencies_and_hides_what_is_unlisted() =>
        (await Run.Of<Several>(_root, "--help --no-logo", ["Push"])).Out.Split("Parameters of every build")[0].ShouldBeApproved();

    [Fact]
    public async Task The_short_form_that_everybody_tries_is_understood()
    {
        var run = await Run.Of<Several>(_root, "Push -h", ["Push"]);
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain("Usage: ./build.sh");
    }

    public void Dispose() => _root.Dispose();
}
