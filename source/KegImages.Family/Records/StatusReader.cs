using KegImages.Loading;
using KegImages.Pipeline;

namespace KegImages.Records;

/// <summary>Reads how a set stands: one GET of the record, one HEAD an image, and the working tree, all at the same time.</summary>
internal sealed class StatusReader(Workplace workplace, FamilyModel model, Provider provider, GitFacts git, RecordFinder finder)
{
    private readonly World world = workplace.World;
    private readonly ReferenceMapping mapping = model.MappingTo(provider);

    public async Task<StatusFacts> ReadAsync(Tag tag, CancellationToken cancellationToken)
    {
        var family = model.Family.Images.Select(image => image.Name).ToList();
        var working = WorkingTreeAsync(tag, cancellationToken);
        var reading = new FamilyRecordStore(world.Registries).GetAsync(provider, tag, cancellationToken);
        var heads = TaggedAsync(family, tag, cancellationToken);
        await Task.WhenAll(working, reading, heads);

        var record = (await reading).Record;
        var others = record?.Images.Select(image => image.Name).Except(family).ToList() ?? [];
        var there = (await heads).AddRange(await TaggedAsync(others, tag, cancellationToken));
        var tagged = there.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Digest);
        var wanted = model.Family.Images.Where(image => !image.Platforms.IsEmpty)
            .ToImmutableDictionary(image => image.Name, image => image.Platforms);
        var platforms = PlatformsAsync(there, wanted, cancellationToken);
        var unnamed = tagged.Where(pair => record?.Find(pair.Key) is not { StandsOn: not null } recorded || recorded.Digest != pair.Value)
            .Select(pair => (Name: pair.Key, At: provider.Of(pair.Key).At(pair.Value))).ToList();
        var labelled = await Task.WhenAll(unnamed.Select(image => LabelledAsync(image.Name, image.At, cancellationToken)));
        var facts = new StatusFacts
        {
            Provider = provider,
            Tag = tag,
            Reading = await reading,
            OtherRecords = await reading is RecordAbsent ? await finder.TagsAsync(tag, cancellationToken) : null,
            Images = [.. family, .. others],
            Tagged = tagged,
            Labelled = unnamed.Zip(labelled).Where(pair => pair.Second is not null)
                .ToImmutableDictionary(pair => pair.First.Name, pair => pair.Second!),
            Platforms = await platforms,
            WantedPlatforms = wanted,
            WorkingTree = (await working).Facts?.Fingerprints,
            WorkingTreeProblem = (await working).Problem,
            Members = model.Family.Images.ToImmutableDictionary(image => image.Name,
                image => image.Parents.Select(edge => edge.Member).OfType<ImageName>().Distinct().ToImmutableArray()),
            Now = world.Clock.GetUtcNow(),
        };
        return facts with { Parents = await ParentsAsync(tagged, (await working).Facts, cancellationToken) };
    }

    private async Task<ImmutableDictionary<ImageName, ManifestDescriptor>> TaggedAsync(IReadOnlyCollection<ImageName> images, Tag tag,
        CancellationToken cancellationToken)
    {
        var heads = await Task.WhenAll(images.Select(image => world.Registries.HeadAsync(PlaceOf(image, tag), cancellationToken)));
        return images.Zip(heads).Where(pair => pair.Second is not null)
            .ToImmutableDictionary(pair => pair.First, pair => pair.Second!);
    }

    private async Task<ImmutableDictionary<ImageName, ImmutableArray<PlatformImage>>> PlatformsAsync(
        ImmutableDictionary<ImageName, ManifestDescriptor> there, ImmutableDictionary<ImageName, ImmutableArray<string>> wanted,
        CancellationToken cancellationToken)
    {
        var several = there.Where(pair => MediaTypes.IsIndex(pair.Value.MediaType) || wanted.GetValueOrDefault(pair.Key, []).Length > 1)
            .Select(pair => (Name: pair.Key, At: provider.Of(pair.Key).At(pair.Value.Digest))).ToList();
        var read = await Task.WhenAll(several.Select(image => world.Registries.GetPlatformsAsync(image.At, cancellationToken)));
        return several.Zip(read).ToImmutableDictionary(pair => pair.First.Name, pair => pair.Second);
    }

    private ImageReference PlaceOf(ImageName image, Tag set) => provider.Of(image).With(model.Settings.Variants.Of(image, set));

    private async Task<LabelledImage?> LabelledAsync(ImageName name, ImageReference image,
        CancellationToken cancellationToken)
    {
        var manifest = await world.Registries.GetImageManifestAsync(image, cancellationToken);
        return manifest?.Config is { } config && await world.Registries.GetBlobAsync(image, config, cancellationToken) is { } blob
            ? LabelledImage.Of(name, ImageConfig.Parse(blob.Span), manifest.CompressedSize, mapping)
            : null;
    }

    private async Task<(PlanFacts? Facts, string? Problem)> WorkingTreeAsync(Tag tag, CancellationToken cancellationToken)
    {
        // What would be built if everything were: so nobody asks the registry for what exists.
        var request = new PlanRequest { Scope = model.Family.Images, Reason = "", Provider = provider, Push = true,
            Tags = new TagSet(tag, [], false, false) { Variants = model.Settings.Variants },
            Force = true };
        try
        {
            var locked = await LockFile.ReadAsync(workplace.Root, cancellationToken);
            return (await new FactsReader(workplace, null, model, locked, provider)
                .ReadAsync(request, git, null, cancellationToken), null);
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException && !cancellationToken.IsCancellationRequested)
        {
            // The rest of the status does not hang on it, and its reader is told.
            return (null, exception.Message);
        }
    }

    // The family's own images by the tag of the set; where the set has none (a branch that built one tap), by the tag that the Dockerfile
    // names.
    private async Task<ImmutableDictionary<string, ImmutableHashSet<Digest>>> ParentsAsync(
        ImmutableDictionary<ImageName, Digest> tagged, PlanFacts? working, CancellationToken cancellationToken)
    {
        var elsewhere = model.Family.Images.SelectMany(image => image.Parents)
            .Where(edge => edge.Member is { } member && !tagged.ContainsKey(member)).Select(mapping.PlaceOf).Distinct().ToList();
        var heads = await Task.WhenAll(elsewhere.Select(parent => world.Registries.HeadAsync(parent, cancellationToken)));
        return tagged.Select(pair => (provider.Of(pair.Key).Locator, pair.Value))
            .Concat(elsewhere.Zip(heads).Where(pair => pair.Second is not null).Select(pair => (pair.First.Locator, pair.Second!.Digest)))
            .Concat((working?.Pins ?? ImmutableDictionary<ImageReference, ImageReference>.Empty).Values.Where(pin => pin.Digest is not null)
            .Select(pin => (pin.Locator, pin.Digest!)))
            .GroupBy(pair => pair.Item1, pair => pair.Item2)
            .ToImmutableDictionary(group => group.Key, group => group.ToImmutableHashSet());
    }
}
