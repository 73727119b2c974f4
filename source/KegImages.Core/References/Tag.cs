namespace KegImages.References;

/// <summary>A tag as registries accept it: <c>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}</c>. See
/// <see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests"/>.</summary>
public sealed record Tag
{
    /// <summary>The longest tag that a registry accepts, in characters.</summary>
    public const int MaxLength = 128;

    private Tag(string text) => Text = text;

    private string Text { get; }

    /// <summary>Reads a tag. Throws <see cref="WrongUseException"/> that says which rule the text breaks.</summary>
    public static Tag Parse(string text) => TryParse(text, out var tag) ? tag : throw new WrongUseException(Refusal(text));

    /// <summary>Reads a tag; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Tag? tag)
    {
        tag = text is { Length: > 0 and <= MaxLength } && text[0] is not ('.' or '-') && Spelling.IsMadeOf(text, "_.-") ? new Tag(text)
            : null;
        return tag is not null;
    }

    /// <summary>The tag's text.</summary>
    public override string ToString() => Text;

    private static string Refusal(string text)
    {
        if (text.Length == 0)
            return "a tag cannot be empty";
        if (text.Length > MaxLength)
            return $"'{text}' is not a tag: it has {text.Length} characters, at most {MaxLength} are allowed";
        return $"'{text}' is not a tag: letters, digits, '_', '.' and '-' are allowed, and it cannot begin with '.' or '-'";
    }
}
