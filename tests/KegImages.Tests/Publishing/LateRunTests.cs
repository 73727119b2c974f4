using KegImages.Git;
using KegImages.Revisions;
using KegImages.Tests.Git;

namespace KegImages.Tests.Publishing;

/// <summary>A run that comes late never takes a tag back to an older commit.</summary>
public sealed class LateRunTests : PublishingTests
{
    private const string Revision = "org.opencontainers.image.revision";
    private const string Created = "org.opencontainers.image.created";

    [Fact]
    public async Task A_late_run_of_an_older_commit_moves_nothing_and_a_newer_one_does()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var older = (await repository.ReadAsync()).HeadCommit!;
        await repository.CommitAsync("newer");
        var newer = (await repository.ReadAsync()).HeadCommit!;
        var history = new GitHistory(repository.Root, TemporaryRepository.Commands);
        Registry.Add("tap", "develop", ("io.keg.branch", "develop"), (Revision, newer.ToString()));
        Registry.Add("evf", "develop", ("io.keg.branch", "develop"), (Revision, older.ToString()));
        var (tap, evf) = (Pushed("tap"), Pushed("evf"));

        var late = Publish("develop", null, tap, evf) with { Commit = older, History = history };
        var error = await Should.ThrowAsync<FailedException>(() => PublishAsync(late));
        error.Message.ShouldContain(newer.Abbreviated);
        error.Message.ShouldContain("nothing was published");
        Puts().ShouldBeEmpty();

        await PublishAsync(Publish("develop", null, tap, evf) with { Commit = newer, History = history });
        Registry.TagOf("evf", "develop").ShouldBe(evf.Digest);
    }

    [Theory]
    [InlineData("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", null, false)]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", null, true)]
    [InlineData("2026-01-01T00:00:00Z", null, null, true)]
    [InlineData("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", "develop", true)]
    public async Task Without_history_the_younger_commit_wins_and_by_hand_any(string there, string? ours, string? tag, bool moves)
    {
        Registry.Add("tap", "develop", ("io.keg.branch", "develop"), (Revision, new string('a', 40)), (Created, there));
        var publication = Publish("develop", tag, Pushed("tap")) with
        {
            Commit = CommitId.Parse(new string('b', 40)),
            CommitTime = ours is null ? null : DateTimeOffset.Parse(ours, System.Globalization.CultureInfo.InvariantCulture),
        };

        if (moves)
            (await PublishAsync(publication)).Single().Moved.Length.ShouldBe(2);
        else
            (await Should.ThrowAsync<FailedException>(() => PublishAsync(publication))).Message.ShouldContain("newer commit aaaaaaaaaaaa");
    }
}
