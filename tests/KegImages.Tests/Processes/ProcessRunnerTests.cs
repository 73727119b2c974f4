using System.Collections.Immutable;
using System.Diagnostics;
using KegImages.Commands;
using KegImages.Processes;

namespace KegImages.Tests.Processes;

public sealed class ProcessRunnerTests
{
    private static readonly ProcessRunner Runner = new();

    [Fact]
    public async Task Output_errors_and_exit_code_come_back_whatever_they_are()
    {
        var result = await Run("printf 'a\\nb'; printf 'c\\n' >&2; exit 3");

        result.StandardOutput.ShouldBe("a\nb\n");
        result.StandardError.ShouldBe("c\n");
        result.ExitCode.ShouldBe(3);
    }

    [Fact]
    public async Task A_withheld_variable_reaches_the_process_alone_whose_command_sets_it()
    {
        // HOME is one that every machine has.
        var withheld = new WithheldVariables();
        withheld.Add(["HOME"]);
        var (runner, command) = (new ProcessRunner(withheld), Shell("printf '%s' \"$HOME\""));

        (await runner.RunAsync(command, null, null, CancellationToken.None)).StandardOutput.Trim().ShouldBe("");
        (await runner.RunAsync(command with { Environment = command.Environment.Add("HOME", "/given") }, null, null,
            CancellationToken.None)).StandardOutput.Trim().ShouldBe("/given");
        (await Runner.RunAsync(command, null, null, CancellationToken.None)).StandardOutput.ShouldNotBe("");
        withheld.From(new Command("git", "ls-remote")).Environment.ShouldBeEmpty("git asks for logins with what the user has set for it");
    }

    [Fact]
    public async Task Both_streams_are_drained_however_much_they_hold()
    {
        var result = await Run("i=0; while [ $i -lt 20000 ]; do echo \"output $i\"; echo \"error $i\" >&2; i=$((i+1)); done");

        result.StandardOutput.Split('\n').Length.ShouldBe(20001);
        result.StandardError.Split('\n').Length.ShouldBe(20001);
    }

    [Fact]
    public async Task Lines_are_handed_on_as_they_come()
    {
        var output = new List<string>();
        var first = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        var run = Runner.RunAsync(Shell("echo one; exec sleep 300"), Line, null, cancellation.Token);

        await first.Task.WaitAsync(TimeSpan.FromSeconds(20));
        run.IsCompleted.ShouldBeFalse();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(run);
        output.ShouldBe(["one"]);

        void Line(string line)
        {
            output.Add(line);
            first.TrySetResult();
        }
    }

    [Fact]
    public async Task Standard_input_is_written_and_closed()
    {
        var text = new string('x', 300_000) + "\n";

        var result = await Runner.RunAsync(Shell("cat") with { StandardInput = text }, null, null, CancellationToken.None);

        result.StandardOutput.ShouldBe(text);
    }

    [Fact]
    public async Task A_command_with_no_input_reads_an_empty_one() => (await Run("cat; echo done")).StandardOutput.ShouldBe("done\n");

    [Fact]
    public async Task A_command_that_does_not_read_its_input_ends_as_it_would()
    {
        var command = Shell("exit 5") with { StandardInput = new string('x', 1_000_000) };

        (await Runner.RunAsync(command, null, null, CancellationToken.None)).ExitCode.ShouldBe(5);
    }

    [Fact]
    public async Task Cancellation_ends_the_whole_tree()
    {
        using var cancellation = new CancellationTokenSource();
        var children = new List<int>();
        var known = new TaskCompletionSource();
        var run = Runner.RunAsync(Shell("sleep 300 & echo $!; sh -c 'sleep 300 & echo $!; wait' & wait"), Line, null, cancellation.Token);
        await known.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(run);

        foreach (var child in children)
            await ShouldEndAsync(child);

        void Line(string line)
        {
            children.Add(int.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
            if (children.Count == 2)
                known.SetResult();
        }
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_it_begins_starts_nothing()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        await Should.ThrowAsync<OperationCanceledException>(Runner.RunAsync(new Command("touch", file), null, null,
            new CancellationToken(true)));

        File.Exists(file).ShouldBeFalse();
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_ended_and_its_last_lines_are_told()
    {
        var command = Shell("echo stuck here >&2; exec sleep 300") with { Timeout = TimeSpan.FromSeconds(1) };
        var watch = Stopwatch.StartNew();

        var message = (await Should.ThrowAsync<FailedException>(Runner.RunAsync(command, null, null, CancellationToken.None))).Message;

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
        message.ShouldContain("0:00:01");
        message.ShouldContain("  stuck here");
    }

    [Fact]
    public async Task The_time_also_counts_while_a_command_leaves_its_input_unread()
    {
        var command = new Command("sleep", "300") { StandardInput = new string('x', 1_000_000), Timeout = TimeSpan.FromSeconds(1) };

        await Should.ThrowAsync<FailedException>(Runner.RunAsync(command, null, null, CancellationToken.None))
            .WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_daemon_that_keeps_the_pipes_open_does_not_hold_up_the_result()
    {
        var command = Shell("sleep 300 & echo $!") with { Timeout = TimeSpan.FromSeconds(60) };

        var result = await Runner.RunAsync(command, null, null, CancellationToken.None);

        using var daemon = Process.GetProcessById(int.Parse(result.StandardOutput, System.Globalization.CultureInfo.InvariantCulture));
        daemon.HasExited.ShouldBeFalse();
        daemon.Kill();
        result.Duration.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_callback_that_fails_ends_the_command_and_is_what_the_caller_sees()
    {
        var run = Runner.RunAsync(Shell("echo x; exec sleep 300"), _ => throw new InvalidDataException("no"), null, CancellationToken.None);

        (await Should.ThrowAsync<InvalidDataException>(run.WaitAsync(TimeSpan.FromSeconds(60)))).Message.ShouldBe("no");
    }

    [Fact]
    public async Task A_missing_program_is_named()
    {
        var run = Runner.RunAsync(new Command("no-such-program-anywhere"), null, null, CancellationToken.None);

        (await Should.ThrowAsync<FailedException>(run)).Message.ShouldContain("'no-such-program-anywhere' could not be started");
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["", "a b", "$HOME", "\"", "'", "*", "\\", "ä", "a\nb"];

        var result = await Runner.RunAsync(new Command("printf", ["%s|", .. arguments]), null, null, CancellationToken.None);

        result.StandardOutput.ShouldBe(string.Join('|', arguments) + "|\n");
    }

    [Fact]
    public async Task Variables_are_set_and_taken_away_for_this_process_alone()
    {
        var command = Shell("echo \"$KEG_TEST|${HOME-none}|${PATH:+kept}\"") with
        {
            Environment = ImmutableSortedDictionary<string, string?>.Empty.Add("KEG_TEST", "a b").Add("HOME", null),
        };

        var result = await Runner.RunAsync(command, null, null, CancellationToken.None);

        result.StandardOutput.ShouldBe("a b|none|kept\n");
        Environment.GetEnvironmentVariable("KEG_TEST").ShouldBeNull();
    }

    [Fact]
    public async Task A_command_runs_in_its_folder()
    {
        var folder = Directory.CreateTempSubdirectory("keg-");
        try
        {
            var result = await Runner.RunAsync(Shell("pwd -P") with { WorkingDirectory = folder.FullName }, null, null,
                CancellationToken.None);

            Path.GetFileName(result.StandardOutput.TrimEnd()).ShouldBe(folder.Name);
        }
        finally
        {
            folder.Delete();
        }
    }

    private static Command Shell(string script) => new("sh", "-c", script);

    private static Task<CommandResult> Run(string script) => Runner.RunAsync(Shell(script), null, null, CancellationToken.None);

    private static async Task ShouldEndAsync(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (ArgumentException)
        {
            // No process of this id: it has ended.
        }
    }
}
