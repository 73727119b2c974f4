using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using KegImages.Documents;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;
using KegImages.Revisions;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Publishing;

/// <summary>The record of a large family: an index, and its images in shards.</summary>
public sealed class ShardedRecordTests : FakeRegistryTests
{
    private static readonly Tag Develop = Tag.Parse("develop");
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

    private Provider Provider => Provider.Parse($"{Registry.Host}/keg");

    private FamilyRecordStore Store => new(Client);

    private ImageReference Repository => FamilyRecordStore.RepositoryOf(Provider);

    [Fact]
    public void A_family_of_five_hundred_has_its_record_in_one_piece_as_ever()
    {
        var record = Sample(500);

        var content = RecordContent.Of(record);

        content.Shards.ShouldBeEmpty();
        content.Json.ShouldBe(FamilyRecordJson.Write(record));
        content.Manifest.ShouldBe(Artifact.Manifest(FamilyRecordStore.ArtifactType, FamilyRecordJson.Write(record), inline: true, null));
    }

    [Fact]
    public async Task One_image_more_and_it_is_in_shards_of_which_all_are_read()
    {
        var record = Sample(501);

        await Store.PutAsync(Provider, record, [], default);

        Registry.Asked.Clear();
        var read = (await Store.GetAsync(Provider, Develop, default)).Record!;
        Registry.Asked.Count.ShouldBe(1 + 2, "the manifest, which has the index in it, and each shard");
        FamilyRecordJson.Write(read).ShouldBe(FamilyRecordJson.Write(record));
        FamilyRecordStore.DigestOf(read).ShouldBe(read.ReadFrom);
    }

    [Fact]
    public async Task Who_asks_for_one_image_reads_one_shard_and_learns_nothing_of_the_others()
    {
        await Store.PutAsync(Provider, Sample(2_000), [], default);
        Registry.Asked.Clear();

        var part = (await Store.GetAsync(Provider, Develop, [Name(7)], default)).Record!;

        Registry.Asked.Count.ShouldBe(1 + 1);
        part.Find(Name(7)).ShouldNotBeNull().Digest.ShouldBe(DigestOf(7));
        (part.Commit, part.Branch).ShouldBe((Sample(1).Commit, Sample(1).Branch));
        part.Images.ShouldAllBe(image => RecordShards.Of(image.Name, 4) == RecordShards.Of(Name(7), 4));
        var elsewhere = Enumerable.Range(0, 100).Select(Name).First(name => RecordShards.Of(name, 4) != RecordShards.Of(Name(7), 4));
        part.Knows(elsewhere).ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => part.Find(elsewhere)).Message.ShouldContain("was not read");
        Should.Throw<InvalidOperationException>(() => FamilyRecordJson.Write(part));
        Should.Throw<InvalidOperationException>(() => FamilyRecordStore.DigestOf(part));
    }

    [Fact]
    public async Task Who_asks_for_none_reads_the_index_alone()
    {
        await Store.PutAsync(Provider, Sample(2_000), [], default);
        Registry.Asked.Clear();

        var part = (await Store.GetAsync(Provider, Develop, [], default)).Record!;

        Registry.Asked.ShouldHaveSingleItem();
        (part.Branch, part.Images.Length).ShouldBe((Sample(1).Branch, 0));
    }

    [Fact]
    public async Task A_changed_leaf_uploads_one_shard()
    {
        var before = Sample(3_000);
        await Store.PutAsync(Provider, before, [], default);
        var after = Changed(before, 1_234) with { Commit = CommitId.Parse(new string('f', 40)), CommitTime = Time.AddDays(1) };
        var (old, now) = (RecordContent.Of(before), RecordContent.Of(after));
        Registry.Asked.Clear();

        await Store.PutAsync(Provider, after, [], default);

        old.Shards.Zip(now.Shards).Count(pair => pair.First.Digest != pair.Second.Digest).ShouldBe(1);
        Registry.Count("^POST ").ShouldBe(2, "the shard and the index");
        Registry.Count("^HEAD .*/blobs/").ShouldBe(2, "the shard is looked for, and read back");
        (await Store.GetAsync(Provider, Develop, default)).Record!.Find(Name(1_234))!.Size.ShouldBe(77);
    }

    [Fact]
    public async Task A_record_in_one_piece_that_an_older_version_wrote_is_read_and_becomes_one_in_shards()
    {
        var record = Sample(4_000);
        var json = FamilyRecordJson.Write(record);
        await Client.PutBlobAsync(Repository, json, default);
        await Client.PutBlobAsync(Repository, Artifact.EmptyConfig, default);
        var old = await Client.PutManifestAsync(Repository.With(Develop),
            Artifact.Manifest(FamilyRecordStore.ArtifactType, json, inline: false, null), MediaTypes.OciManifest, default);
        Registry.Asked.Clear();

        var read = (await Store.GetAsync(Provider, Develop, [Name(1)], default)).Record!;

        Registry.Asked.Count.ShouldBe(2, "the manifest and its one blob");
        read.Images.Length.ShouldBe(4_000);
        FamilyRecordStore.DigestOf(read).ShouldNotBe(old.Digest, "so that the next push writes it");
        await Store.PutAsync(Provider, read, [], default);
        var again = (await Store.GetAsync(Provider, Develop, default)).Record!;
        again.ReadFrom.ShouldBe(FamilyRecordStore.DigestOf(read));
        FamilyRecordJson.Write(again).ShouldBe(json);
    }

    [Fact]
    public async Task A_record_of_more_than_one_answer_may_have_is_read_all_the_same()
    {
        var large = RegistryManifest.Parse(Encoding.UTF8.GetBytes(
            $$$"""{"schemaVersion":2,"annotations":{"a":"{{{new string('x', 16_000)}}}"}}"""), MediaTypes.OciManifest);
        var sample = Sample(4_000);
        var record = sample with
        {
            Images = [.. sample.Images.Select(image => image with { Digest = large.Descriptor.Digest, Manifest = large })],
        };
        RecordContent.Of(record).Shards.Sum(shard => (long)shard.Json.Length).ShouldBeGreaterThan(new RegistryOptions().LargestAnswer);

        await Store.PutAsync(Provider, record, [], default);

        var read = (await Store.GetAsync(Provider, Develop, default)).Record!;
        read.Images.Length.ShouldBe(4_000);
        FamilyRecordStore.DigestOf(read).ShouldBe(read.ReadFrom);
    }

    [Fact]
    public void What_nobody_could_read_is_not_written()
    {
        var parents = Enumerable.Repeat(ImageReference.Parse($"ghcr.io/keg/tap@sha256:{new string('e', 64)}"), 1_500).ToImmutableArray();
        var sample = Sample(501);
        var record = sample with { Images = [.. sample.Images.Select(image => image with { Parents = parents })] };

        Should.Throw<FailedException>(() => FamilyRecordStore.DigestOf(record)).Message
            .ShouldMatch("^the family record of 'develop' is too large: shard 1 of 2 has [0-9]+ bytes, and may have 33554432$");
    }

    [Fact]
    public async Task A_shard_that_is_missing_is_said_and_is_not_no_record()
    {
        var record = Sample(501);
        await Store.PutAsync(Provider, record, [], default);
        var second = RecordContent.Of(record).Shards[1].Digest;
        Registry.RemoveBlob("keg-family", second);

        var reading = await Store.GetAsync(Provider, Develop, default);

        reading.ShouldBeOfType<RecordUnreadable>().Reason.ShouldBe(
            $"shard 2 of 2 of the family record {Repository.With(Develop)}: its content {second.Abbreviated} is missing in the registry");
        Should.Throw<FailedException>(() => reading.ForReplacing(Develop)).Message.ShouldContain("Push --tag develop");
    }

    [Fact]
    public async Task A_shard_of_other_bytes_is_refused_with_both_digests()
    {
        var record = Sample(501);
        await Store.PutAsync(Provider, record, [], default);
        var (first, second) = (RecordContent.Of(record).Shards[0], RecordContent.Of(record).Shards[1]);
        Registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "GET" || !request.RawUrl!.EndsWith(second.Digest.ToString(), StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, 200, Encoding.UTF8.GetString(first.Json));
            return true;
        };

        (await Should.ThrowAsync<FailedException>(() => Store.GetAsync(Provider, Develop, default))).Message.ShouldBe(
            $"reading the blob {second.Digest.Abbreviated} of {Repository.Locator}: the content is not what was asked for: "
            + $"expected {second.Digest}, got {first.Digest}");
    }

    [Fact]
    public async Task An_image_of_another_shard_is_refused() => await RefusedAsync(shards => [shards[1], shards[0]],
        $"^shard . of 2 of the family record .*/keg-family:develop cannot be read: \\$\\.images\\[0\\]\\.name: "
            + "the image 'tap-[0-9]+' belongs to shard [12]$");

    [Fact]
    public async Task An_image_that_a_shard_has_twice_is_refused() => await RefusedAsync(
        shards => [RecordShard.Write([.. Sample(501).Images.Where(image => RecordShards.Of(image.Name, 2) == 0).Take(1)
            .SelectMany(image => new[] { image, image })]), shards[1]],
        "^shard 1 of 2 .* cannot be read: \\$\\.images\\[1\\]\\.name: the image 'tap-[0-9]+' is in it twice$");

    [Fact]
    public async Task Shards_that_lost_an_image_are_refused() => await RefusedAsync(
        shards => [RecordShard.Write([.. Sample(501).Images.Where(image => RecordShards.Of(image.Name, 2) == 0).Skip(1)]), shards[1]],
        "^the family record .*/keg-family:develop cannot be read: \\$\\.images: it names 501 images, and its shards have 500$");

    [Fact]
    public async Task A_shard_of_another_version_is_refused() => await RefusedAsync(
        shards => [Encoding.UTF8.GetBytes("""{"version":7,"images":[]}"""), shards[1]],
        "^shard 1 of 2 .* cannot be read: \\$\\.version: it is 7, and this program reads version 1$");

    [Fact]
    public async Task A_shard_that_is_no_document_is_refused_with_its_place() => await RefusedAsync(
        shards => [shards[0], Encoding.UTF8.GetBytes("""{"version":1,"images":[{"name":"X"}]}""")],
        "^shard 2 of 2 .* cannot be read: \\$\\.images\\[0\\]");

    [Fact]
    public async Task A_shard_too_few_is_refused() => await RefusedAsync(shards => [shards[0]],
        "^the family record .* cannot be read: \\$\\.shards: it has 2 shards, and its manifest has 1$");

    [Theory]
    [InlineData("\"shards\":2", "\"shards\":3", "$.shards: it is no power of two from 2 to 1024, but 3")]
    [InlineData("\"shards\":2", "\"shards\":2147483647", "$.shards: it is no power of two from 2 to 1024, but 2147483647")]
    [InlineData("\"shards\":2", "\"shards\":99999999999", "$.shards: it is of another kind than is read here")]
    [InlineData("\"images\":501", "\"images\":-1", "$.images: it is no number of images")]
    [InlineData("\"version\":2", "\"version\":3", "$.version: a record in shards has version 2, and not 3")]
    [InlineData("\"tag\":\"develop\"", "\"tag\":\"-\"", "$.tag: '-' is not a tag")]
    public void An_index_that_is_wrong_is_refused_with_its_place(string right, string wrong, string message)
    {
        var json = Encoding.UTF8.GetString(RecordIndex.Write(Sample(501), 2)).Replace(right, wrong, StringComparison.Ordinal);

        Should.Throw<UnreadableDocumentException>(() => RecordIndex.Read(Encoding.UTF8.GetBytes(json), 2, "the index")).Message
            .ShouldBe($"the index cannot be read: {message}");
    }

    [Fact]
    public void A_program_that_knows_records_in_one_piece_says_that_it_does_not_read_one_in_shards() =>
        Should.Throw<FailedException>(() => FamilyRecordJson.Read(RecordIndex.Write(Sample(501), 2))).Message
            .ShouldBe("the family record has version 2, and this program reads version 1");

    [Theory]
    [InlineData(33_554_433, 1, "$.layers[1].size: a shard has at most 33554432 bytes")]
    [InlineData(33_554_432, 17, "$.layers[17].size: the shards have at most 536870912 bytes together")]
    public async Task What_would_be_too_much_is_not_asked_for(long size, int shards, string message)
    {
        var digest = Digest.Of([1]);
        Registry.AddManifest("keg-family", "develop", Artifact.Manifest(FamilyRecordStore.ArtifactType, RecordIndex.Write(Sample(501), 32),
            inline: true, null, Enumerable.Range(0, 32).Select(i => (RecordShard.MediaType, digest, i < shards ? size : 0L))),
            MediaTypes.OciManifest);

        var reading = await Store.GetAsync(Provider, Develop, default);

        reading.ShouldBeOfType<RecordUnreadable>().Reason.ShouldBe(
            $"the manifest of {Repository.With(Develop)} cannot be read: {message}");
        Registry.Asked.ShouldHaveSingleItem();
    }

    [Fact]
    public void Whatever_a_record_has_is_read_back_as_it_was_written()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 8; round++)
        {
            var record = Any(random, random.Next(501, 1_500));
            var content = RecordContent.Of(record);
            var images = content.Shards.SelectMany((shard, i) =>
                RecordShard.Read(shard.Json, i, content.Shards.Length, "a shard")).ToList();
            var read = RecordIndex.Read(content.Json, content.Shards.Length, "the index").Record with { Images = [.. images] };

            FamilyRecordJson.Write(read).ShouldBe(FamilyRecordJson.Write(record), $"seed {seed}, round {round}");
            RecordContent.Of(read).Manifest.ShouldBe(content.Manifest, $"seed {seed}, round {round}");
        }
    }

    private async Task RefusedAsync(Func<byte[][], byte[][]> wrong, string message)
    {
        var content = RecordContent.Of(Sample(501));
        var shards = wrong([.. content.Shards.Select(shard => shard.Json)]);
        foreach (var shard in shards)
            await Client.PutBlobAsync(Repository, shard, default);
        Registry.AddManifest("keg-family", "develop", Artifact.Manifest(FamilyRecordStore.ArtifactType, content.Json, inline: true, null,
            shards.Select(shard => (RecordShard.MediaType, Digest.Of(shard), (long)shard.Length))), MediaTypes.OciManifest);

        (await Store.GetAsync(Provider, Develop, default)).ShouldBeOfType<RecordUnreadable>().Reason.ShouldMatch(message);
    }

    private static FamilyRecord Sample(int images) => new()
    {
        Tag = Develop,
        Branch = BranchName.Parse("develop"),
        Commit = CommitId.Parse(new string('c', 40)),
        CommitTime = Time,
        Images = [.. Enumerable.Range(0, images).Select(i => new RecordedImage { Name = Name(i), Digest = DigestOf(i), Size = i })],
    };

    private static FamilyRecord Changed(FamilyRecord record, int image) => record with
    {
        Images = [.. record.Images.Select(one => one.Name == Name(image) ? one with { Size = 77 } : one)],
    };

    private static FamilyRecord Any(Random random, int images) => Sample(images) with
    {
        Branch = random.Next(2) == 0 ? null : BranchName.Parse("entwicklung/ß"),
        SourceUrl = random.Next(2) == 0 ? null : new Uri("https://example.com/keg/hub"),
        Hold = random.Next(2) == 0 ? null : new SetHold { Kind = HoldKind.Promote, At = Time, By = "somebody" },
        Images = [.. Enumerable.Range(0, images).Select(i => new RecordedImage
        {
            Name = random.Next(3) == 0 ? ImageName.Parse($"base:{i.ToString(CultureInfo.InvariantCulture)}") : Name(i),
            Digest = DigestOf(random.Next()),
            Fingerprint = random.Next(4) == 0 ? null : Fingerprint.Parse($"fp1:{DigestOf(random.Next()).Encoded}"),
            Parents = [.. Enumerable.Range(0, random.Next(3))
                .Select(parent => Provider.Parse("ghcr.io/keg").Of(Name(parent)).At(DigestOf(i)))],
            StandsOn = random.Next(2) == 0 ? null : FamilyParents.Of([(Name(random.Next(9)), DigestOf(i))]),
            Commit = random.Next(2) == 0 ? null : CommitId.Parse(new string('b', 40)),
            CommitTime = random.Next(2) == 0 ? null : Time,
            Size = random.NextInt64(1L << 40),
            Inputs = random.Next(2) == 0 ? null : new KeptInputs(DigestOf(random.Next(5)), 6),
            LastBuild = random.Next(2) == 0 ? null : new LastBuild(random.Next(100), ["linux/amd64"]),
        })],
    };

    private static ImageName Name(int i) => ImageName.Parse(string.Create(CultureInfo.InvariantCulture, $"tap-{i}"));

    private static Digest DigestOf(int i) => Digest.Of(BitConverter.GetBytes(i));
}
