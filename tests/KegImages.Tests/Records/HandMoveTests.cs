using KegImages.Git;
using KegImages.Publishing;
using KegImages.Records;
using KegImages.Revisions;
using KegImages.Tagging;
using KegImages.Tests.Git;
using static KegImages.Tests.Records.Sets;

namespace KegImages.Tests.Records;

/// <summary>What a record says of a set that was put there by hand, and which runs it stops.</summary>
public sealed class HandMoveTests : IAsyncLifetime
{
    private static readonly TagSet Develop = new(KegImages.References.Tag.Parse("develop"), [], true, false);

    private readonly List<CommitId> commits = [];
    private TemporaryRepository repository = null!;

    private GitHistory History => new(repository.Root, TemporaryRepository.Commands);

    public async ValueTask InitializeAsync()
    {
        repository = await TemporaryRepository.CreateAsync(withCommit: false);
        for (var number = 0; number < 4; number++)
        {
            await repository.CommitAsync($"{number}");
            commits.Add(CommitId.Parse(await repository.GitAsync("rev-parse", "HEAD")));
        }
    }

    public ValueTask DisposeAsync()
    {
        repository.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_second_step_back_is_held_over_the_newest_that_was_taken_back()
    {
        var once = Set(1) with { Hold = await HoldAsync(HoldKind.Restore, Set(1), Set(3)) };
        once.Hold!.Over.ShouldBe(commits[3]);

        (await HoldAsync(HoldKind.Restore, Set(0), once))!.Over.ShouldBe(commits[3]);
        (await HoldAsync(HoldKind.Restore, Set(2), once))!.Over.ShouldBe(commits[3], "that is a step forward, and not yet all of it");
        (await HoldAsync(HoldKind.Restore, Set(3), once)).ShouldBeNull();
        (await HoldAsync(HoldKind.Restore, Set(1), once)).ShouldBeSameAs(once.Hold);
    }

    [Theory]
    [InlineData(HoldKind.Promote, 2, 1)]
    [InlineData(HoldKind.Promote, 1, 2)]
    [InlineData(HoldKind.Restore, 1, 2)]
    public async Task The_same_command_once_more_keeps_what_holds_the_set(HoldKind kind, int source, int current)
    {
        var once = Set(source) with { Hold = await HoldAsync(kind, Set(source), Set(current)) };

        once.Hold.ShouldNotBeNull();
        (await HoldAsync(kind, Set(source), once)).ShouldBeSameAs(once.Hold);
    }

    [Fact]
    public async Task A_step_forward_takes_nothing_back_and_a_promotion_always_does()
    {
        (await HoldAsync(HoldKind.Restore, Set(2), Set(1))).ShouldBeNull();
        (await HoldAsync(HoldKind.Promote, Set(2), Set(1)))!.Over.ShouldBe(commits[1]);
        (await HoldAsync(HoldKind.Promote, Set(1), Set(1))).ShouldBeNull();
        (await HoldAsync(HoldKind.Promote, Set(1), null)).ShouldBeNull("nothing was there");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task By_git_s_history_only_what_descends_from_the_commit_that_was_taken_back_moves_on(int commit, bool isHeld)
    {
        // The clock that made the commits says nothing: the newest has the oldest time.
        var publication = Of(commits[commit], Now.AddDays(-commit)) with { History = History };

        (await Over(commits[2], Now).HoldsAsync(publication, default)).ShouldBe(isHeld);
        (await Over(commits[2], Now)
            .HoldsAsync(publication with { Tags = Develop with { IsExplicit = true } },
                default)).ShouldBeFalse("a tag that is given by hand is meant");
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(null, true)]
    public async Task Without_history_the_younger_commit_moves_on_and_one_of_no_known_time_does_not(int? days, bool isHeld) =>
        (await Over(Commit('e'), Now).HoldsAsync(Of(Commit('f'), days is { } count ? Now.AddDays(count) : null), default)).ShouldBe(isHeld);

    [Fact]
    public async Task A_repository_with_no_commit_waits() =>
        (await Over(Commit('e'), Now).HoldsAsync(Of(null, null), default)).ShouldBeTrue();

    [Fact]
    public void A_hold_is_read_as_it_was_written_and_kept_records_have_none()
    {
        var record = Set(1) with { Hold = Over(commits[2], Now) };

        FamilyRecordJson.Read(FamilyRecordJson.Write(record)).Hold.ShouldBe(record.Hold);
        FamilyRecordJson.Write(record.Kept).ShouldBe(FamilyRecordJson.Write(Set(1)));
    }

    private FamilyRecord Set(int commit) =>
        Record("develop", "develop", 'a', Image("tap", $"tap {commit}")) with { Commit = commits[commit] };

    private Task<SetHold?> HoldAsync(HoldKind kind, FamilyRecord source, FamilyRecord? current) =>
        new HandMove(kind, "./build.sh Restore", Now).HoldAsync(source, current, History, default);

    private static SetHold Over(CommitId commit, DateTimeOffset time) =>
        new() { Kind = HoldKind.Restore, Over = commit, OverTime = time, At = Now.AddDays(9), By = "./build.sh Restore" };

    private static Publication Of(CommitId? commit, DateTimeOffset? time) =>
        new() { Images = [], Tags = Develop, Commit = commit, CommitTime = time };
}
