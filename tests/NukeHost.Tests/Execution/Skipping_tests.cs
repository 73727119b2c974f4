using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Execution;

public sealed class Skipping_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Fact]
    public async Task Bare_skip_leaves_out_all_that_was_not_asked_for() => (await RanAsync("Push --skip")).ShouldBe(["Push"]);

    [Fact]
    public async Task Named_targets_are_skipped() =>
        (await RanAsync("Push --skip build-base audit")).ShouldBe(["Check", "BuildTaps", "Push", "Announce"]);

    [Fact]
    public async Task A_second_attempt_goes_on_where_the_first_one_failed()
    {
        (await Run.Of<FailsOnce>(_root, "Last --verbosity normal")).ExitCode.ShouldBe(1);
        _root[".nuke/temp/build-attempt.log"].Split('\n')[1..].ShouldBe(["First", ""]);
        _root.With("fixed", "");

        var run = await Run.Of<FailsOnce>(_root, "Last --verbosity normal --continue");
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldMatch("First +Skipped +// done in the last attempt");
        run.Out.ShouldMatch("Second +Succeeded");
        _root[".nuke/temp/build-attempt.log"].Split('\n')[1..].ShouldBe(["First", "Second", "Last", ""]);
    }

    [Fact]
    public async Task Other_words_are_another_attempt()
    {
        await Run.Of<FailsOnce>(_root, "Last");
        var run = await Run.Of<FailsOnce>(_root, "Second --continue");
        run.Out.ShouldContain("the last attempt had other words");
        run.Out.ShouldMatch("First +Succeeded");
    }

    public void Dispose() => _root.Dispose();

    private async Task<string[]> RanAsync(string words)
    {
        var run = await Run.Of<Several>(_root, words);
        return [.. run.Out.Split('\n').Where(line => line.StartsWith('║')).Select(line => line[2..])];
    }

    sealed class FailsOnce : NukeBuild
    {
        Target First => _ => _.Executes(() => Console.WriteLine("first"));

        Target Second => _ => _.DependsOn(First)
            .Executes(() => File.Exists(RootDirectory / "fixed") ? Task.CompletedTask : throw new InvalidOperationException("not yet"));

        Target Last => _ => _.DependsOn(Second).Executes(() => Console.WriteLine("last"));
    }
}
