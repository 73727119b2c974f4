namespace KegImages.Configuration;

/// <summary>What a named build context may be: a folder, or what buildx takes as it is (a git URL, an image, an OCI layout).</summary>
internal static class NamedContext
{
    private const string ImageScheme = "docker-image://";

    /// <summary>Whether the value means a folder.</summary>
    public static bool IsFolder(string value) =>
        !value.Contains("://", StringComparison.Ordinal)
        && !value.StartsWith("git@", StringComparison.Ordinal)
        && !value.StartsWith("github.com/", StringComparison.Ordinal);

    /// <summary>What stands for an image in the value, not yet read as a reference; null where the value means none.</summary>
    public static string? ImageOf(string value) =>
        value.StartsWith(ImageScheme, StringComparison.Ordinal) ? value[ImageScheme.Length..] : null;

    /// <summary>The value as <c>--build-context</c> takes it, a folder as its absolute path.</summary>
    public static string Value(string value, FamilyFacts facts) => IsFolder(value) ? facts.Rooted(value) : value;
}
