using KegImages.Commands;
using KegImages.Processes;
using KegImages.Tests.Git;

namespace KegImages.Tests.Programs;

/// <summary>The tool itself, in repositories that have nothing of this one.</summary>
public sealed class ToolTests : IAsyncLifetime
{
    private const string Dockerfile = "FROM scratch\nCOPY keg /\n";
    private const string Keg = "provider: ghcr.io/example/site\ngroups:\n  all: { folders: [site] }\n";

    private TemporaryRepository repository = null!;

    public async ValueTask InitializeAsync()
    {
        repository = await TemporaryRepository.CreateAsync(withCommit: false);
        repository.Write("site/Dockerfile", Dockerfile);
        repository.Write("site/keg", "text\n");
        repository.Write("keg.yml", Keg);
        await repository.GitAsync("add", "--all");
        await repository.CommitAsync();
    }

    public ValueTask DisposeAsync()
    {
        repository.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_family_is_planned_from_any_folder_below_it_and_git_sees_nothing_of_that()
    {
        var (exitCode, output) = await RunAsync("site", "Plan", "--no-registry");

        exitCode.ShouldBe(0, output);
        output.ShouldContain("1 to build");
        Directory.Exists(Path.Combine(repository.Root, ".nuke/temp")).ShouldBeTrue("what is kept is kept");
        Directory.Exists(Path.Combine(repository.Root, "output")).ShouldBeTrue("and what is reported");
        (await repository.GitAsync("status", "--porcelain", "--untracked-files=all")).ShouldBe("");
    }

    [Fact]
    public async Task The_manual_page_in_the_packages_is_what_the_program_says()
    {
        var page = Path.Combine(ThisClone.Root, "docs", "keg-images.1");
        var (exitCode, output) = await RunAsync(".", ":man");

        exitCode.ShouldBe(0, output);
        output.ShouldStartWith(".TH KEG\\-IMAGES 1\n");
        File.ReadAllText(page).ReplaceLineEndings("\n").TrimEnd().ShouldBe(output.ReplaceLineEndings("\n").TrimEnd(),
            "write it anew: dotnet keg-images :man > docs/keg-images.1");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("Push --help")]
    [InlineData("help Start")]
    [InlineData("-? Prune")]
    [InlineData("Completion bash")]
    [InlineData("Completion zsh")]
    [InlineData("Completion fish")]
    [InlineData("Completion powershell")]
    public async Task Help_and_completion_are_looked_at(string words)
    {
        var (_, output) = await RunAsync(".", words.Split(' '));

        var width = words.StartsWith("Comp", StringComparison.Ordinal) ? 140 : 80;
        output.Split('\n').Max(line => line.Length).ShouldBeLessThanOrEqualTo(width);
        var name = string.Concat(words.Where(char.IsAsciiLetter));
        // A version is another each time.
        (output[..output.IndexOf('\n')].StartsWith("KegImages ", StringComparison.Ordinal) ? output[(output.IndexOf('\n') + 1)..] : output)
            .ShouldMatchApproved(options => options.NoDiff().SubFolder("approved")
                .WithFilenameGenerator((_, _, type, extension) => $"Help.{name}.{type}.{extension}"));
    }

    [Theory]
    [InlineData("evf build", "")]
    [InlineData("site biuld", "'biuld' is no action here (did you mean 'build'?)")]
    public async Task Keg_words_are_taken_by_the_tool_too(string words, string expected)
    {
        var (exitCode, output) = await RunAsync(".", ["keg", .. words.Split(' '), "--no-registry", "--dry-run"]);

        exitCode.ShouldBe(2, output);
        if (words.EndsWith("build", StringComparison.Ordinal))
            output.ShouldContain("stands for: dotnet keg-images BuildTaps --tap evf --no-registry --dry-run");
        else
            output.ShouldContain(expected);
    }

    [Theory]
    [InlineData("keg-images Start --tap ", "site")]
    [InlineData("keg-images Plan --image s", "site")]
    [InlineData("keg-images Plan --group ", "all")]
    [InlineData("keg-images Start --from ", "site:develop")]
    public async Task What_a_family_knows_is_completed(string line, string expected)
    {
        var (exitCode, output) = await RunAsync("site", ":complete", line);

        exitCode.ShouldBe(0, output);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(expected.Split(' '));
    }

    [Fact]
    public async Task A_message_that_names_a_command_names_the_tool()
    {
        (await RunAsync(".", "--help")).Output.ShouldContain("Usage: dotnet keg-images [targets]");
        (await RunAsync(".", "Plann")).Output.ShouldContain("listed by: dotnet keg-images --help");
        (await RunAsync(".", "NewTap")).Output.ShouldContain("say it: dotnet keg-images NewTap --name weather");
    }

    [Theory]
    [InlineData("Pu", "Pull Push")]
    [InlineData("dotnet keg-images Pu", "Pull Push")]
    [InlineData("./program/keg-images Push --no-reg", "--no-registry")]
    [InlineData("keg-images Plan --verbosity m", "Minimal")]
    [InlineData("keg-images Nothing", "")]
    public async Task A_line_is_completed_without_a_schema_and_none_is_written(string line, string completions)
    {
        var (exitCode, output) = await RunAsync("site", ":complete", line);

        exitCode.ShouldBe(0, output);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
            completions.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        (await repository.GitAsync("status", "--porcelain", "--untracked-files=all", "--ignored")).ShouldBe("");
    }

    [Fact]
    public async Task What_it_completes_is_its_own_where_a_build_s_schema_is_there_and_no_secret_of_that_is_asked_for()
    {
        repository.Write(".nuke/build.schema.json", """
            { "allOf": [{ "properties": { "Key": { "type": "string", "default": "secret" } } }],
              "definitions": { "ExecutableTarget": { "enum": ["Publish"] }, "NukeBuild": { "properties": {} } } }
            """);

        (await RunAsync(".", ":complete", "Pu")).Output.ShouldBe("Pull\nPush\n");
        var (exitCode, output) = await RunAsync(".", ":secrets");
        exitCode.ShouldBe(2);
        output.ShouldContain("':secrets' is not a command: choose among :complete");
    }

    [Fact]
    public async Task A_message_that_names_a_page_names_the_file_that_came_with_the_tool()
    {
        repository.Write("keg.yml", "");

        var (exitCode, output) = await RunAsync(".", "Plan", "--no-registry");

        exitCode.ShouldBe(2);
        var page = output.Split('\n').Single(line => line.EndsWith(" shows a first keg.yml", StringComparison.Ordinal)).Trim()
            .Replace(" shows a first keg.yml", "", StringComparison.Ordinal);
        Path.IsPathFullyQualified(page).ShouldBeTrue(page);
        (await File.ReadAllTextAsync(page)).ShouldContain("provider:");
    }

    [Fact]
    public async Task An_empty_folder_is_told_how_to_begin_and_stays_empty()
    {
        var empty = Directory.CreateTempSubdirectory("nothing in it ").FullName;

        var (exitCode, output) = await RunAsync(empty);

        exitCode.ShouldBe(2);
        output.ShouldContain("dotnet keg-images Init");
        Directory.EnumerateFileSystemEntries(empty).ShouldBeEmpty();
        Directory.Delete(empty);
    }

    [Fact]
    public async Task What_a_build_of_the_repository_s_own_keeps_in_its_folder_is_left_alone()
    {
        repository.Write(".nuke/build.schema.json", "{}");
        repository.Write(".nuke/parameters.json", """{ "Solution": "Site.sln", "NoRegistry": true }""");
        await repository.GitAsync("add", "--all");
        await repository.CommitAsync();

        var (exitCode, output) = await RunAsync(".", "Plan");

        exitCode.ShouldBe(0, output);
        (await repository.GitAsync("status", "--porcelain", "--untracked-files=all")).ShouldBe("");
    }

    [Fact]
    public async Task The_local_profile_comes_with_it()
    {
        (await RunAsync(".", "--help", "--all", "--profile", "local")).Output.ShouldContain("Now: Private  (--profile local:1)");
        (await RunAsync(".", "--help", "--profile", "lokal")).Output.ShouldContain("(did you mean 'local'?)");
    }

    [Fact]
    public async Task It_writes_the_workflows_that_call_it_and_finds_what_drifted()
    {
        (await RunAsync(".", "GenerateWorkflows")).ExitCode.ShouldBe(0);
        Directory.GetFiles(Path.Combine(repository.Root, ".github/workflows")).Select(Path.GetFileName).Order().ShouldBe(
            ["clean-up.yml", "images.yml", "pins.yml", "pull-request.yml", "refresh.yml"]);
        (await RunAsync(".", "GenerateWorkflows", "--check")).ExitCode.ShouldBe(0);

        repository.Write("global.json", """{ "sdk": { "version": "10.0.100", "rollForward": "latestMajor" } }""");

        var (exitCode, output) = await RunAsync(".", "GenerateWorkflows", "--check");
        exitCode.ShouldBe(2);
        output.ShouldContain("+           global-json-file: global.json");
        output.ShouldContain("write it anew and commit it: dotnet keg-images GenerateWorkflows");
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string folder, params string[] words)
    {
        var program = typeof(ToolTests).Assembly.Location.Replace("KegImages.Tests", "KegImages.Tool", StringComparison.Ordinal);
        File.Exists(program).ShouldBeTrue($"build the solution first: there is no {program}");
        var command = new Command("dotnet", [program, .. words]) { WorkingDirectory = Path.Combine(repository.Root, folder) };
        var result = await new ProcessRunner().RunAsync(command, null, null, CancellationToken.None);
        return (result.ExitCode, result.StandardOutput + result.StandardError);
    }
}
