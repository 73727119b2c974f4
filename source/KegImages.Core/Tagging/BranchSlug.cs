namespace KegImages.Tagging;

/// <summary>What a branch is called where git's names are not legal: lowercase letters, digits and single <c>-</c> between them; at once a
/// tag and a part of a DNS label.</summary>
public sealed record BranchSlug
{
    private const int LongestLabel = 63;

    private BranchSlug(string text) => Text = text;

    private string Text { get; }

    /// <summary>The slug as a tag.</summary>
    public Tag Tag => Tag.Parse(Text);

    /// <summary>Reads a slug; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out BranchSlug? slug)
    {
        slug = text is { Length: > 0 and <= LongestLabel } && text.Split('-').All(part => Spelling.IsLowerOrDigits(part))
            ? new BranchSlug(text) : null;
        return slug is not null;
    }

    /// <summary>The slug's text.</summary>
    public override string ToString() => Text;

    internal static BranchSlug Parse(string text) =>
        TryParse(text, out var slug) ? slug : throw new ArgumentException($"'{text}' is not a slug", nameof(text));
}
