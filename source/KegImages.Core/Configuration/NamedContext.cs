namespace KegImages.Configuration;

/// <summary>What a named build context may be: a folder, a git repository or an image. Each has an identity that a fingerprint can
/// know.</summary>
internal static class NamedContext
{
    public const string ImageScheme = "docker-image://";

    public static bool IsFolder(string value) =>
        !value.Contains("://", StringComparison.Ordinal)
        && !value.StartsWith("git@", StringComparison.Ordinal)
        && !value.StartsWith("github.com/", StringComparison.Ordinal);

    /// <summary>What stands for an image in the value, not yet read as a reference; null where the value means none.</summary>
    public static string? ImageOf(string value) =>
        value.StartsWith(ImageScheme, StringComparison.Ordinal) ? value[ImageScheme.Length..] : null;

    /// <summary>The value as <c>--build-context</c> takes it, a folder as its absolute path.</summary>
    public static string Value(string value, FamilyFacts facts) => IsFolder(value) ? facts.Rooted(value) : value;

    /// <summary>Why a value is refused; null when it is a folder, a git repository or an image. What else buildx takes (an OCI layout, a
    /// tar file, another target) cannot be told from what it was yesterday.</summary>
    public static string? Refusal(string value)
    {
        if (IsFolder(value) || value.StartsWith(ImageScheme, StringComparison.Ordinal))
            return null;
        if (GitSource.TryParse(value, out var source))
            return source.HasQuery ? "a ref and a folder are written behind '#' (url#ref:folder), not as a query" : null;
        return value.StartsWith("http://", StringComparison.Ordinal) || value.StartsWith("https://", StringComparison.Ordinal)
            ? "a git repository's address ends with '.git', and files cannot be a context"
            : "a context is a folder, a git repository (https://….git#ref, ssh://…, git@host:path) or an image (docker-image://…)";
    }
}
