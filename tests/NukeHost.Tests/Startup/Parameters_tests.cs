using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Startup;

public sealed class Parameters_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Fact]
    public async Task Values_come_from_the_command_line() => await Approve(
        "Show --no-logo --tag one --tag last --names a b c --parallel 9 --minutes 1.5 --dry-run --maybe false --speed FAST --colors red "
            + "blue "
        + "--folder some/where --renamed two --day 2026-01-02 --docker-token hunter2 --tokens alpha beta --feed here --retries 3");

    [Fact]
    public async Task Values_come_from_the_environment_whatever_their_case_and_punctuation() => await Approve("Show --no-logo", new()
    {
        ["Tag"] = "exact",
        ["TAG"] = "not exact",
        ["NAMES"] = "a,b , c",
        ["NUKE_PARALLEL"] = "9",
        ["DRY_RUN"] = "true",
        ["dryrun"] = "",
        ["COLORS"] = "red blue",
        ["FOLDER"] = "some/where",
        ["renamed"] = "",
        ["DOCKER_TOKEN"] = "hunter2",
        ["FEED"] = "here",
        ["HOST"] = "of someone else",
        ["TARGET"] = "of someone else",
        ["VERBOSITY"] = "of someone else",
        ["ROOT"] = "/of/someone/else",
    });

    [Fact]
    public async Task Values_come_from_files_the_last_profile_first()
    {
        _root.With(".nuke/parameters.json", """
            {
              // Comments are allowed.
              "$schema": "build.schema.json",
              "Tag": "for all",
              "Parallel": 2,
              "Names": ["a", "b,c"],
              "DryRun": true,
              "Maybe": null,
              "Folder": "below/the/root",
              "Minutes": 2.5,
            }
            """);
        _root.With(".nuke/parameters.first.json", """{ "Tag": "first", "Speed": "fast", "Retries": 5 }""");
        _root.With(".nuke/parameters.second.json", """{ "tag": "second", "DockerToken": "hunter2" }""");
        await Approve("Show --no-logo --profile first second");
    }

    [Fact]
    public async Task A_list_can_be_given_word_by_word_and_option_by_option()
    {
        var atOnce = (await Run.Of<EveryParameter>(_root, "Show --names a b c")).Out.Split('\n')
            .Single(line => line.Contains("Names = ", StringComparison.Ordinal));

        (await Run.Of<EveryParameter>(_root, "Show --names a b --tag x --names c")).Out.ShouldContain(atOnce);
    }

    [Fact]
    public async Task Nearer_sources_win()
    {
        _root.With(".nuke/parameters.json", """{ "Tag": "file" }""").With(".nuke/parameters.p.json", """{ "Tag": "profile" }""");
        (await Run.Of<EveryParameter>(_root, "Show")).Out.ShouldContain("Tag = file");
        (await Run.Of<EveryParameter>(_root, "Show --profile p")).Out.ShouldContain("Tag = profile");
        (await Run.Of<EveryParameter>(_root, "Show --profile p",
            variables: new() { ["TAG"] = "environment" })).Out.ShouldContain("Tag = environment");
        (await Run.Of<EveryParameter>(_root, "Show --profile p --tag word",
            variables: new() { ["TAG"] = "environment" })).Out.ShouldContain("Tag = word");
    }

    [Fact]
    public async Task A_variable_that_every_machine_has_is_meant_only_with_the_prefix()
    {
        (await Run.Of<WithPath>(_root, "Show", variables: new() { ["PATH"] = "/usr/bin" })).Out.ShouldContain("Path = null");
        (await Run.Of<WithPath>(_root, "Show",
            variables: new() { ["PATH"] = "/usr/bin", ["NUKE_PATH"] = "../tap" })).Out.ShouldContain("Path = ../tap");
        var help = (await Run.Of<WithPath>(_root, "--help", variables: new() { ["PATH"] = "/usr/bin" })).Out;
        help.ShouldContain("[NUKE_PATH]");
        help.ShouldNotContain("/usr/bin");
    }

    [Fact]
    public async Task What_is_missing_is_asked_for_where_someone_can_answer()
    {
        var run = await Run.Of<EveryParameter>(_root, "NeedsFolder+Show", input: "answered\n");
        run.Out.ShouldContain("Folder: ");
        run.Out.ShouldContain("Folder = ROOT/answered");
        run.ExitCode.ShouldBe(0);
    }

    public void Dispose() => _root.Dispose();

    sealed class WithPath : NukeBuild
    {
        [Parameter("A path.", Name = "Path")]
        readonly string? Given;

        Target Show => _ => _.Executes(() => Console.WriteLine($"Path = {Given ?? "null"}"));
    }

    private async Task Approve(string words, Dictionary<string, string>? variables = null,
        [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var text = (await Run.Of<EveryParameter>(_root, words, variables: variables)).Text;
        text.ShouldBeApproved(test: test);
    }
}
