using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Startup;

public sealed class Errors_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Theory]
    [InlineData("unknown", "Shwo+Nothing --tga x --paralel 3 --tag=x")]
    [InlineData("conversions", "Show --parallel many --minutes soon --speed Fsat --colors red bleu --day never --maybe perhaps --dry-run Show --tag --feed a b")]
    [InlineData("too large", "Show --parallel 99999999999")]
    [InlineData("secret", "Show --docker-token hunter2 hunter3")]
    [InlineData("own", "Show --verbosity loud")]
    [InlineData("host", "Show --host jenkins")]
    [InlineData("profile", "Show --profile locla")]
    [InlineData("root", "Show --root nowhere")]
    [InlineData("skip", "Show --skip Shwo")]
    [InlineData("requirements", "NeedsFolder NeedsMinutes")]
    [InlineData("command", ":completion")]
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
        (await Run.Of<EveryParameter>(_root, "Show", variables: new() { ["PARALLEL"] = "many", ["NUKE_VERBOSITY"] = "loud" })).Text.ShouldBeApproved();

    [Fact]
    public async Task A_build_outside_any_root_says_so()
    {
        Directory.Delete(Path.Combine(_root.Path, ".nuke"));
        (await Run.Of<EveryParameter>(_root, "Show")).Text.ShouldBeApproved();
    }

    public void Dispose() => _root.Dispose();
}
