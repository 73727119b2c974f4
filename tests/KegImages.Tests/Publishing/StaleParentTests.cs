using KegImages.Images;
using KegImages.Publishing;
using KegImages.Records;
using KegImages.Tests.Pipeline;

namespace KegImages.Tests.Publishing;

/// <summary>No tag moves onto an image whose parent is not the one published beside it.</summary>
public sealed class StaleParentTests : PublishedFamilyTests
{
    [Fact]
    public async Task A_child_of_another_build_of_its_parent_is_refused_by_both_names_and_nothing_moves()
    {
        var (old, tap) = (Built("keg-base"), Built("tap", "keg-base"));
        var other = Built("keg-base");

        var refusal = await Should.ThrowAsync<StaleParentException>(() => PublishAsync("develop", other, tap));

        refusal.Stale.ShouldBe([new StaleParent(tap.Name, old.Name, old.Digest, other.Digest)]);
        refusal.Message.ShouldBe(string.Join(Environment.NewLine,
            $"tap stands on keg-base {old.Digest.Abbreviated}, and keg-base {other.Digest.Abbreviated} is published beside it",
            "no tag was moved, because these do not fit each other: what stands on another parent has to be built again"));
        Registry.Count("PUT").ShouldBe(0);
    }

    [Fact]
    public async Task What_the_record_publishes_beside_it_counts_too()
    {
        var (old, tap) = (Built("keg-base"), Built("tap", "keg-base"));
        await PublishAsync("develop", Built("keg-base"));
        Registry.Asked.Clear();

        (await Should.ThrowAsync<StaleParentException>(() => PublishAsync("develop", tap))).Stale.Single().StandsOn.ShouldBe(old.Digest);
        Registry.Count("PUT").ShouldBe(0);
        await PublishAsync("feature/x", tap);
    }

    [Fact]
    public async Task Where_the_tag_is_ahead_of_the_record_the_tag_counts()
    {
        await PublishAsync("develop", Built("keg-base"));
        var newer = Built("keg-base");
        await Client.CopyTagAsync(newer.Pinned, Develop, default);

        await PublishAsync("develop", Built("tap", "keg-base"));

        Registry.TagOf("tap", "develop").ShouldNotBeNull();
    }

    [Fact]
    public async Task Where_only_a_parent_is_published_those_that_it_leaves_behind_are_named()
    {
        await PublishAsync("develop", Built("keg-base"), Built("tap", "keg-base"), Built("evf", "tap"));

        var published = await PublishAsync("develop", Built("keg-base"));

        published.Note.ShouldBe("tap under develop stands on keg-base as it was before: the next push of it builds it again");
        (await PublishAsync("develop", Built("other"))).Note.ShouldBeNull();
    }

    [Fact]
    public async Task A_set_that_was_left_behind_so_is_not_promoted_but_may_be_gone_back_to()
    {
        await PublishAsync("feature/x", Built("keg-base"), Built("tap", "keg-base"));
        await PublishAsync("feature/x", Built("keg-base"));
        var move = new RecordMove(Provider, await RecordAsync("feature-x"), Publication("develop").Tags, null, Keeps: true);
        Registry.Asked.Clear();

        var refusal = await Should.ThrowAsync<StaleParentException>(() => new RecordMover(Client).MoveAsync(move, null, default));

        refusal.Message.ShouldEndWith("push 'feature-x' once more, which builds what has to be");
        Registry.Asked.ShouldBeEmpty();
        (await new RecordMover(Client).MoveAsync(move with { Keeps = false }, null, default)).Length.ShouldBe(2);
    }

    [Fact]
    public void An_image_that_is_used_at_several_tags_fits_when_one_of_them_is_published()
    {
        var (old, newer) = (Built("keg-base"), Built("keg-base"));
        var tap = Built("tap") with { StandsOn = FamilyParents.Of([(old.Name, old.Digest), (old.Name, newer.Digest)]) };

        StaleParent.In(Publication("develop", newer, tap)).ShouldBeEmpty();
        StaleParent.In(Publication("develop", newer, tap with { StandsOn = null })).ShouldBeEmpty("nobody looked");
    }
}
