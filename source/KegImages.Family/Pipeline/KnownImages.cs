using System.Collections.Concurrent;
using KegImages.LockedPlans;
using KegImages.Trust;

namespace KegImages.Pipeline;

/// <summary>
/// Finds the wanted images in the registry with few requests: where the record under the tag has the wanted fingerprint, one HEAD of the
/// tag; where a new branch finds it in the default tag's record, none; else the content tag and the labels of what stands there. What a
/// record
/// copied from an image's labels is believed; what an older one says without them is read from the image once.
/// </summary>
/// <param name="registries">The client.</param>
/// <param name="request">What is asked for.</param>
/// <param name="defaultTag">The tag of the default branch's images.</param>
/// <param name="earlier">What this very run has built before, where it has to plan once more.</param>
internal sealed class KnownImages(RegistryClient registries, PlanRequest request, Tag defaultTag,
    IReadOnlyDictionary<ImageName, Built> earlier)
{
    private readonly ImageEvidence evidence = new(registries);
    private readonly ConcurrentDictionary<ImageName, Digest> stood = [];
    private ImmutableDictionary<ImageName, KnownImage> found = ImmutableDictionary<ImageName, KnownImage>.Empty;

    /// <summary>The plan that has decided which images are there already; null where that is decided now.</summary>
    public LockedPlan? Plan { get; init; }

    /// <summary>Whose images under content tags count.</summary>
    public ContentTrust Trust { get; init; } = ContentTrust.All;

    /// <summary>What is taken over where only signed images are; null where all that hold are.</summary>
    public SignedReuse? Signed { get; init; }

    /// <summary>The records that the search began with; null before it.</summary>
    public KnownRecords? Records { get; private set; }

    /// <summary>What stood under the content tags of images that are built anew although they exist.</summary>
    public IReadOnlyDictionary<ImageName, Digest> Stood => stood;

    /// <summary>What is known of an image; null where nothing stands in its place.</summary>
    public KnownImage? Find(ImageName name) => found.GetValueOrDefault(name);

    /// <summary>What was found, for a plan.</summary>
    public ImmutableDictionary<ImageName, ExistingImage> Existing =>
        found.Keys.ToImmutableDictionary(name => name, name => found[name].Existing);

    /// <summary>Reads the records; the images can be searched afterwards.</summary>
    public async Task ReadRecordsAsync(CancellationToken cancellationToken) =>
        Records = await KnownRecords.ReadAsync(registries, request.Provider, request.Tags.All, defaultTag, request.Named,
            cancellationToken);

    /// <summary>Searches the images in scope by their fingerprints, all at the same time.</summary>
    /// <param name="fingerprints">The wanted ones.</param>
    /// <param name="knownBy">The digests that mean a parent that is not in scope.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task SearchAsync(
        ImmutableDictionary<ImageName, Fingerprint> fingerprints, Func<Parent, ImmutableArray<Digest>> knownBy,
            CancellationToken cancellationToken)
    {
        var records = Records ?? throw new InvalidOperationException("the records are read first");
        var here = (records.Primary.Record?.Images ?? []).ToDictionary(image => image.Name);
        var elsewhere = (records.Default?.Images ?? []).ToDictionary(image => image.Name);
        var searches = new Dictionary<ImageName, Task<KnownImage?>>();
        foreach (var image in request.Scope)
        {
            var inScope = image.Parents.Select(edge => edge.Member).OfType<ImageName>().Distinct().Where(searches.ContainsKey)
                .ToDictionary(name => name, name => searches[name]);
            var wanted = new WantedImage(image, fingerprints[image.Name], ParentsAsync(image, inScope, knownBy));
            searches[image.Name] = request.IsAnew(image.Name) ? AnewAsync(wanted, cancellationToken)
                : SearchAsync(wanted, here.GetValueOrDefault(image.Name), elsewhere.GetValueOrDefault(image.Name), records,
                    cancellationToken);
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

    /// <summary>
    /// Asks for what a plan builds on and only a record knows of. False when some of it is gone, and the plan has to be made anew.
    /// </summary>
    public async Task<bool> ConfirmAsync(BuildPlan plan, CancellationToken cancellationToken)
    {
        var parents = plan.Steps.SelectMany(step => step.Parents).Where(parent => !parent.IsBuiltHere && parent.Edge.Member is not null)
            .Select(parent => parent.Edge.Member!).Distinct().Where(name => Find(name) is { IsHearsay: true }).ToList();
        var heads = await Gathering.AllAsync(parents.Select(name => registries.HeadAsync(found[name].Existing.Pinned, cancellationToken)));
        foreach (var (name, head) in parents.Zip(heads))
            found = head is null ? found.Remove(name) : found.SetItem(name, found[name] with { IsHearsay = false });
        return heads.All(head => head is not null);
    }

    // Of what is built anew, only what this run built before counts as existing.
    private async Task<KnownImage?> AnewAsync(WantedImage wanted, CancellationToken cancellationToken)
    {
        var name = wanted.Image.Name;
        if (earlier.GetValueOrDefault(name) is { } built)
            return OfThisRun(built);
        if (await registries.HeadAsync(request.Provider.Of(name).With(wanted.Fingerprint.ContentTag), cancellationToken) is { } head)
            stood[name] = head.Digest;
        return null;
    }

    // The first that holds, else the first of all, which says why the image is built.
    private async Task<KnownImage?> SearchAsync(WantedImage wanted, RecordedImage? here, RecordedImage? elsewhere, KnownRecords records,
        CancellationToken cancellationToken)
    {
        if (Plan?.Find(wanted.Image.Name) is { Digest: not null } there)
            return OfThePlan(there);
        // What the plan builds is nowhere but under its content tag, where a job before this one put it.
        if (Plan is not null)
            (here, elsewhere) = (null, null);
        KnownImage? first = null;
        var own = earlier.GetValueOrDefault(wanted.Image.Name) is { } built ? OfThisRun(built) : null;
        // What the tag has is asked for before the parents are waited for: a family is as deep as it likes.
        var named = here?.Fingerprint == wanted.Fingerprint ? NamedAsync(here, records, cancellationToken)
            : Task.FromResult<KnownImage?>(null);
        var parents = await wanted.Parents;
        Func<Task<KnownImage?>>[] places =
        [
            () => Task.FromResult(own),
            () => named,
            () => elsewhere?.Fingerprint == wanted.Fingerprint && elsewhere.Manifest is not null
                ? RecordedAsync(elsewhere, defaultTag, [], true, cancellationToken) : Task.FromResult<KnownImage?>(null),
            // What stands on an image that has to be built is built too, whatever exists.
            () => parents is null ? Task.FromResult<KnownImage?>(null)
                : ContentAsync(wanted, first?.Existing.Pinned.Digest, cancellationToken),
        ];
        foreach (var place in places)
        {
            if (await place() is not { } candidate)
                continue;
            if (parents is null)
                return candidate;
            if (candidate.Existing.Says.Against(wanted.Fingerprint, parents, wanted.Image.Platforms) is null)
            {
                if (await UnsignedAsync(candidate, records, cancellationToken) is not { } refusal)
                    return candidate with { IsWanted = true };
                candidate = candidate with { Existing = candidate.Existing with
                {
                    Says = candidate.Existing.Says with { Refused = refusal },
                } };
            }

            first ??= candidate;
        }

        return first;
    }

    // What this run built is its own.
    private async Task<string?> UnsignedAsync(KnownImage image, KnownRecords records, CancellationToken cancellationToken)
    {
        if (Signed is null || image.Existing.IsOfThisRun)
            return null;
        var (record, tag) = image.Recorded is null ? (null, defaultTag)
            : image.IsHearsay ? (records.Default, defaultTag) : (records.Primary.Record, request.Tags.Primary);
        return await Signed.WhyNotAsync(image.Existing.Pinned, record, tag, cancellationToken);
    }

    // Null where one of them has to be built.
    private static async Task<IReadOnlyCollection<WantedParent>?> ParentsAsync(
        Image image, Dictionary<ImageName, Task<KnownImage?>> inScope, Func<Parent, ImmutableArray<Digest>> knownBy)
    {
        var parents = new Dictionary<ImageName, ImmutableArray<Digest>>();
        foreach (var (name, search) in inScope)
        {
            if (await search is not { IsWanted: true } parent)
                return null;
            parents[name] = parent.Existing.KnownBy;
        }

        return WantedParent.Of(image, edge => parents.TryGetValue(edge.Member!, out var known) ? known : knownBy(edge));
    }

    private async Task<KnownImage?> NamedAsync(RecordedImage here, KnownRecords records, CancellationToken cancellationToken)
    {
        var head = await registries.HeadAsync(request.Provider.Of(here.Name).With(request.Tags.PrimaryOf(here.Name)), cancellationToken);
        return head?.Digest == here.Digest
            ? await RecordedAsync(here, request.Tags.Primary,
                [.. request.Tags.InPlace(here.Name, records.Agreeing), .. await BesideAsync(here, cancellationToken)], false,
                cancellationToken)
            : null;
    }

    // No record says where these are.
    private async Task<IEnumerable<Tag>> BesideAsync(RecordedImage here, CancellationToken cancellationToken)
    {
        var tags = request.Tags.ReferencesOf(here.Name);
        var heads = await Gathering.AllAsync(
            tags.Select(tag => registries.HeadAsync(request.Provider.Of(here.Name).With(tag), cancellationToken)));
        return tags.Zip(heads).Where(pair => pair.Second?.Digest == here.Digest).Select(pair => pair.First);
    }

    private async Task<KnownImage?> RecordedAsync(RecordedImage image, Tag tag, ImmutableArray<Tag> inPlace, bool isHearsay,
        CancellationToken cancellationToken)
    {
        var repository = request.Provider.Of(image.Name);
        if (image.StandsOn is { } standsOn)
            return Of(image, new Evidence(image.Fingerprint, standsOn));
        var manifest = image.Manifest ?? await registries.GetManifestAsync(repository.At(image.Digest), cancellationToken);
        if (manifest is null)
            return null;
        var says = await evidence.ReadAsync(repository, manifest, cancellationToken);
        return Of(image with { Manifest = manifest, StandsOn = says.Parents }, says);

        KnownImage Of(RecordedImage recorded, Evidence said) => new(
            new ExistingImage(repository.At(recorded.Digest), $"{tag} has it already", said) { Subject = $"what {tag} has",
                IsNamed = true }, recorded, inPlace)
        { IsHearsay = isHearsay, Manifest = recorded.Manifest };
    }

    private async Task<KnownImage?> ContentAsync(WantedImage wanted, Digest? known, CancellationToken cancellationToken)
    {
        var content = request.Provider.Of(wanted.Image.Name).With(wanted.Fingerprint.ContentTag);
        if (await registries.GetManifestAsync(content, cancellationToken) is not { } manifest
            || manifest.Descriptor.Digest is var digest && (digest == WithdrawnTag.Digest || digest == known))
            return null;
        var says = Trust.Judge(await evidence.ReadAsync(content, manifest, cancellationToken));
        if (!wanted.Image.Attest.IsNone && !manifest.IsAttested)
            says = says with { Refused = $"is not attested: {KegSettings.FileName} asks for {wanted.Image.Attest}" };
        var existing = new ExistingImage(content.At(digest), says.Branch is { } branch
            ? $"the same inputs were built before, on the branch '{branch}'"
            : "the same inputs were built before, at another branch or commit", says) { Subject = $"what stands under {content.Tag}" };
        return new KnownImage(existing, null, []) { Manifest = manifest };
    }

    private KnownImage OfThePlan(LockedEntry there)
    {
        var existing = new ExistingImage(request.Provider.Of(there.Name).At(there.Digest!), "the locked plan reuses it",
            new Evidence(there.Fingerprint, there.StandsOn)) { Subject = "what the locked plan reuses" };
        return new KnownImage(existing, null, []) { IsWanted = true };
    }

    private static KnownImage OfThisRun(Built built)
    {
        var existing = new ExistingImage(built.Pinned, "this run built it", built.Step.Says);
        return new KnownImage(existing with { Subject = "what this run built", IsOfThisRun = true }, null, []);
    }

    /// <summary>An image that is looked for.</summary>
    private sealed record WantedImage(Image Image, Fingerprint Fingerprint, Task<IReadOnlyCollection<WantedParent>?> Parents);
}
