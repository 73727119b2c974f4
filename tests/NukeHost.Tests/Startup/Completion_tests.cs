using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Startup;

public sealed class Completion_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Theory]
    [InlineData("Sh", "Show")]
    [InlineData("Show Needs", "NeedsFolder NeedsMinutes")]
    [InlineData("Show --t", "--tag --target --tokens")]
    [InlineData("Show --tag --t", "--target --tokens")]
    [InlineData("Show --speed ", "Fast Slow")]
    [InlineData("./build.sh Show --verbosity m", "Minimal")]
    [InlineData("nuke --skip S", "Show")]
    [InlineData("nuke S", "Show")]
    [InlineData("nuke", "NeedsFolder NeedsMinutes Show")]
    [InlineData("Show --tag ", "")]
    public async Task A_line_is_completed_from_the_schema(string line, string completions)
    {
        await Run.Of<EveryParameter>(_root, "--help");
        var output = new StringWriter { NewLine = "\n" };
        var code = await Nuke.Common.Startup.BuildRun.ExecuteAsync(
            new()
            {
                Arguments = [":complete", line],
                Variables = new Dictionary<string, string>(),
                WorkingDirectory = _root.Path,
                Out = output,
                Error = output,
            },
            () => throw new InvalidOperationException("completion needs no build class"),
            []);
        code.ShouldBe(0);
        output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(completions.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Without_a_schema_there_is_nothing_to_complete() =>
        (await Run.Of<EveryParameter>(_root, ":complete Show")).Text.ShouldBe("--- exit 0 ---\n");

    public void Dispose() => _root.Dispose();
}
