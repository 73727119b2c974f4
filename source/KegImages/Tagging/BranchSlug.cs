using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using KegImages.Images;

namespace KegImages.Tagging;

/// <summary>What a branch is called where git's names are not legal: lowercase letters, digits and single <c>-</c> between them; at once a tag and a part of a DNS label.</summary>
public sealed partial record BranchSlug
{
    private BranchSlug(string text) => Text = text;

    private string Text { get; }

    /// <summary>The slug as a tag.</summary>
    public Tag Tag => Tag.Parse(Text);

    /// <summary>Reads a slug; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out BranchSlug? slug)
    {
        slug = text is not null && Grammar().IsMatch(text) ? new BranchSlug(text) : null;
        return slug is not null;
    }

    /// <summary>The slug's text.</summary>
    public override string ToString() => Text;

    internal static BranchSlug Parse(string text) =>
        TryParse(text, out var slug) ? slug : throw new ArgumentException($"'{text}' is not a slug", nameof(text));

    [GeneratedRegex(@"\A(?=.{1,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Grammar();
}
