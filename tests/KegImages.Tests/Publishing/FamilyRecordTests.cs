using System.Collections.Immutable;
using System.Text;
using KegImages.Fingerprints;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;
using KegImages.Revisions;
using KegImages.Tagging;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Publishing;

public sealed class FamilyRecordTests : IDisposable
{
    private static readonly Tag Develop = Tag.Parse("develop");
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

    private readonly FakeRegistry registry = new();
    private readonly RegistryClient client = new(new FakeCredentials(),
        new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 2 });

    private Provider Provider => Provider.Parse($"{registry.Host}/keg");

    private FamilyRecordStore Store => new(client);

    public void Dispose()
    {
        client.Dispose();
        registry.Dispose();
    }

    private static FamilyRecord Sample(int images = 1) => new()
    {
        Tag = Develop,
        Branch = BranchName.Parse("entwicklung/ß"),
        Commit = CommitId.Parse(new string('c', 40)),
        CommitTime = Time,
        SourceUrl = new Uri("https://example.com/keg/hub"),
        Images = [.. Enumerable.Range(0, images).Select(i => new RecordedImage
        {
            Name = ImageName.Parse($"tap-{i}"),
            Digest = Digest.Of([(byte)i]),
            Fingerprint = Fingerprint.Parse($"fp1:{new string('d', 64)}"),
            Parents = [ImageReference.Parse($"ghcr.io/keg/tap@sha256:{new string('e', 64)}")],
            Commit = CommitId.Parse(new string('b', 40)),
            CommitTime = Time,
            Size = 4_000_000_000,
            LastBuild = i == 2 ? new LastBuild(72.5, ["linux/amd64", "linux/arm64"]) : null,
        })],
    };

    [Fact]
    public void A_record_round_trips_and_is_the_same_text_each_time()
    {
        var json = FamilyRecordJson.Write(Sample(3));

        var read = FamilyRecordJson.Read(json);

        FamilyRecordJson.Write(read).ShouldBe(json);
        read.Branch!.ToString().ShouldBe("entwicklung/ß");
        read.CommitTime.ShouldBe(Time);
        read.SourceUrl.ShouldBe(new Uri("https://example.com/keg/hub"));
        var image = read.Find(ImageName.Parse("tap-2"))!;
        image.Digest.ShouldBe(Digest.Of([2]));
        image.Fingerprint.ShouldBe(Fingerprint.Parse($"fp1:{new string('d', 64)}"));
        image.Parents.Single().ToString().ShouldBe($"ghcr.io/keg/tap@sha256:{new string('e', 64)}");
        image.Commit.ShouldBe(CommitId.Parse(new string('b', 40)));
        image.Size.ShouldBe(4_000_000_000);
        image.LastBuild!.Duration.ShouldBe(TimeSpan.FromSeconds(72.5));
        image.LastBuild.Platforms.ShouldBe(["linux/amd64", "linux/arm64"]);
        read.Find(ImageName.Parse("tap-1"))!.LastBuild.ShouldBeNull();
        read.Find(ImageName.Parse("nope")).ShouldBeNull();
    }

    [Fact]
    public void The_text_of_a_record_is_known() => Encoding.UTF8.GetString(FamilyRecordJson.Write(new FamilyRecord
    {
        Tag = Develop,
        Commit = CommitId.Parse(new string('c', 40)),
        CommitTime = Time,
        Images = [new RecordedImage { Name = ImageName.Parse("tap"), Digest = Digest.Parse($"sha256:{new string('a', 64)}"), Size = 7 }],
    })).ShouldBe(
        $$"""{"version":1,"tag":"develop","commit":"{{new string('c', 40)}}","commitTime":"2026-01-02T01:04:05+00:00","images":[{"name":"tap","digest":"sha256:{{new string('a', 64)}}","parents":[],"size":7}]}""");

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("null", "cannot be read")]
    [InlineData("{}", "cannot be read")]
    [InlineData("""{"version":1,"tag":"-","images":[]}""", "'-' is not a tag")]
    [InlineData("""{"version":1,"tag":"x","images":[{"name":"X","digest":"sha256:0"}]}""", "'X' is not an image name")]
    [InlineData("""{"version":2,"tag":"x","images":[]}""", "version 2, and this program reads version 1")]
    public void What_is_no_record_is_refused(string json, string message) =>
        Should.Throw<FailedException>(() => FamilyRecordJson.Read(Encoding.UTF8.GetBytes(json))).Message.ShouldContain(message);

    [Fact]
    public async Task A_record_is_written_under_all_its_tags_and_read_with_one_request()
    {
        var written = await Store.PutAsync(Provider, Sample(), [Develop, Tag.Parse("c-123")], default);
        var before = client.Requests;

        var read = await Store.GetAsync(Provider, Develop, default);

        client.Requests.ShouldBe(before + 1);
        FamilyRecordJson.Write(read.Record!).ShouldBe(FamilyRecordJson.Write(Sample()));
        var stored = written.ShouldBeOfType<RecordStored>();
        read.ShouldBeOfType<RecordFound>().Descriptor.ShouldBe(stored.Descriptor);
        registry.TagOf("keg-family", "c-123").ShouldBe(stored.Descriptor.Digest);
    }

    [Fact]
    public async Task A_large_record_is_read_from_its_blob()
    {
        // As an older version wrote one of so many images.
        var (place, json) = (FamilyRecordStore.RepositoryOf(Provider).With(Develop), FamilyRecordJson.Write(Sample(4_000)));
        await client.PutBlobAsync(place, json, default);
        registry.AddManifest("keg-family", "develop", Artifact.Manifest(FamilyRecordStore.ArtifactType, json, inline: false, null),
            MediaTypes.OciManifest);
        var before = client.Requests;

        var read = await Store.GetAsync(Provider, Develop, default);

        client.Requests.ShouldBe(before + 2);
        read.Record!.Images.Length.ShouldBe(4_000);
    }

    [Fact]
    public async Task Content_in_the_manifest_that_is_not_the_blobs_is_not_believed()
    {
        var manifest = Artifact.Manifest(FamilyRecordStore.ArtifactType, FamilyRecordJson.Write(Sample()), inline: true, null);
        var forged = Encoding.UTF8.GetString(manifest).Replace(
            Convert.ToBase64String(FamilyRecordJson.Write(Sample())), Convert.ToBase64String(FamilyRecordJson.Write(Sample(2))),
                StringComparison.Ordinal);
        registry.AddManifest("keg-family", "develop", Encoding.UTF8.GetBytes(forged), MediaTypes.OciManifest);

        (await Store.GetAsync(Provider, Develop,
            default)).ShouldBeOfType<RecordUnreadable>().Reason.ShouldContain("missing in the registry");
    }

    [Fact]
    public async Task Where_there_is_no_record_that_is_no_error() =>
        (await Store.GetAsync(Provider, Develop, default)).ShouldBeOfType<RecordAbsent>();

    [Fact]
    public async Task An_image_or_a_newer_record_under_the_name_is_told()
    {
        registry.Add("keg-family", "develop");
        (await Store.GetAsync(Provider, Develop,
            default)).ShouldBeOfType<RecordUnreadable>().Reason.ShouldContain("is not a family record");

        var newer = Encoding.UTF8.GetBytes("""{"version":9,"tag":"develop","images":[]}""");
        registry.AddManifest("keg-family", "develop", Artifact.Manifest(FamilyRecordStore.ArtifactType, newer, inline: true, null),
            MediaTypes.OciManifest);
        var read = await Store.GetAsync(Provider, Develop, default);
        read.ShouldBeOfType<RecordUnreadable>().Reason.ShouldContain("version 9");
        read.Record.ShouldBeNull();
    }

    [Fact]
    public async Task A_registry_that_stores_no_artifacts_is_told_and_no_error()
    {
        registry.RefusesArtifacts = true;

        (await Store.PutAsync(Provider, Sample(), [],
            default)).ShouldBeOfType<RecordNotSupported>().Reason.ShouldContain("artifacts are not supported");
    }

    [Theory]
    [InlineData("feature/x", null, "feature/x", false)]
    [InlineData("feature-x", null, "feature/x", true)]
    [InlineData(null, "feature-x", "feature/x", true)]
    [InlineData("feature-x", null, null, false)]
    [InlineData("other", null, "feature/x", false)]
    [InlineData("feature/x", "develop", "feature/x", false)]
    public void Before_anything_is_built_the_record_tells_whose_tag_it_is(string? branch, string? tag, string? owner, bool isTaken)
    {
        var settings = new TagSettings(BranchName.Parse("develop"), Develop, []);
        var ours = branch is null ? null : BranchName.Parse(branch);
        var record = Sample() with { Tag = Tag.Parse("feature-x"), Branch = owner is null ? null : BranchName.Parse(owner) };

        var problem = record.Ownership(TagSet.For(ours, settings, tag), ours);

        (problem is not null).ShouldBe(isTaken);
        if (isTaken)
            problem!.ToString().ShouldContain("--tag");
    }

    [Fact]
    public void After_a_publication_the_record_has_its_images_and_keeps_the_others()
    {
        var publication = new Publication
        {
            Images = [new PublishedImage { Name = ImageName.Parse("tap-1"),
                Pinned = ImageReference.Parse($"ghcr.io/keg/tap-1@{Digest.Of([99])}") }],
            Tags = new TagSet(Develop, [], true, false),
            Branch = BranchName.Parse("develop"),
            Commit = CommitId.Parse(new string('f', 40)),
            CommitTime = Time,
            Current = Sample(3),
        };

        var record = FamilyRecord.After(publication, [publication.Images[0] with { Size = 5 }]);

        record.Images.Select(image => $"{image.Name} {image.Commit!.Abbreviated[0]}").ShouldBe(["tap-0 b", "tap-1 f", "tap-2 b"]);
        record.Find(ImageName.Parse("tap-1"))!.Size.ShouldBe(5);
        record.Commit.ShouldBe(publication.Commit);
        record.Branch.ShouldBe(publication.Branch);
    }

    [Fact]
    public void Images_given_in_any_order_stand_in_that_of_their_names_and_each_is_found()
    {
        var sample = Sample(300);

        var record = sample with { Images = [.. sample.Images.OrderBy(image => image.Digest.ToString(), StringComparer.Ordinal)] };

        record.Images.Select(image => image.Name.ToString()).ShouldBe(sample.Images.Select(image => image.Name.ToString())
            .Order(StringComparer.Ordinal));
        record.Images.ShouldAllBe(image => record.Find(image.Name) == image);
        record.Find(ImageName.Parse("tap")).ShouldBeNull();
        record.Find(ImageName.Parse("tap-300")).ShouldBeNull();
        FamilyRecordJson.Write(record).ShouldBe(FamilyRecordJson.Write(sample));
    }

    [Fact]
    public void An_image_that_became_several_is_no_longer_of_the_set_and_its_tag_is_the_default_one_s()
    {
        var (red, blue) = (ImageName.Parse("tap-1:red"), ImageName.Parse("tap-1:blue"));
        ImmutableArray<PublishedImage> images =
            [.. new[] { red, blue }.Select((name, i) => new PublishedImage { Name = name, Size = 5,
                Pinned = ImageReference.Parse($"ghcr.io/keg/tap-1@{Digest.Of([(byte)i])}") })];
        var publication = new Publication
        {
            Images = images,
            Tags = new TagSet(Develop, [], true, false) { Variants = new VariantTags([red, blue], [red]) },
            Current = Sample(3),
        };

        FamilyRecord.After(publication, images).Images.Select(image => image.Name.ToString())
            .ShouldBe(["tap-0", "tap-1:blue", "tap-1:red", "tap-2"]);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1e300")]
    [InlineData("\"5\"")]
    public void A_time_that_is_none_is_refused(string seconds)
    {
        var text = Encoding.UTF8.GetString(FamilyRecordJson.Write(Sample(3))).Replace("\"seconds\":72.5", $"\"seconds\":{seconds}",
            StringComparison.Ordinal);

        Should.Throw<FailedException>(() => FamilyRecordJson.Read(Encoding.UTF8.GetBytes(text))).Message
            .ShouldContain("it is no duration in seconds");
    }

    [Fact]
    public void How_long_an_image_took_to_build_is_kept_until_it_is_built_again()
    {
        var (before, elsewhere, now) = (new LastBuild(30, ["linux/amd64"]), new LastBuild(40, ["linux/amd64"]),
            new LastBuild(5, ["linux/arm64"]));
        var publication = new Publication
        {
            Images = [],
            Tags = new TagSet(Develop, [], true, false),
            Current = Timed(before, null, null, null),
        };

        var record = FamilyRecord.After(publication, [Published(0), Published(1), Published(2) with { LastBuild = now }, Published(3)],
            Timed(elsewhere, elsewhere, elsewhere, null));

        record.Images.Select(image => image.LastBuild).ShouldBe([before, elsewhere, now, null]);
        record.Images[0].At(Provider).LastBuild.ShouldBe(before, "a set that is put under another tag was built as long");

        FamilyRecord Timed(params LastBuild?[] builds) => Sample(4) with
        {
            Images = [.. Sample(4).Images.Zip(builds, (image, build) => image with { LastBuild = build })],
        };

        static PublishedImage Published(int i) => new()
        {
            Name = ImageName.Parse($"tap-{i}"),
            Pinned = ImageReference.Parse($"ghcr.io/keg/tap-{i}@{Digest.Of([(byte)i])}"),
            Size = 5,
        };
    }
}
