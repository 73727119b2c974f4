using System.Collections.Immutable;
using KegImages.Git;
using KegImages.Images;
using KegImages.Publishing;
using KegImages.Registry;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Publishing;

public sealed class TagRemovalTests : IDisposable
{
    private const string Content = "fp-00000000000000000000";

    private static readonly Tag Doomed = Tag.Parse("feature-x");
    private static readonly BranchName Branch = BranchName.Parse("feature/x");

    private readonly FakeRegistry registry = new();
    private readonly RegistryClient client = new(new FakeCredentials(), new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 2 });

    [Fact]
    public async Task Other_tags_of_the_same_digest_stay()
    {
        var digest = registry.Add("tap", Content);
        await TagAsync("tap", digest, "feature-x", "develop");

        var fates = await RemoveAsync("tap", "evf");

        fates.ShouldHaveSingleItem().IsGone.ShouldBeTrue();
        registry.TagOf("tap", "feature-x").ShouldBeNull();
        registry.TagOf("tap", "develop").ShouldBe(digest);
        registry.TagOf("tap", Content).ShouldBe(digest);
        (await client.HeadAsync(registry.Repository("tap").At(digest), default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Images_that_only_the_record_names_lose_the_tag_too_and_the_record_goes_last()
    {
        var digest = registry.Add("new-tap", "feature-x");
        await RecordAsync("feature/x", ("new-tap", digest));

        var fates = await RemoveAsync("tap");

        fates.Select(fate => fate.Reference.Name).ShouldBe(["new-tap", "keg-family"]);
        registry.TagOf("new-tap", "feature-x").ShouldBeNull();
        registry.TagOf("keg-family", "feature-x").ShouldBeNull();
    }

    [Fact]
    public async Task A_tag_of_another_branch_is_refused_by_its_record_and_kept_by_its_label()
    {
        registry.Add("tap", "feature-x", ("io.keg.branch", "feature-x"), ("org.opencontainers.image.ref.name", "feature-x"));

        (await RemoveAsync("tap")).ShouldHaveSingleItem().IsOthers.ShouldBeTrue();

        await RecordAsync("feature-x", ("tap", registry.TagOf("tap", "feature-x")!));
        (await Should.ThrowAsync<WrongUseException>(() => RemoveAsync("tap"))).Message.ShouldContain("belongs to the branch 'feature-x'");
        registry.TagOf("tap", "feature-x").ShouldNotBeNull();
    }

    [Fact]
    public async Task Where_nothing_can_be_deleted_nothing_moves()
    {
        var digest = registry.Add("tap", "feature-x");
        RefuseDeletion();

        (await RemoveAsync("tap")).ShouldHaveSingleItem().ShouldBe(new TagFate(registry.Repository("tap").With(Doomed), false, "the registry deletes nothing"));
        registry.TagOf("tap", "feature-x").ShouldBe(digest);
        registry.Count("^PUT").ShouldBe(0);
    }

    [Fact]
    public async Task Another_way_to_delete_is_given_the_marker_alone()
    {
        var digest = registry.Add("tap", "feature-x");
        RefuseDeletion();
        var deleted = new List<ImageReference>();

        var fates = await new TagRemoval(client, Provider, (reference, _) =>
        {
            deleted.Add(reference);
            return Task.FromResult(true);
        }).RemoveAsync(Doomed, Branch, [ImageName.Parse("tap")], default);

        fates.ShouldHaveSingleItem().IsGone.ShouldBeTrue();
        deleted.ShouldHaveSingleItem().Digest.ShouldBe(registry.TagOf("tap", "feature-x"));
        deleted[0].Digest.ShouldNotBe(digest);
    }

    public void Dispose()
    {
        client.Dispose();
        registry.Dispose();
    }

    private Provider Provider => Provider.Parse($"{registry.Host}/keg");

    private Task<ImmutableArray<TagFate>> RemoveAsync(params string[] names) => new TagRemoval(client, Provider).RemoveAsync(Doomed, Branch, names.Select(ImageName.Parse), default);

    private void RefuseDeletion() => registry.Instead = (request, response) =>
    {
        if (request.HttpMethod != "DELETE")
            return false;
        FakeRegistry.Answer(response, 405, """{"errors":[{"code":"UNSUPPORTED","message":"not here"}]}""");
        return true;
    };

    private async Task TagAsync(string name, Digest digest, params string[] tags)
    {
        foreach (var tag in tags)
            await client.CopyTagAsync(registry.Repository(name).At(digest), Tag.Parse(tag), default);
    }

    private async Task RecordAsync(string branch, params (string Name, Digest Digest)[] images) => await new FamilyRecordStore(client).PutAsync(
        Provider,
        new FamilyRecord { Tag = Doomed, Branch = BranchName.Parse(branch), Images = [.. images.Select(image => new RecordedImage { Name = ImageName.Parse(image.Name), Digest = image.Digest })] },
        [],
        default);
}
