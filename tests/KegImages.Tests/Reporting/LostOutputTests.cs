using KegImages.Commands;
using KegImages.Processes;
using KegImages.Tests.Git;

namespace KegImages.Tests.Reporting;

/// <summary>The program itself, with a standard output that cannot be written to, and in folders that are not what it expects.</summary>
public sealed class LostOutputTests(ManyTaps taps) : IClassFixture<ManyTaps>
{
    private readonly TemporaryRepository repository = taps.Repository;

    [Theory]
    [InlineData("$RUN Taps --root \"$ROOT\" | true; exit ${PIPESTATUS[0]}", 141, "")]
    [InlineData("$RUN Taps --json --root \"$ROOT\" | true; exit ${PIPESTATUS[0]}", 141, "")]
    [InlineData("$RUN Taps --root \"$ROOT\" > /dev/full", 1, "standard output could not be written: No space left on device")]
    [InlineData("$RUN Taps --json --root \"$ROOT\" > /dev/full", 1, "standard output could not be written: No space left on device")]
    [InlineData("$RUN Taps --root \"$ROOT\" >&-", 1, "standard output could not be written")]
    [InlineData("$RUN --help > /dev/full", 1, "standard output could not be written: No space left on device")]
    [InlineData("$RUN Taps --root \"$ROOT\" 2> /dev/full > /dev/null", 0, "")]
    [InlineData("$RUN Taps --root \"$ROOT\" 2>&- > /dev/null", 0, "")]
    [InlineData("$RUN Taps --root \"$ROOT\" > /dev/full 2>&1", 1, "")]
    [InlineData("$RUN Tapz --root \"$ROOT\" > /dev/full", 2, "")]
    [InlineData("$RUN Tapz --root \"$ROOT\" > /dev/full 2>&1", 2, "")]
    [InlineData("$RUN Taps --root \"$ROOT\" <&- > /dev/null", 0, "")]
    public async Task A_run_whose_output_is_lost_ends_quietly_with_a_code(string script, int code, string said)
    {
        var (exitCode, output, error) = await RunAsync(script, repository.Root);

        exitCode.ShouldBe(code, error);
        error.ShouldContain(said);
        (output + error).ShouldNotContain("Unhandled");
        (output + error).ShouldNotContain("   at ");
        // With --json, what accompanies a run goes to standard error.
        if (said.Length == 0 && code != 2 && !script.Contains("--json", StringComparison.Ordinal))
            error.ShouldBe("");
    }

    [Fact]
    public async Task Two_runs_into_one_file_stand_one_behind_the_other()
    {
        const string Script =
            "($RUN Taps --root \"$ROOT\"; $RUN Taps --root \"$ROOT\") > \"$ROOT/output/both\"; grep -c '^Total' \"$ROOT/output/both\"";
        Directory.CreateDirectory(Path.Combine(repository.Root, "output"));

        (await RunAsync(Script, repository.Root)).Output.Trim().ShouldBe("2");
    }

    [Theory]
    [InlineData("--profile local", "--profile local: there is no file .nuke/parameters.local.json")]
    [InlineData("Plan", "there is no keg.yml in")]
    [InlineData("Setup --engine odd", "'odd'")]
    public async Task A_folder_without_anything_is_told_so(string words, string said)
    {
        foreach (var name in new[] { "plain", "with space", "a'quote", "percent%20", "ünïcode", "line\nbreak", "dollar$HOME" })
        {
            var folder = Directory.CreateDirectory(Path.Combine(repository.Root, "empty", name)).FullName;

            var (exitCode, output, error) = await RunAsync($"$RUN {words} --root \"$ROOT\"", folder);

            exitCode.ShouldBe(2, output + error);
            (output + error).ShouldContain(said);
            (output + error).ShouldNotContain("Exception");
        }
    }

    [Theory]
    [InlineData("taps/t1/Dockerfile", "is a file, not a folder")]
    [InlineData("nowhere", "there is no folder")]
    public async Task A_root_that_is_none_is_told_so(string path, string said)
    {
        var (exitCode, output, error) = await RunAsync("$RUN Plan --root \"$ROOT\"", Path.Combine(repository.Root, path));

        exitCode.ShouldBe(2);
        (output + error).ShouldContain(said);
    }

    [Theory]
    [InlineData(".nuke")]
    [InlineData("output")]
    public async Task A_file_where_a_folder_has_to_be_is_one_message(string name)
    {
        if (Directory.Exists(Path.Combine(repository.Root, name)))
            Directory.Delete(Path.Combine(repository.Root, name), recursive: true);
        repository.Write(name, "");

        var (exitCode, output, error) =
            await RunAsync("$RUN Plan --plan --root \"$ROOT\"; $RUN Taps --json --root \"$ROOT\"", repository.Root);

        exitCode.ShouldBeInRange(0, 2);
        (output + error).ShouldNotContain("Unhandled");
        (output + error).ShouldNotContain("   at ");
        (output + error).ShouldNotContain("This was not expected");
        File.Delete(Path.Combine(repository.Root, name));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string script, string root)
    {
        var program = typeof(LostOutputTests).Assembly.Location.Replace("KegImages.Tests", "_build", StringComparison.Ordinal);
        File.Exists(program).ShouldBeTrue($"build the solution first: there is no {program}");
        var command = new Command("bash", "-c", script.Replace("$RUN", $"dotnet \"{program}\"", StringComparison.Ordinal));
        command = command with { Environment = command.Environment.Add("ROOT", root) };
        var result = await new ProcessRunner().RunAsync(command, null, null, CancellationToken.None);
        return (result.ExitCode, result.StandardOutput, result.StandardError);
    }
}
