using System.Collections.Immutable;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.Registry;

namespace KegImages.Pipeline;

/// <summary>What is known of an image that need not be built.</summary>
/// <param name="Existing">The image.</param>
/// <param name="Recorded">What the record says of it; null where none does.</param>
/// <param name="InPlace">The tags of this run that are on it.</param>
internal sealed record KnownImage(ExistingImage Existing, RecordedImage? Recorded, ImmutableArray<Tag> InPlace)
{
    /// <summary>Whether only a record says that it is there.</summary>
    public bool IsHearsay { get; init; }
}

/// <summary>
/// Finds the wanted images in the registry with few requests: where the record under the tag has the wanted fingerprint, one HEAD of the
/// tag; where a new branch finds it in the default tag's record, none; else one HEAD of the content tag, where its parents were found.
/// </summary>
internal sealed class KnownImages(RegistryClient registries, PlanRequest request, Tag defaultTag)
{
    private readonly Tag primary = request.Tags[0];
    private ImmutableDictionary<ImageName, KnownImage> found = ImmutableDictionary<ImageName, KnownImage>.Empty;

    /// <summary>The records that the search began with; null before it.</summary>
    public KnownRecords? Records { get; private set; }

    /// <summary>What is known of an image; null where it has to be built.</summary>
    public KnownImage? Find(ImageName name) => found.GetValueOrDefault(name);

    /// <summary>What was found, for a plan.</summary>
    public ImmutableDictionary<ImageName, ExistingImage> Existing => found.Keys.ToImmutableDictionary(name => name, name => found[name].Existing);

    /// <summary>Reads the records; the images can be searched afterwards.</summary>
    public async Task ReadRecordsAsync(CancellationToken cancellationToken) =>
        Records = await KnownRecords.ReadAsync(registries, request.Provider, request.Tags, defaultTag, cancellationToken);

    /// <summary>Searches the images in scope by their fingerprints, all at the same time.</summary>
    public async Task SearchAsync(ImmutableDictionary<ImageName, Fingerprint> fingerprints, CancellationToken cancellationToken)
    {
        var records = Records ?? throw new InvalidOperationException("the records are read first");
        var here = (records.Primary.Record?.Images ?? []).ToDictionary(image => image.Name);
        var elsewhere = (records.Default?.Images ?? []).ToDictionary(image => image.Name);
        var searches = new Dictionary<ImageName, Task<KnownImage?>>();
        foreach (var image in request.Scope)
        {
            var parents = image.Parents.Where(edge => edge.Member is not null && searches.ContainsKey(edge.Member)).Select(edge => searches[edge.Member!]).Distinct().ToArray();
            searches[image.Name] = SearchAsync(image.Name, fingerprints[image.Name], here.GetValueOrDefault(image.Name), elsewhere.GetValueOrDefault(image.Name), parents, records, cancellationToken);
        }

        await Gathering.AllAsync(searches.Values);
        var known = ImmutableDictionary.CreateBuilder<ImageName, KnownImage>();
        foreach (var (name, search) in searches)
        {
            if (await search is { } image)
                known[name] = image;
        }

        found = known.ToImmutable();
    }

    /// <summary>Asks for what a plan builds on and only a record knows of. False when some of it is gone, and the plan has to be made anew.</summary>
    public async Task<bool> ConfirmAsync(BuildPlan plan, CancellationToken cancellationToken)
    {
        var parents = plan.Steps.SelectMany(step => step.Parents).Where(parent => !parent.IsBuiltHere && parent.Edge.Member is not null)
            .Select(parent => parent.Edge.Member!).Distinct().Where(name => Find(name) is { IsHearsay: true }).ToList();
        var heads = await Gathering.AllAsync(parents.Select(name => registries.HeadAsync(found[name].Existing.Pinned, cancellationToken)));
        foreach (var (name, head) in parents.Zip(heads))
            found = head is null ? found.Remove(name) : found.SetItem(name, found[name] with { IsHearsay = false });
        return heads.All(head => head is not null);
    }

    private async Task<KnownImage?> SearchAsync(
        ImageName name, Fingerprint fingerprint, RecordedImage? here, RecordedImage? elsewhere, Task<KnownImage?>[] parents, KnownRecords records, CancellationToken cancellationToken)
    {
        var repository = request.Provider.Of(name);
        if (here?.Fingerprint == fingerprint && (await registries.HeadAsync(repository.With(primary), cancellationToken))?.Digest == here.Digest)
            return new KnownImage(Of(here, primary), here, records.Agreeing);
        if (elsewhere?.Fingerprint == fingerprint && elsewhere.Manifest is not null)
            return new KnownImage(Of(elsewhere, defaultTag), elsewhere, []) { IsHearsay = true };
        // What stands on an image that has to be built is built too, whatever exists.
        if ((await Task.WhenAll(parents)).Any(parent => parent is null))
            return null;
        return await registries.HeadAsync(repository.With(fingerprint.ContentTag), cancellationToken) is { } head && head.Digest != WithdrawnTag.Digest
            ? new KnownImage(new ExistingImage(repository.At(head.Digest), "the same inputs were built before, at another branch or commit"), null, [])
            : null;

        ExistingImage Of(RecordedImage image, Tag tag) => new(repository.At(image.Digest), $"{tag} has it already") { BuiltOn = image.Parents };
    }
}
