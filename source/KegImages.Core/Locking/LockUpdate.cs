namespace KegImages.Locking;

/// <summary>What became of a lock.</summary>
/// <param name="Before">The lock as it was; null when there was none.</param>
internal sealed record LockUpdate(KegLock? Before, KegLock After)
{
    public bool IsChange => Before is null || Before.ToString() != After.ToString();

    public ImmutableArray<string> ToLines()
    {
        var old = (Before ?? KegLock.Empty).Images;
        var names = old.Keys.Union(After.Images.Keys).Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
            return ["no image of the family uses a tag from outside it: there is nothing to lock"];
        var rows = names.Select(name =>
            (IReadOnlyList<string>)[name, Said(old.GetValueOrDefault(name), After.Images.GetValueOrDefault(name))]).ToList();
        var changed = names.Count(name => !Equals(old.GetValueOrDefault(name), After.Images.GetValueOrDefault(name)));
        return [.. Columns.Table([["Image", "Digest"], .. rows]), "", changed == 0 ? "all are up to date"
            : $"{changed} of {names.Count} changed"];
    }

    private static string Said(LockedImage? before, LockedImage? after) => (before, after) switch
    {
        (null, { } added) => $"{added.Digest.Abbreviated} (new)",
        ({ } gone, null) => $"{gone.Digest.Abbreviated} (dropped: no image uses it)",
        _ when before!.Digest == after!.Digest => after.Digest.Abbreviated,
        _ => $"{before!.Digest.Abbreviated} → {after!.Digest.Abbreviated}",
    };
}
