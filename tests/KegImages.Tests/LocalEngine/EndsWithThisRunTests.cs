using System.Collections.Immutable;
using KegImages.Commands;
using KegImages.LocalEngine;
using KegImages.Processes;

namespace KegImages.Tests.LocalEngine;

public sealed class EndsWithThisRunTests
{
    private static readonly string Mark = Guid.NewGuid().ToString("N");

    private readonly EndsWithThisRun _runner = new(new ProcessRunner(), Mark);

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

    // What a supervisor sends to the run's child, what a terminal sends to all, and what nobody can answer.
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("KILL")]
    public async Task Nothing_of_a_command_outlives_the_shell_that_watches_it(string signal)
    {
        var run = _runner.RunAsync(new Command("sh", "-c", "trap '' INT TERM; sleep 61; true"), null, null, CancellationToken.None);
        var watch = await FirstAsync("bash");

        await new ProcessRunner().RunAsync(new Command("kill", $"-{signal}", watch), null, null, CancellationToken.None);

        await run;
        await UntilAsync(() => !SetUpProcesses.Any(Mark) || (signal == "KILL" && Marked().SequenceEqual(["sleep"])));
        // A killed shell can end only what it started itself: the next set-up, and Teardown, find the rest.
        await SetUpProcesses.EndAsync(Mark, CancellationToken.None);
        SetUpProcesses.Any(Mark).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_left_behind_is_found_by_its_mark_ended_and_named()
    {
        var mark = Guid.NewGuid().ToString("N");
        var left = new Command("sh", "-c", "setsid sleep 62 > /dev/null 2>&1 & setsid sleep 63 > /dev/null 2>&1 &")
        {
            Environment = ImmutableSortedDictionary<string, string?>.Empty.Add(SetUpProcesses.Variable, mark),
        };
        await new ProcessRunner().RunAsync(left, null, null, CancellationToken.None);
        await UntilAsync(() => Processes(mark) is { Count: 2 } both && both.TrueForAll(process => process.Name == "sleep"));

        (await SetUpProcesses.EndAsync(mark, CancellationToken.None)).ShouldBe(["sleep"]);

        SetUpProcesses.Any(mark).ShouldBeFalse();
        SetUpProcesses.Any(Mark + "0").ShouldBeFalse();
    }

    private static IEnumerable<string> Marked() => Processes().Select(process => process.Name);

    private static async Task<string> FirstAsync(string name)
    {
        await UntilAsync(() => Processes().Any(process => process.Name == "sleep") && Processes().Any(process => process.Name == name));
        return Processes().First(process => process.Name == name).Id;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            tries.ShouldBeLessThan(400);
            await Task.Delay(50);
        }
    }

    private static List<(string Id, string Name)> Processes(string? mark = null) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(folder => Path.GetFileName(folder).All(char.IsAsciiDigit)).SelectMany(folder =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(folder, "environ"))
                    .Contains($"{SetUpProcesses.Variable}={mark ?? Mark}\0", StringComparison.Ordinal)
                    ? new[] { (Path.GetFileName(folder), File.ReadAllText(Path.Combine(folder, "comm")).Trim()) }
                    : [];
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }).OrderBy(process => process.Item1.Length).ThenBy(process => process.Item1, StringComparer.Ordinal),
    ];
}
