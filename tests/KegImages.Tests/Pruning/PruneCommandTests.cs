using KegImages.Pruning;
using KegImages.Tests.Git;
using KegImages.Tests.Pipeline;

namespace KegImages.Tests.Pruning;

/// <summary>Prunes of a family that was really published, with a remote that is told to be another.</summary>
public sealed class PruneCommandTests : IAsyncLifetime
{
    private const string Ours = "https://github.com/example/family";

    private PretendedRun? made;
    private TemporaryRepository? remote;

    private PretendedRun Run => made!;

    private TemporaryRepository Remote => remote!;

    public async ValueTask InitializeAsync()
    {
        made = await PretendedRun.CreateAsync("develop");
        remote = await TemporaryRepository.CreateAsync();
        await OriginAsync(Ours);
        await Run.RunAsync();
        await Run.Repository.GitAsync("checkout", "--quiet", "-b", "feature/x");
        Run.Repository.Write("taps/evf/file", "of the branch");
        await Run.Repository.GitAsync("add", "--all");
        await Run.Repository.CommitAsync("On the branch");
        await Run.RunAsync();
    }

    public ValueTask DisposeAsync()
    {
        made?.Dispose();
        remote?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_clone_of_a_fork_removes_nothing()
    {
        await OriginAsync("https://github.com/someone/family");

        (await Should.ThrowAsync<WrongUseException>(() => PruneAsync())).Message.ShouldContain(
            $"'develop' was published from {Ours}, and 'origin' is https://github.com/someone/family");

        await OriginAsync(Remote.Root);
        (await Should.ThrowAsync<WrongUseException>(() => PruneAsync())).Message.ShouldContain("and 'origin' is a folder");
        Run.Registry.Count("^DELETE .*/manifests/").ShouldBe(0);
        Run.Registry.TagOf("evf", "feature-x").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_goes_is_printed_before_it_goes_and_how_to_put_it_back_after()
    {
        var digest = Run.Registry.TagOf("evf", "feature-x");

        await PruneAsync();

        var printed = Run.Printed.ToString();
        printed.ShouldMatch(@"tag +evf:feature-x +sha256:[0-9a-f]{12}  its branch 'feature/x' is gone");
        printed.IndexOf("its branch 'feature/x' is gone", StringComparison.Ordinal)
            .ShouldBeLessThan(printed.IndexOf("removed 4 of 4", StringComparison.Ordinal));
        Run.Registry.TagOf("evf", "feature-x").ShouldBeNull();
        var id = System.Text.RegularExpressions.Regex.Match(printed, "--restore ([0-9TZ]+)").Groups[1].Value;

        await PruneAsync(new PruneOptions { Restore = id });

        Run.Registry.TagOf("evf", "feature-x").ShouldBe(digest);
        await PruneAsync(new PruneOptions { Restore = id });
        Run.Printed.ToString().ShouldContain("all of it is there already: nothing was put back");
        (await Should.ThrowAsync<WrongUseException>(() =>
            PruneAsync(new PruneOptions { Restore = "20000101T000000Z" }))).Message.ShouldContain($"what there is, the newest first: {id}");
    }

    [Fact]
    public async Task A_branch_that_is_at_the_remote_keeps_its_tags()
    {
        await Remote.GitAsync("branch", "feature/x");

        await PruneAsync();
        await PruneAsync(new PruneOptions { Branch = "feature/x" });

        Run.Registry.TagOf("evf", "feature-x").ShouldNotBeNull();
        Run.Registry.Count("^DELETE .*/manifests/").ShouldBe(0);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var error = await Should.ThrowAsync<WrongUseException>(() => (Run.Options with { Tag = "t", NoRegistry = true }).PruneAsync(
            new PruneOptions { Branch = "a..b", OlderThan = "3m", Restore = "x" }, Run.World));

        error.Problems.Length.ShouldBe(6);
        error.Message.ShouldContain("--older-than: '3m' is not a period");
        error.Message.ShouldContain("'a..b' is not a branch name");
    }

    private Task PruneAsync(PruneOptions? asked = null) =>
        Run.Options.PruneAsync(asked ?? new PruneOptions(), Run.World);

    // What git asks is the folder, whatever address the remote has.
    private async Task OriginAsync(string url)
    {
        await Run.Repository.GitAsync("config", "remote.origin.url", url);
        if (url.StartsWith("https", StringComparison.Ordinal))
            await Run.Repository.GitAsync("config", $"url.{Remote.Root}.insteadOf", url);
    }
}
