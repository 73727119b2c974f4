namespace KegImages.Pipeline;

/// <summary>Limits a run to the images that differ from a recorded set.</summary>
internal static class ChangedImages
{
    /// <summary>
    /// Request and facts of the images whose fingerprint is not the recorded one; the others' recorded digests are what these are built on.
    /// </summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="facts">The facts for it.</param>
    /// <param name="record">The set; null where there is none, and all differ.</param>
    /// <param name="own">The set under the tag of the run, null where there is none: what is in it is never left out, so that the tag does
    /// not stay behind on an image that was changed back.</param>
    /// <param name="than">What the set is called.</param>
    public static (PlanRequest Request, PlanFacts Facts) Only(PlanRequest request, PlanFacts facts, FamilyRecord? record, FamilyRecord? own,
        Tag than)
    {
        var same = request.Scope.Select(image => record?.Find(image.Name)).OfType<RecordedImage>()
            .Where(recorded => recorded.Fingerprint == facts.Fingerprints[recorded.Name]
            && (own?.Tag == than || own?.Find(recorded.Name) is null))
            .ToDictionary(recorded => recorded.Name, recorded => request.Provider.Of(recorded.Name).At(recorded.Digest));
        var changed = request.Scope.RemoveAll(image => same.ContainsKey(image.Name));
        var edges = changed.SelectMany(image => image.Parents).Where(edge => edge.Member is not null && same.ContainsKey(edge.Member));
        return (
            request with { Scope = changed,
                Skipped = [.. request.Scope.Where(image => same.ContainsKey(image.Name))
                    .Select(image => new Skipped(image, $"it is as {than} has it", same[image.Name]))],
                        Reason = $"{request.Reason}, as far as it differs from {than}" },
            facts with { Pins = facts.Pins.SetItems(edges.Select(edge => KeyValuePair.Create(edge.Reference, same[edge.Member!]))) });
    }
}
