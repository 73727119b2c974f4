namespace KegImages.Images;

/// <summary>The images of the family that an image was built on or copied from, each at its digest: <c>keg-base@sha256:… tap@sha256:…</c>,
/// each once, in ordinal order; empty for an image that has no parent in the family. It has no registry in it, so that it holds wherever
/// the set is kept.</summary>
public sealed record FamilyParents
{
    private FamilyParents(ImmutableArray<StoodOn> all) =>
        (All, Text) = (all, string.Join<StoodOn>(' ', all));

    /// <summary>Those of an image that has no parent in the family.</summary>
    public static FamilyParents None { get; } = new([]);

    /// <summary>The parents. One name stands here more than once where the image uses several images of one repository.</summary>
    public ImmutableArray<StoodOn> All { get; }

    private string Text { get; }

    /// <summary>Parents in any order; what is given twice counts once.</summary>
    public static FamilyParents Of(IEnumerable<(ImageName Name, Digest Digest)> parents)
    {
        var all = new SortedDictionary<string, StoodOn>(StringComparer.Ordinal);
        foreach (var (name, digest) in parents)
        {
            var parent = new StoodOn(name, digest);
            all[parent.ToString()] = parent;
        }

        return new([.. all.Values]);
    }

    /// <summary>Reads parents. Throws <see cref="WrongUseException"/> when the text is none.</summary>
    public static FamilyParents Parse(string text) => TryParse(text, out var parents)
        ? parents
        : throw new WrongUseException(
            $"'{text}' does not say which images of the family an image was built on: expected <name>@<digest>, a space between each two");

    /// <summary>Reads parents; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out FamilyParents? parents)
    {
        parents = null;
        if (text is null)
            return false;
        var all = new SortedDictionary<string, StoodOn>(StringComparer.Ordinal);
        foreach (var entry in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = entry.IndexOf('@', StringComparison.Ordinal);
            if (at < 0 || !ImageName.TryParse(entry[..at], out var name) || !Digest.TryParse(entry[(at + 1)..], out var digest))
                return false;
            all[entry] = new StoodOn(name, digest);
        }

        parents = new([.. all.Values]);
        return true;
    }

    /// <summary>The digests that a parent is named by here; none when it is not.</summary>
    public IEnumerable<Digest> Of(ImageName name) => All.Where(parent => parent.Name == name).Select(parent => parent.Digest);

    /// <inheritdoc/>
    public bool Equals(FamilyParents? other) => Text == other?.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text, as parsed, in order.</summary>
    public override string ToString() => Text;
}

/// <summary>A parent in the family at the digest that an image was built on.</summary>
public sealed record StoodOn(ImageName Name, Digest Digest)
{
    /// <summary>It as the label has it: <c>name@sha256:…</c>.</summary>
    public override string ToString() => $"{Name}@{Digest}";
}
