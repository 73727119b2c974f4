namespace KegImages.References;

/// <summary>The name of an image of the family: one path component of a repository, such as <c>keg-core</c>. See
/// <see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests"/>.</summary>
public sealed record ImageName
{
    private ImageName(string text) => Text = text;

    private string Text { get; }

    /// <summary>Reads a name. Throws <see cref="WrongUseException"/> when the text is none.</summary>
    public static ImageName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new WrongUseException(
            $"'{text}' is not an image name: lowercase letters and digits are allowed, with '.', '_', '__' or '-' between them");

    /// <summary>Reads a name; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageName? name)
    {
        name = text is not null && ReferenceGrammar.IsComponent(text) ? new ImageName(text) : null;
        return name is not null;
    }

    /// <summary>The name's text.</summary>
    public override string ToString() => Text;
}
