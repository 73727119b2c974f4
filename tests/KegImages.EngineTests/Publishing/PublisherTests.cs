using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.EngineTests.Publishing;

[Collection(EngineGroup.Name)]
public sealed class PublisherTests : IDisposable
{
    private static readonly TagSettings Settings = new(BranchName.Parse("develop"), Tag.Parse("develop"), [Tag.Parse("master")]);

    private readonly RegistryClient client = new(new NoCredentials());
    private readonly Provider provider;

    public PublisherTests(EngineFixture engine) => provider = Provider.Parse(engine.NewNamespace());

    public void Dispose() => client.Dispose();

    private async Task<PublishedImage> PushedAsync(string name, string content, string branch, PublishedImage? parent = null)
    {
        var repository = provider.Of(ImageName.Parse(name));
        var digest = await HandMadeImage.Of(content, ("io.keg.branch", branch))
            .PushAsync(client, repository.With(Tag.Parse("fp-00000000000000000000")));
        return new PublishedImage { Name = ImageName.Parse(name), Pinned = repository.At(digest), Parents = parent is null ? []
            : [parent.Pinned] };
    }

    private static Publication Publish(string branch, params PublishedImage[] images) => new()
    {
        Images = [.. images], Tags = TagSet.For(BranchName.Parse(branch), Settings), Branch = BranchName.Parse(branch),
    };

    private async Task<Digest?> DigestAsync(PublishedImage image, string tag) =>
        (await client.HeadAsync(image.Pinned.With(Tag.Parse(tag)), default))?.Digest;

    [EngineFact]
    public async Task All_tags_of_a_set_are_on_the_digests_that_were_built_and_the_record_names_them()
    {
        var basis = await PushedAsync("keg-base", "base", "develop");
        var tap = await PushedAsync("tap", "tap", "develop", basis);
        var publication = Publish("develop", basis, tap);

        var published = await new Publisher(client).PublishAsync(publication, default);
        var store = new FamilyRecordStore(client);
        var written = await store.PutAsync(provider, FamilyRecord.After(publication, published), [], default);

        foreach (var image in publication.Images)
        {
            (await DigestAsync(image, "develop")).ShouldBe(image.Digest);
            (await DigestAsync(image, "master")).ShouldBe(image.Digest);
        }

        written.ShouldBeOfType<RecordStored>();
        var record = (await store.GetAsync(provider, Tag.Parse("develop"), default)).Record!;
        record.Images.Select(image => image.Digest).ShouldBe([basis.Digest, tap.Digest]);
        record.Find(tap.Name)!.Parents.ShouldBe([basis.Pinned]);
        published[1].Size.ShouldBe(record.Find(tap.Name)!.Size);
    }

    [EngineFact]
    public async Task A_tag_that_another_branch_owns_stops_the_whole_set()
    {
        var (oldBase, oldTap) = (await PushedAsync("keg-base", "1", "feature-x"), await PushedAsync("tap", "1", "feature-x"));
        await new Publisher(client).PublishAsync(Publish("feature-x", oldBase, oldTap), default);
        var free = await PushedAsync("evf", "2", "feature/x");
        var taken = await PushedAsync("tap", "2", "feature/x");

        var error = await Should.ThrowAsync<WrongUseException>(() =>
            new Publisher(client).PublishAsync(Publish("feature/x", free, taken), default));

        error.Message.ShouldContain("'feature-x'");
        error.Message.ShouldContain("--tag");
        (await DigestAsync(taken, "feature-x")).ShouldBe(oldTap.Digest);
        (await DigestAsync(free, "feature-x")).ShouldBeNull();
    }

    [EngineFact]
    public async Task What_is_not_in_the_registry_stops_the_whole_set()
    {
        var tap = await PushedAsync("tap", "1", "develop");
        var missing = tap with { Name = ImageName.Parse("evf"), Pinned = provider.Of(ImageName.Parse("evf")).At(tap.Digest) };

        await Should.ThrowAsync<FailedException>(() => new Publisher(client).PublishAsync(Publish("develop", tap, missing), default));

        (await DigestAsync(tap, "develop")).ShouldBeNull();
    }
}
