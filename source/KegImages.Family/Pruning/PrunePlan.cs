namespace KegImages.Pruning;

/// <summary>What is to become of everything in a registry, each with its reason; carried out by <see cref="Pruner"/>, or only
/// shown.</summary>
/// <param name="Verdicts">The verdicts, by repository: tags in order, then manifests.</param>
internal sealed record PrunePlan(ImmutableArray<PruneVerdict> Verdicts)
{
    public IEnumerable<PruneVerdict> Removals => Verdicts.Where(verdict => verdict.Action != PruneAction.Keep);

    /// <summary>Which of an earlier plan's removals this one removes too.</summary>
    public ImmutableArray<PruneVerdict> Confirms(IEnumerable<PruneVerdict> earlier)
    {
        var agreed = Removals.Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        return [.. earlier.Where(verdict => agreed.Contains(KeyOf(verdict)))];
    }

    private static string KeyOf(PruneVerdict verdict) =>
        $"{verdict.Action} {verdict.Repository.At(verdict.Digest)} {string.Join(' ', verdict.Tags)}";
}

internal enum PruneAction
{
    Keep,
    RemoveTag,
    RemoveManifest,
}

/// <summary>What becomes of a tag, or of a manifest with all its tags.</summary>
/// <param name="Tags">The tag; or all tags on the manifest, of which there may be none.</param>
internal sealed record PruneVerdict(ImageReference Repository, Digest Digest, ImmutableArray<Tag> Tags, PruneAction Action, string Reason)
{
    /// <summary>Since when nothing reaches what is kept only because that is not long ago; null for anything else.</summary>
    public DateTimeOffset? UnreachedSince { get; init; }

    /// <summary>What it is about, for people: <c>evf:feature-x</c>, <c>evf:feature-x, fp-…</c> or <c>evf@sha256:…</c>.</summary>
    public string Subject => Tags.IsEmpty ? $"{Repository.Name}@{Digest.Abbreviated}" : $"{Repository.Name}:{string.Join(", ", Tags)}";
}
