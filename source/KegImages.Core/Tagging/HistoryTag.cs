using System.Security.Cryptography;

namespace KegImages.Tagging;

/// <summary>The tag that keeps the family record of one commit when the record under the set's own tag is overwritten:
/// <c>develop.0123456789ab</c>. Slugs have no dot, and a tag of this form that is given by hand is refused, so that none takes another's
/// place.</summary>
/// <param name="Set">The tag of the set; cut, with 7 hexadecimal digits of its SHA-256, where the whole would be too long for a
/// registry.</param>
/// <param name="Commit">The first 12 hexadecimal digits of the commit.</param>
public sealed record HistoryTag(string Set, string Commit)
{
    private const int CommitLength = 12;
    private const int LongestSet = References.Tag.MaxLength - CommitLength - 1;
    private const int HashLength = 7;

    /// <summary>The tag itself.</summary>
    public Tag Tag => Tag.Parse(ToString());

    /// <summary>Where a set's record of a commit is kept.</summary>
    public static HistoryTag Of(Tag set, CommitId commit) => new(SetOf(set), commit.Abbreviated);

    /// <summary>Reads a tag of this form; false when it has another.</summary>
    public static bool TryParse(Tag tag, [NotNullWhen(true)] out HistoryTag? history)
    {
        var text = tag.ToString();
        var dot = text.Length - CommitLength - 1;
        history = dot > 0 && text[dot] == '.' && Spelling.IsHex(text.AsSpan(dot + 1), CommitLength)
            ? new HistoryTag(text[..dot], text[(dot + 1)..]) : null;
        return history is not null;
    }

    /// <summary>Whether this is a record of that set.</summary>
    public bool IsOf(Tag set) => Set == SetOf(set);

    /// <summary>The tag's text.</summary>
    public override string ToString() => $"{Set}.{Commit}";

    private static string SetOf(Tag set)
    {
        var text = set.ToString();
        return text.Length <= LongestSet ? text : $"{text[..(LongestSet - HashLength - 1)]}-{HashOf(text)}";
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
}
