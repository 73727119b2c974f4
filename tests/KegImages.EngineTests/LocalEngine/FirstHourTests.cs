using KegImages.Tests.Programs;
using System.Diagnostics;
using System.Text.RegularExpressions;
using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.LocalEngine;

/// <summary>The first hour of README.md on a clone whose branch is not the family's default one, with an engine of its own: each command as
/// it is written there, with <c>--profile local</c> as the page says.</summary>
public sealed partial class FirstHourTests
{
    private const string Branch = "feature/first-hour";

    // What needs a network or a desktop, compiles this build itself, or names what only its reader has.
    private static readonly string[] Not = ["Native", "Pack", "Test", "Report --open", "Promote --tag feature-x", "Prune", "Push --help"];

    private static readonly string Program = BuildProgram.Path;

    [EngineFact(Explicit = true)]
    public async Task Every_command_works_on_another_branch_than_the_default_one_after_a_plain_push()
    {
        File.Exists(Program).ShouldBeTrue($"build the solution first: there is no {Program}");
        var root = Path.Combine(Directory.CreateTempSubdirectory("keg first hour ").FullName, "a clone");
        await RunAsync("git", ["clone", "--quiet", "--no-hardlinks", EngineFixture.RepositoryRoot, root], null);
        await RunAsync("git", ["switch", "--quiet", "--create", Branch], root);
        try
        {
            await BuildAsync("Push --profile local");
            foreach (var words in Commands(await File.ReadAllTextAsync(Path.Combine(root, "README.md"))))
                await BuildAsync(words.Contains("--profile", StringComparison.Ordinal) || !ReadsEngine(words) ? words
                    : $"{words} --profile local");
            // It removes nothing where it cannot know which branches live, and says so: a clone of a clone without the default branch.
            (await BuildAsync("Prune --dry-run --profile local", 2)).ShouldContain("nothing is removed");
        }
        finally
        {
            await BuildAsync("Stop --tap evf --profile local", null);
            await BuildAsync("Teardown", null);
            await BuildAsync("Clean", null);
            TestRepository.Delete(root);
        }

        Task<string> BuildAsync(string words, int? code = 0) =>
            RunAsync("dotnet", [Program, .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--root", root], root, code);
    }

    // Every line of the page that calls this build, once.
    private static IEnumerable<string> Commands(string page) => Call().Matches(page.ReplaceLineEndings("\n"))
        .Select(match => match.Groups["words"].Value.Trim())
        .Where(words => !Not.Any(not => words.StartsWith(not, StringComparison.Ordinal))).Distinct();

    private static bool ReadsEngine(string words) => words.Length > 0 && !words.StartsWith("--", StringComparison.Ordinal);

    private static async Task<string> RunAsync(string program, string[] arguments, string? folder, int? code = 0)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Remove("GITHUB_ACTIONS");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        if (code is { } expected)
            process.ExitCode.ShouldBe(expected, $"{string.Join(' ', arguments)}\n{said}");
        return said;
    }

    [GeneratedRegex(@"^(?: {4})?\./build\.sh(?<words>[^#\n]*)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Call();
}
