using System.Globalization;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.EngineTests.Publishing;

/// <summary>The record of a large family in a real registry, by requests of its own.</summary>
public sealed class ShardedRecordTests : IDisposable
{
    private static readonly Tag Develop = Tag.Parse("develop");

    private readonly RegistryClient client = new(new NoCredentials());
    private readonly Provider provider;

    public ShardedRecordTests(EngineFixture engine) => provider = Provider.Parse(engine.NewNamespace());

    private ImageReference Repository => FamilyRecordStore.RepositoryOf(provider);

    public void Dispose() => client.Dispose();

    [EngineFact]
    public async Task A_changed_leaf_writes_one_shard_and_every_layer_is_what_its_digest_says()
    {
        var before = Of(1_500, 'a');
        await new FamilyRecordStore(client).PutAsync(provider, before, [Tag.Parse("master")], default);
        var after = Of(1_500, 'b') with { Images = [.. before.Images.Select((image, i) => i == 700 ? image with { Size = 77 } : image)] };
        var requests = client.Requests;

        var written = (await new FamilyRecordStore(client).PutAsync(provider, after, [Tag.Parse("master")], default))
            .ShouldBeOfType<RecordStored>();

        (client.Requests - requests).ShouldBe(Look + RecordBefore + Index + Shard + Kept + Tags);
        var (old, now) = (await LayersAsync(HistoryTag.Of(Develop, before.Commit!).Tag), await LayersAsync(Develop));
        now.Length.ShouldBe(1 + 4);
        now.Skip(1).Except(old).Count().ShouldBe(1);
        foreach (var layer in now)
            Digest.Of((await client.GetBlobAsync(Repository, layer, default)).ShouldNotBeNull().Span).ShouldBe(layer);
        var read = (await new FamilyRecordStore(client).GetAsync(provider, Tag.Parse("master"), default)).Record!;
        read.ReadFrom.ShouldBe(written.Descriptor.Digest);
        FamilyRecordJson.Write(read).ShouldBe(FamilyRecordJson.Write(after));
    }

    [EngineFact]
    public async Task A_record_in_one_piece_is_read_and_written_in_shards()
    {
        var record = Of(1_500, 'a');
        var json = FamilyRecordJson.Write(record);
        await client.PutBlobAsync(Repository, json, default);
        await client.PutBlobAsync(Repository, Artifact.EmptyConfig, default);
        await client.PutManifestAsync(Repository.With(Develop),
            Artifact.Manifest(FamilyRecordStore.ArtifactType, json, inline: true, null), MediaTypes.OciManifest, default);

        var read = (await new FamilyRecordStore(client).GetAsync(provider, Develop, default)).Record!;
        await new FamilyRecordStore(client).PutAsync(provider, read, [], default);

        (await LayersAsync(Develop)).Length.ShouldBe(1 + 4);
        var again = (await new FamilyRecordStore(client).GetAsync(provider, Develop, default)).Record!;
        FamilyRecordJson.Write(again).ShouldBe(json);
    }

    // What is asked for to write a record of which one shard is another one.
    private const int Look = 1;
    private const int RecordBefore = 1;
    private const int Index = 2;
    private const int Shard = 4;
    private const int Kept = 2;
    private const int Tags = 1 + (2 * 2);

    private async Task<Digest[]> LayersAsync(Tag tag) =>
        [.. (await client.GetManifestAsync(Repository.With(tag), default)).ShouldNotBeNull().Layers.Select(layer => layer.Digest)];

    private static FamilyRecord Of(int images, char commit) => new()
    {
        Tag = Develop,
        Branch = BranchName.Parse("develop"),
        Commit = CommitId.Parse(new string(commit, 40)),
        CommitTime = DateTimeOffset.UnixEpoch,
        Images = [.. Enumerable.Range(0, images).Select(i => new RecordedImage
        {
            Name = ImageName.Parse(string.Create(CultureInfo.InvariantCulture, $"tap-{i}")),
            Digest = Digest.Of(BitConverter.GetBytes(i)),
        })],
    };
}
