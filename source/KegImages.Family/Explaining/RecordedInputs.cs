namespace KegImages.Explaining;

/// <summary>What recorded images were made of, each blob read when it is first needed.</summary>
internal sealed class RecordedInputs(FamilyRecordStore store, Provider provider, IEnumerable<FamilyRecord> records)
{
    private readonly ILookup<ImageName, RecordedImage> images =
        records.SelectMany(record => record.Images).Where(image => image.Inputs is not null).ToLookup(image => image.Name);

    private List<KeptInputs>? all;

    private readonly Dictionary<KeptInputs, IReadOnlyDictionary<Fingerprint, ImageInputs>> read = [];

    /// <summary>The inputs that gave a fingerprint; null when they are not kept.</summary>
    public async Task<ImageInputs?> FindAsync(ImageName name, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        // A parent that was published again since is kept where its child is: they were built together.
        var places = images[name].Where(image => image.Fingerprint == fingerprint).Select(image => image.Inputs!)
            .Concat(read.Keys.ToList()).Concat(All()).Distinct();
        foreach (var place in places)
        {
            if (!read.TryGetValue(place, out var kept))
                read[place] = kept = await store.InputsAsync(provider, place, cancellationToken);
            if (kept.TryGetValue(fingerprint, out var inputs))
                return inputs;
        }

        return null;
    }

    private List<KeptInputs> All() => all ??= [.. images.SelectMany(named => named).Select(image => image.Inputs!).Distinct()];
}
