using System.Collections.Immutable;
using KegImages.Dockerfiles;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;
using KegImages.Tests.Images;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pipeline;

/// <summary>Tests that publish a family to a registry in this process, and look for it there.</summary>
public abstract class PublishedFamilyTests : FakeRegistryTests
{
    private protected static readonly Tag Develop = Tag.Parse("develop");

    private static readonly TagSettings Settings = new(BranchName.Parse("develop"), Develop, [Tag.Parse("master")]);

    private protected Provider Provider => Provider.Parse($"{Registry.Host}/keg");

    private protected async Task<FamilyRecord> RecordAsync(string tag) =>
        (await new FamilyRecordStore(Client).GetAsync(Provider, Tag.Parse(tag), default)).Record!;

    private protected Task<PublishedFamily> PublishAsync(string branch, params PublishedImage[] images) =>
        new FamilyPublication(Client, Provider).PublishAsync(Publication(branch, images), null, default);

    private protected static Publication Publication(string branch, params PublishedImage[] images) => new()
    {
        Images = [.. images], Tags = TagSet.For(BranchName.Parse(branch), Settings), Branch = BranchName.Parse(branch),
    };

    private protected Task<KnownImages> SearchAsync(string branch, params Image[] scope) => SearchAsync(branch, request => request, scope);

    private protected async Task<KnownImages> SearchAsync(string branch, Func<PlanRequest, PlanRequest> change, params Image[] scope)
    {
        var request = change(new PlanRequest { Scope = [.. scope], Reason = "asked for", Provider = Provider,
            Tags = TagSet.For(BranchName.Parse(branch), Settings), Push = true });
        var search = new KnownImages(Client, request, Develop, ImmutableDictionary<ImageName, Built>.Empty);
        await search.ReadRecordsAsync(default);
        await search.SearchAsync(scope.ToImmutableDictionary(image => image.Name, image => FingerprintOf(image.Name.ToString())), _ => [],
            default);
        return search;
    }

    /// <summary>An image as a build leaves it, with other bytes each time.</summary>
    private protected PublishedImage Built(string name, params string[] parents)
    {
        var pinned = parents.Select(parent =>
            Registry.Repository(parent).At(Registry.TagOf(parent, FingerprintOf(parent).ContentTag.ToString())!)).ToList();
        var standsOn = FamilyParents.Of(pinned.Select(parent => (ImageName.Parse(parent.Name), parent.Digest!)));
        (string, string)[] labels = [("n", Guid.NewGuid().ToString()), (ImageLabels.Fingerprint, FingerprintOf(name).ToString()),
            (ImageLabels.Parents, standsOn.ToString())];
        return new PublishedImage
        {
            Name = ImageName.Parse(name),
            Pinned = Registry.Repository(name).At(Registry.Add(name, FingerprintOf(name).ContentTag.ToString(), labels)),
            Fingerprint = FingerprintOf(name),
            Parents = [.. pinned],
            StandsOn = standsOn,
        };
    }

    private protected static PublishedImage InPlace(KnownImages search, string name)
    {
        var found = search.Find(ImageName.Parse(name)).ShouldNotBeNull();
        return new PublishedImage
        {
            Name = ImageName.Parse(name),
            Pinned = found.Existing.Pinned,
            Fingerprint = FingerprintOf(name),
            InPlace = found.InPlace,
            Parents = found.Recorded!.Parents,
            StandsOn = found.Existing.Says.Parents,
            Manifest = found.Recorded.Manifest,
            Size = found.Recorded.Size,
        };
    }

    private protected static Image Image(string name, params string[] parents) =>
        SomeImage.Of(name, parents: parents.Select(parent =>
        new Parent(ImageReference.Parse($"ghcr.io/keg/{parent}:develop"), new SourceLocation($"{name}/Dockerfile", 1), ParentUse.From, null,
            ImageName.Parse(parent))));

    private protected static Fingerprint FingerprintOf(string name) =>
        Fingerprint.Parse($"fp1:{Digest.Of(System.Text.Encoding.UTF8.GetBytes(name)).Encoded}");
}
