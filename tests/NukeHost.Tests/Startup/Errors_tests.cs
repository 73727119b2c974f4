using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Startup;

public sealed class Errors_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Theory]
    [InlineData("unknown", "Shwo+Nothing --tga x --paralel 3 --tag=x")]
    [InlineData("conversions",
        "Show --parallel many --minutes soon --speed Fsat --colors red bleu --day never --maybe perhaps --dry-run Show --tag --feed a b")]
    [InlineData("too large", "Show --parallel 99999999999")]
    [InlineData("secret", "Show --docker-token hunter2 hunter3")]
    [InlineData("own", "Show --verbosity loud")]
    [InlineData("host", "Show --host jenkins")]
    [InlineData("profile", "Show --profile locla")]
    [InlineData("root", "Show --root nowhere")]
    [InlineData("skip", "Show --skip Shwo")]
    [InlineData("requirements", "NeedsFolder NeedsMinutes")]
    [InlineData("command", ":completion")]
    [InlineData("empty list", "Show --names --colors red")]
    public async Task Wrong_use_is_said_all_at_once_and_runs_nothing(string kind, string words)
    {
        _root.With(".nuke/parameters.local.json", "{}");
        var run = await Run.Of<EveryParameter>(_root, words);
        run.ExitCode.ShouldBe(2);
        run.Text.ShouldNotContain("Tag =");
        run.Text.ShouldNotContain("hunter");
        run.Text.ShouldBeApproved(kind);
    }

    [Theory]
    [InlineData("no json", "{ \"Tag\": ")]
    [InlineData("no object", "[]")]
    [InlineData("nested", "{\n  \"Tag\": { \"a\": 1 }\n}")]
    [InlineData("unknown", "{\n  \"Tga\": \"x\",\n  \"Parallel\": \"many\"\n}")]
    public async Task A_wrong_file_is_named_with_its_line(string kind, string content)
    {
        _root.With(".nuke/parameters.json", content);
        var run = await Run.Of<EveryParameter>(_root, "Show");
        run.ExitCode.ShouldBe(2);
        run.Text.ShouldBeApproved(kind);
    }

    [Fact]
    public async Task Variables_that_fail_conversion_are_named() =>
        (await Run.Of<EveryParameter>(_root, "Show",
            variables: new() { ["PARALLEL"] = "many", ["NUKE_VERBOSITY"] = "loud" })).Text.ShouldBeApproved();

    [Fact]
    public async Task A_build_outside_any_root_says_so()
    {
        Directory.Delete(Path.Combine(_root.Path, ".nuke"));
        (await Run.Of<EveryParameter>(_root, "Show")).Text.ShouldBeApproved();
    }

    [Fact]
    public async Task A_folder_that_is_named_by_mistake_stays_as_it_is()
    {
        var stray = Directory.CreateDirectory(Path.Combine(_root.Path, "stray")).FullName;
        (await Run.Of<EveryParameter>(_root, "Show --root stray")).ExitCode.ShouldBe(0);
        Directory.EnumerateFileSystemEntries(stray).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_value_that_every_run_needs_is_asked_for_only_where_something_runs()
    {
        (await Run.Of<NeedsToken>(_root, "Show")).Text.ShouldBeApproved();
        (await Run.Of<NeedsToken>(_root, "Show --help")).ExitCode.ShouldBe(0);
        (await Run.Of<NeedsToken>(_root, "Show", input: "typed\n")).Out.ShouldContain("held ***");
        var server = await Run.Of<NeedsToken>(_root, "Show", variables: new() { ["CI"] = "true" }, input: "typed\n");
        server.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Targets_that_wait_for_each_other_are_named_before_anything_runs() =>
        (await Run.Of<Circular>(_root, "Alone")).Text.ShouldBeApproved();

    [Fact]
    public async Task A_parameter_with_the_name_of_one_of_every_build_is_refused() =>
        (await Run.Of<Clashing>(_root, "")).Text.ShouldBeApproved();

    [Fact]
    public async Task There_are_no_secrets_to_enter_where_no_parameter_is_one() =>
        (await Run.Of<Circular>(_root, ":secrets")).Text.ShouldBeApproved();

    sealed class NeedsToken : NukeBuild
    {
        [Parameter("The token."), Required, Secret]
        readonly string? DockerToken;

        Target Show => _ => _.Executes(() => Console.WriteLine($"held {DockerToken}"));
    }

    sealed class Circular : NukeBuild
    {
        Target Alone => _ => _.Executes(() => Console.WriteLine("must not run"));

        Target One => _ => _.DependsOn(Two);

        Target Two => _ => _.After(Three);

        Target Three => _ => _.TriggeredBy(One);
    }

    sealed class Clashing : NukeBuild
    {
        [Parameter("Taken.")]
        readonly string? Profile;

        Target Show => _ => _.Executes(() => Console.WriteLine(Profile));
    }

    public void Dispose() => _root.Dispose();
}
