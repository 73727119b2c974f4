namespace KegImages.References;

/// <summary>The name of an image of the family: one path component of a repository, such as <c>keg-core</c>, and, where several images
/// share it, which of them: <c>base:3.23</c>. See
/// <see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests"/>.</summary>
public sealed record ImageName
{
    private ImageName(string repository, Tag? variant) =>
        (Repository, Variant, Text) = (repository, variant, variant is null ? repository : $"{repository}:{variant}");

    /// <summary>The repository's name below the provider.</summary>
    public string Repository { get; }

    /// <summary>Which of the repository's images it is; null where it has but one.</summary>
    public Tag? Variant { get; }

    private string Text { get; }

    /// <summary>Reads a name. Throws <see cref="WrongUseException"/> when the text is none.</summary>
    public static ImageName Parse(string text) => TryParse(text, out var name) ? name : throw new WrongUseException(Refusal(text));

    /// <summary>Reads a name; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageName? name)
    {
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 0)
            return TryParseRepository(text, out name);
        name = TryParseRepository(text![..colon], out var repository) && Tag.TryParse(text[(colon + 1)..], out var variant)
            ? repository.Of(variant) : null;
        return name is not null;
    }

    /// <summary>Reads the name of a repository, which says no variant. Throws <see cref="WrongUseException"/> when the text is
    /// none.</summary>
    public static ImageName ParseRepository(string text) =>
        TryParseRepository(text, out var name) ? name : throw new WrongUseException(Refusal(text));

    /// <summary>Reads the name of a repository, which says no variant; false when the text is none.</summary>
    public static bool TryParseRepository([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageName? name)
    {
        name = text is not null && ReferenceGrammar.IsComponent(text) ? new ImageName(text, null) : null;
        return name is not null;
    }

    /// <summary>One of the repository's images.</summary>
    public ImageName Of(Tag variant) => new(Repository, variant);

    /// <summary>The name's text.</summary>
    public override string ToString() => Text;

    private static string Refusal(string text) =>
        $"'{text}' is not an image name: lowercase letters and digits are allowed, with '.', '_', '__' or '-' between them";
}
