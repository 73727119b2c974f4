namespace KegImages.Tagging;

/// <summary>How a set's tag and a variant's name are one tag: which of them is first, and what is between them.</summary>
/// <param name="Separator">One of <c>-</c>, <c>_</c> and <c>.</c>.</param>
/// <param name="IsVariantFirst">Whether the variant's name stands before the set's tag.</param>
public sealed record VariantJoin(char Separator, bool IsVariantFirst)
{
    /// <summary>What may stand between the two.</summary>
    internal const string Separators = "-_.";

    /// <summary>The variant's name behind the set's tag: <c>develop-alpine</c>.</summary>
    public static VariantJoin Usual { get; } = new('-', IsVariantFirst: false);

    /// <summary>The one tag; false when the two together are too long.</summary>
    public bool TryJoin(Tag set, Tag variant, [NotNullWhen(true)] out Tag? joined) => Tag.TryParse(Text(set, variant), out joined);

    /// <summary>The one tag. Throws <see cref="WrongUseException"/> when the two together are too long for a tag.</summary>
    public Tag Join(Tag set, Tag variant) => Tag.Parse(Text(set, variant));

    /// <summary>The set's tag in one that is joined with that variant; false when it is not.</summary>
    public bool TryTake(Tag joined, Tag variant, [NotNullWhen(true)] out Tag? set)
    {
        var (text, name) = (joined.ToString(), variant.ToString());
        set = null;
        return IsVariantFirst
            ? text.StartsWith($"{name}{Separator}", StringComparison.Ordinal) && Tag.TryParse(text[(name.Length + 1)..], out set)
            : text.EndsWith($"{Separator}{name}", StringComparison.Ordinal) && Tag.TryParse(text[..^(name.Length + 1)], out set);
    }

    /// <summary>As a template says it: <c>{variant}-…</c>.</summary>
    public override string ToString() => IsVariantFirst ? $"{{variant}}{Separator}…" : $"…{Separator}{{variant}}";

    private string Text(Tag set, Tag variant) => IsVariantFirst ? $"{variant}{Separator}{set}" : $"{set}{Separator}{variant}";
}
