namespace KegImages.Explaining;

/// <summary>What recorded images were made of, each blob read when it is first needed.</summary>
internal sealed class RecordedInputs(FamilyRecordStore store, Provider provider, IEnumerable<FamilyRecord> records)
{
    private readonly List<RecordedImage> images = [.. records.SelectMany(record => record.Images).Where(image => image.Inputs is not null)];
    private readonly Dictionary<KeptInputs, IReadOnlyDictionary<Fingerprint, ImageInputs>> read = [];

    /// <summary>The inputs that gave a fingerprint; null when they are not kept.</summary>
    public async Task<ImageInputs?> FindAsync(ImageName name, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        // A parent that was published again since is kept where its child is: they were built together.
        var places = images.Where(image => image.Name == name && image.Fingerprint == fingerprint).Select(image => image.Inputs!)
            .Concat(read.Keys).Concat(images.Select(image => image.Inputs!)).Distinct().ToList();
        foreach (var place in places)
        {
            if (!read.TryGetValue(place, out var kept))
                read[place] = kept = await store.InputsAsync(provider, place, cancellationToken);
            if (kept.TryGetValue(fingerprint, out var inputs))
                return inputs;
        }

        return null;
    }
}
