namespace KegImages.Locking;

/// <summary><c>keg.lock.json</c>: the digests that tags of images from outside the family stand for, until <c>UpdateBases</c> moves
/// them.</summary>
/// <param name="Images">The images, by their references in Docker's familiar form.</param>
public sealed record KegLock(ImmutableSortedDictionary<string, LockedImage> Images)
{
    /// <summary>The name of the file, beside <c>keg.yml</c>.</summary>
    public const string FileName = "keg.lock.json";

    /// <summary>The version of the file's shape.</summary>
    public const int Version = 1;

    private static string Mend => $"make it anew: {ThisProgram.Name} UpdateBases{ThisProgram.SamePlace}";

    /// <summary>Nothing is locked.</summary>
    public static KegLock Empty { get; } = new(ImmutableSortedDictionary.Create<string, LockedImage>(StringComparer.Ordinal));

    /// <summary>The image that a reference is locked to; null when it is not.</summary>
    public LockedImage? Find(ImageReference reference) => Images.GetValueOrDefault(reference.Familiar);

    /// <summary>Reads the file's text. Throws <see cref="WrongUseException"/> with all that is wrong with it.</summary>
    public static KegLock Parse(string json)
    {
        LockDocument document;
        try
        {
            document = new OutsideDocument("the lock").Read(json, LockJsonContext.Default.LockDocument);
        }
        catch (UnreadableDocumentException exception)
        {
            throw new WrongUseException($"not a lock: {exception.Place}: {exception.Problem}", new SourceLocation(FileName, exception.Line),
                Mend);
        }

        if (document.Version != Version)
            throw new WrongUseException($"its version is {document.Version}, and this program reads version {Version}",
                new SourceLocation(FileName), Mend);
        WrongUseException.ThrowIfAny([.. document.Images.Select(image => ProblemOf(image.Key, image.Value, json)).OfType<Problem>()]);
        return new KegLock(document.Images.ToImmutableSortedDictionary(
            image => image.Key, image =>
                new LockedImage(Digest.Parse(image.Value.Digest), [.. image.Value.OnBuild ?? []]), StringComparer.Ordinal));
    }

    /// <summary>The file's text; the same lock gives the same text.</summary>
    public override string ToString() => ReadableJson.Text(
        new LockDocument(Version, Images.ToImmutableSortedDictionary(
            image => image.Key, image =>
                new LockedDocument(image.Value.Digest.ToString(), image.Value.OnBuild.IsEmpty ? null : [.. image.Value.OnBuild]),
                StringComparer.Ordinal)),
        LockJsonContext.Default.LockDocument);

    private static Problem? ProblemOf(string key, LockedDocument image, string json)
    {
        var line = json[..Math.Max(0, json.IndexOf($"\"{key}\"", StringComparison.Ordinal))].Count(c => c == '\n') + 1;
        if (!ImageReference.TryParse(key, out var reference) || reference.Digest is not null || reference.Familiar != key)
            return new Problem($"'{key}' is not an image as the lock has it: a reference without digest in its short form, such as "
                + "'node:20'", new SourceLocation(FileName, line), Mend);
        return Digest.TryParse(image.Digest, out _)
            ? null
            : new Problem($"'{key}': '{image.Digest}' is not a digest: expected 'sha256:' and 64 hexadecimal digits",
                new SourceLocation(FileName, line), Mend);
    }
}

/// <summary>What a tag is locked to.</summary>
/// <param name="Digest">The digest of its manifest or index.</param>
/// <param name="OnBuild">Its triggers, which say what a build on it reads of its context.</param>
public sealed record LockedImage(Digest Digest, ImmutableArray<string> OnBuild)
{
    /// <summary>Whether both are the same digest with the same triggers.</summary>
    public bool Equals(LockedImage? other) => other is not null && other.Digest == Digest && other.OnBuild.SequenceEqual(OnBuild);

    /// <inheritdoc/>
    public override int GetHashCode() => Digest.GetHashCode();
}
