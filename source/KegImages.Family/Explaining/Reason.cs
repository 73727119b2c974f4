namespace KegImages.Explaining;

/// <summary>Why an image is built, or is another one than before; with what lies behind it.</summary>
/// <param name="Kind">What it is: a word of <see cref="Fingerprints.InputKind"/> in lowercase, or <c>version</c>, <c>asked</c>,
/// <c>absent</c>, <c>missing</c>, <c>doubt</c> or <c>unknown</c>.</param>
/// <param name="Text">The reason as a clause for people.</param>
public sealed record Reason(string Kind, string Text)
{
    /// <summary>The parent in the family that it is about; null for all other kinds.</summary>
    public ImageName? Parent { get; init; }

    /// <summary>The reason as the next link of a chain of them: <c>tap is</c> behind <c>evf is built because</c>.</summary>
    public string Link { get; init; } = Text;

    /// <summary>The file that changed, relative to the root, with <c>/</c>; null where no file did, or it lies in a named
    /// context.</summary>
    public string? File { get; init; }

    /// <summary>The file's first line that changed, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The arg, file, platform, context or reference that it is about.</summary>
    public string? Name { get; init; }

    /// <summary>What it was; null when it was not there.</summary>
    public string? Before { get; init; }

    /// <summary>What it is; null when it is gone.</summary>
    public string? After { get; init; }

    /// <summary>What lies behind it, the likelier cause first.</summary>
    public ImmutableArray<Reason> Because { get; init; } = [];
}
