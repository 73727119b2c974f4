using KegImages.LocalEngine;
using KegImages.Processes;

namespace KegImages.Tests.LocalEngine;

public sealed class EndsWithThisRunTests
{
    private readonly EndsWithThisRun _runner = new(new ProcessRunner());

    [Fact]
    public async Task A_command_gives_what_it_gives_by_itself()
    {
        var command = new Command("sh", "-c", "echo \"$1\"; echo no >&2; exit 3", "sh", "a 'b' $c");

        var result = await _runner.RunAsync(command, null, null, CancellationToken.None);

        result.Command.ShouldBe(command);
        result.ExitCode.ShouldBe(3);
        result.StandardOutput.ShouldBe("a 'b' $c\n");
        result.StandardError.ShouldBe("no\n");
    }

    [Fact]
    public async Task A_cancelled_command_ends()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<OperationCanceledException>(() => _runner.RunAsync(new Command("sleep", "60"), null, null, soon.Token));
    }
}
