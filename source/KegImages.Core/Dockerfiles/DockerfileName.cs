namespace KegImages.Dockerfiles;

/// <summary>How Dockerfiles are called: <c>Dockerfile</c>, and beside it <c>Dockerfile.foo</c> or <c>foo.Dockerfile</c>. See
/// <see href="https://docs.docker.com/build/concepts/dockerfile/#filename"/>.</summary>
internal static class DockerfileName
{
    /// <summary>What a folder's one Dockerfile is called.</summary>
    public const string Usual = "Dockerfile";

    private const string Before = Usual + ".";
    private const string Behind = "." + Usual;
    private const string Ignore = ".dockerignore";

    /// <summary>Whether a file is called as Dockerfiles are; <c>foo.dockerfile</c> is, and an ignore file of one is not.</summary>
    public static bool Is(string file) => file == Usual || OwnPart(file) is not null;

    /// <summary>What a Dockerfile has in its name for itself: <c>foo</c>; null where that is nothing, or the file no Dockerfile.</summary>
    public static string? OwnPart(string file)
    {
        if (file.EndsWith(Ignore, StringComparison.OrdinalIgnoreCase))
            return null;
        var part = file.StartsWith(Before, StringComparison.Ordinal) ? file[Before.Length..]
            : file.EndsWith(Behind, StringComparison.OrdinalIgnoreCase) ? file[..^Behind.Length] : "";
        return part.Length > 0 ? part : null;
    }
}
