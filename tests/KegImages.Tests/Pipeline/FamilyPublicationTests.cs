using System.Collections.Immutable;
using KegImages.Fingerprints;
using KegImages.Git;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.Registry;
using KegImages.Tagging;
using KegImages.Tests.Fingerprints;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pipeline;

public sealed class FamilyPublicationTests : IDisposable
{
    private static readonly Tag Develop = Tag.Parse("develop");
    private static readonly TagSettings Settings = new(BranchName.Parse("develop"), Develop, [Tag.Parse("master")]);
    private static readonly BuildPlan NoPlan = new() { Steps = [], Push = true };

    private readonly FakeRegistry registry = new();
    private readonly RegistryClient client = new(new FakeCredentials(), new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 2 });

    public void Dispose()
    {
        client.Dispose();
        registry.Dispose();
    }

    private Provider Provider => Provider.Parse($"{registry.Host}/keg");

    [Fact]
    public async Task Where_nothing_changed_the_plan_knows_it_and_publishing_asks_for_nothing()
    {
        await PublishAsync("develop", Built("keg-base"), Built("tap", "keg-base"));
        registry.Asked.Clear();

        var search = await SearchAsync("develop", Image("keg-base"), Image("tap", "keg-base"));

        registry.Asked.Order().ShouldBe(["GET /v2/keg/keg-family/manifests/develop", "HEAD /v2/keg/keg-base/manifests/develop", "HEAD /v2/keg/keg-family/manifests/master", "HEAD /v2/keg/tap/manifests/develop"]);
        registry.Asked.Clear();
        var published = await new FamilyPublication(client, Provider).PublishAsync(Publication("develop", InPlace(search, "keg-base"), InPlace(search, "tap")), search.Records, NoPlan, default);
        registry.Asked.ShouldBeEmpty();
        published.Images.ShouldAllBe(image => image.Moved.IsEmpty && image.Size > 0);
    }

    [Fact]
    public async Task An_alias_that_the_record_does_not_have_is_looked_at_and_put()
    {
        await PublishAsync("develop", Built("tap"));
        await client.CopyTagAsync(registry.Repository("keg-family").With(Develop), Tag.Parse("other"), default);
        registry.Add("keg-family", "master");
        registry.Add("tap", "master");

        var search = await SearchAsync("develop", Image("tap"));
        await new FamilyPublication(client, Provider).PublishAsync(Publication("develop", InPlace(search, "tap")), search.Records, NoPlan, default);

        registry.TagOf("tap", "master").ShouldBe(registry.TagOf("tap", "develop"));
        registry.TagOf("keg-family", "master").ShouldBe(registry.TagOf("keg-family", "develop"));
    }

    [Fact]
    public async Task A_new_branch_finds_everything_in_the_default_tag_s_record_and_no_image_is_asked_for()
    {
        await PublishAsync("develop", Built("keg-base"), Built("tap", "keg-base"));
        registry.Asked.Clear();

        var search = await SearchAsync("feature/x", Image("keg-base"), Image("tap", "keg-base"));

        registry.Asked.ShouldBe(["GET /v2/keg/keg-family/manifests/feature-x", "GET /v2/keg/keg-family/manifests/develop"]);
        search.Existing.Values.Select(image => image.Where).ShouldBe(["develop has it already", "develop has it already"]);
    }

    [Fact]
    public async Task What_only_a_record_knows_is_confirmed_before_something_is_built_on_it()
    {
        await PublishAsync("develop", Built("keg-base"));
        var @base = Image("keg-base");
        var search = await SearchAsync("feature/x", @base);
        var plan = NoPlan with { Steps = [Step(Image("tap", "keg-base"))] };

        (await search.ConfirmAsync(plan, default)).ShouldBeTrue();
        (await client.DeleteManifestAsync(registry.Repository("keg-base").At(registry.TagOf("keg-base", "develop")!), default)).ShouldBe(DeleteOutcome.Deleted);
        (await search.ConfirmAsync(plan, default)).ShouldBeTrue("it was asked for once");
        var again = await SearchAsync("feature/x", @base);
        (await again.ConfirmAsync(plan, default)).ShouldBeFalse();
        again.Existing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Below_an_image_that_is_missing_no_content_tag_is_asked_for()
    {
        var search = await SearchAsync("develop", Image("keg-base"), Image("tap", "keg-base"), Image("evf", "tap"));

        search.Existing.ShouldBeEmpty();
        registry.Count("manifests/fp-").ShouldBe(1);
    }

    [Fact]
    public async Task What_another_run_published_meanwhile_is_seen_and_nothing_counts_as_in_place()
    {
        await PublishAsync("develop", Built("keg-base"), Built("tap", "keg-base"));
        var search = await SearchAsync("develop", Image("keg-base"), Image("tap", "keg-base"));
        var (old, other) = (InPlace(search, "tap"), Built("tap"));
        await PublishAsync("develop", other);
        registry.TagOf("tap", "develop").ShouldBe(other.Digest);

        await new FamilyPublication(client, Provider).PublishAsync(Publication("develop", Built("keg-base"), old), search.Records, NoPlan, default);

        registry.TagOf("tap", "develop").ShouldBe(old.Digest, "what this run says was published, and not only believed to be there");
        var record = (await new FamilyRecordStore(client).GetAsync(Provider, Develop, default)).Record!;
        record.Find(ImageName.Parse("tap"))!.Digest.ShouldBe(old.Digest);
    }

    [Fact]
    public async Task Inputs_are_kept_once_and_later_records_name_them()
    {
        var (tap, evf) = (WithInputs("tap"), WithInputs("evf"));
        await PublishAsync("develop", tap, evf);
        var first = (await RecordAsync("develop")).Inputs.ShouldHaveSingleItem();
        registry.Asked.Clear();

        var changed = WithInputs("evf");
        var search = await SearchAsync("develop", Image("tap"));
        await new FamilyPublication(client, Provider).PublishAsync(Publication("develop", tap, changed), search.Records, NoPlan, default);

        var record = await RecordAsync("develop");
        record.Find(tap.Name)!.Inputs.ShouldBe(first);
        record.Find(changed.Name)!.Inputs.ShouldNotBeNull().ShouldNotBe(first);
        var blob = await new FamilyRecordStore(client).InputsAsync(Provider, record.Find(changed.Name)!.Inputs!, default);
        blob.Keys.ShouldBe([changed.Fingerprint!]);
        registry.Count("POST").ShouldBe(2, "one blob of inputs, and the record's own");
    }

    [Fact]
    public async Task A_new_branch_s_record_names_the_default_tag_s_inputs_and_uploads_none()
    {
        var tap = WithInputs("tap");
        await PublishAsync("develop", tap);
        var search = await SearchAsync("feature/x", Image("tap"));
        registry.Asked.Clear();

        await new FamilyPublication(client, Provider).PublishAsync(Publication("feature/x", tap), search.Records, NoPlan, default);

        (await RecordAsync("feature-x")).Inputs.ShouldBe((await RecordAsync("develop")).Inputs);
    }

    [Fact]
    public async Task Where_an_older_blob_of_inputs_is_gone_the_record_is_written_all_the_same()
    {
        var (tap, evf) = (WithInputs("tap"), WithInputs("evf"));
        await PublishAsync("develop", tap, evf);
        registry.RemoveBlob("keg-family", (await RecordAsync("develop")).Inputs.Single().Digest);

        var search = await SearchAsync("develop", Image("tap"));
        var changed = WithInputs("evf");
        await new FamilyPublication(client, Provider).PublishAsync(Publication("develop", tap, changed), search.Records, NoPlan, default);

        var record = await RecordAsync("develop");
        record.Find(changed.Name)!.Digest.ShouldBe(changed.Digest);
        record.Inputs.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_alias_whose_record_is_the_primary_s_follows_it_without_being_looked_at()
    {
        await PublishAsync("develop", Built("tap"));
        var search = await SearchAsync("develop", Image("tap"));
        registry.Asked.Clear();
        var changed = Built("tap");

        await new FamilyPublication(client, Provider).PublishAsync(Publication("develop", changed), search.Records, NoPlan, default);

        registry.TagOf("tap", "master").ShouldBe(changed.Digest);
        registry.Count("/tap/manifests/master").ShouldBe(2, "it is put, and read back");
    }

    [Fact]
    public async Task Where_no_artifacts_are_stored_the_tags_move_and_one_line_says_so()
    {
        registry.RefusesArtifacts = true;

        var published = await PublishAsync("develop", Built("tap"));

        published.Note.ShouldNotBeNull().ShouldContain("keeps no family record");
        registry.TagOf("tap", "develop").ShouldNotBeNull().ShouldBe(registry.TagOf("tap", "master"));
        var search = await SearchAsync("develop", Image("tap"));
        search.Existing.Values.Single().Where.ShouldBe("the same inputs were built before, at another branch or commit");
    }

    private async Task<FamilyRecord> RecordAsync(string tag) => (await new FamilyRecordStore(client).GetAsync(Provider, Tag.Parse(tag), default)).Record!;

    private Task<PublishedFamily> PublishAsync(string branch, params PushedImage[] images) =>
        new FamilyPublication(client, Provider).PublishAsync(Publication(branch, images), null, NoPlan, default);

    private static Publication Publication(string branch, params PushedImage[] images) => new()
    {
        Images = [.. images], Tags = TagSet.For(BranchName.Parse(branch), Settings), Branch = BranchName.Parse(branch),
    };

    private async Task<KnownImages> SearchAsync(string branch, params ImageDefinition[] scope)
    {
        var request = new PlanRequest { Scope = [.. scope], Reason = "asked for", Provider = Provider, Tags = TagSet.For(BranchName.Parse(branch), Settings).All, Push = true };
        var search = new KnownImages(client, request, Develop);
        await search.ReadRecordsAsync(default);
        await search.SearchAsync(scope.ToImmutableDictionary(image => image.Name, image => FingerprintOf(image.Name.ToString())), default);
        return search;
    }

    /// <summary>An image as a build leaves it, with other bytes each time.</summary>
    private PushedImage Built(string name, params string[] parents) => new()
    {
        Name = ImageName.Parse(name),
        Pinned = registry.Repository(name).At(registry.Add(name, FingerprintOf(name).ContentTag.ToString(), ("n", Guid.NewGuid().ToString()))),
        Fingerprint = FingerprintOf(name),
        Parents = [.. parents.Select(parent => registry.Repository(parent).At(registry.TagOf(parent, FingerprintOf(parent).ContentTag.ToString())!))],
    };

    /// <summary>The same, of inputs of its own.</summary>
    private PushedImage WithInputs(string name)
    {
        var inputs = ImageInputs.Of(FingerprintInputs.Of(Requests.Full with { Target = Guid.NewGuid().ToString("n") }), []);
        return Built(name) with { Inputs = inputs, Fingerprint = inputs.Fingerprint };
    }

    private static PushedImage InPlace(KnownImages search, string name)
    {
        var found = search.Find(ImageName.Parse(name)).ShouldNotBeNull();
        return new PushedImage
        {
            Name = ImageName.Parse(name),
            Pinned = found.Existing.Pinned,
            Fingerprint = FingerprintOf(name),
            InPlace = found.InPlace,
            Parents = found.Recorded!.Parents,
            Manifest = found.Recorded.Manifest,
            Size = found.Recorded.Size,
        };
    }

    private static ImageDefinition Image(string name, params string[] parents) => new()
    {
        Name = ImageName.Parse(name),
        Alias = name,
        Group = new ImageGroup("all", 0),
        DockerfilePath = $"/repository/{name}/Dockerfile",
        ContextPath = $"/repository/{name}",
        Dockerfile = Dockerfile.Parse("FROM scratch", $"{name}/Dockerfile"),
        Parents = [.. parents.Select(parent => new Parent(ImageReference.Parse($"ghcr.io/keg/{parent}:develop"), new SourceLocation($"{name}/Dockerfile", 1), ParentUse.From, null, ImageName.Parse(parent)))],
    };

    private BuildStep Step(ImageDefinition image) => new()
    {
        Image = image,
        Reason = "asked for",
        Parents = [.. image.Parents.Select(edge => new StepParent(edge, registry.Repository(edge.Member!.ToString()).At(Digest.Of([1]))))],
        Content = Provider.Of(image.Name).With(FingerprintOf(image.Name.ToString()).ContentTag),
        Tags = [],
        Args = ImmutableSortedDictionary<string, string>.Empty,
        Labels = ImmutableSortedDictionary<string, string>.Empty,
        Contexts = ImmutableSortedDictionary<string, string>.Empty,
    };

    private static Fingerprint FingerprintOf(string name) => Fingerprint.Parse($"fp1:{Digest.Of(System.Text.Encoding.UTF8.GetBytes(name)).Encoded}");
}
