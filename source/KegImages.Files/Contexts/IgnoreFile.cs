using KegImages.Ignore;

namespace KegImages.Contexts;

internal static class IgnoreFile
{
    /// <summary>What a build's ignore file ignores; <see cref="DockerIgnore.None"/> where it has no such file.</summary>
    public static async Task<DockerIgnore> FindAsync(string dockerfilePath, string contextPath, CancellationToken cancellationToken) =>
        FileOf(dockerfilePath, contextPath) is { } file ? await ReadAsync(file, cancellationToken) : DockerIgnore.None;

    /// <summary>What the ignore file of a named context's folder ignores: <c>.dockerignore</c> at its root, or
    /// <see cref="DockerIgnore.None"/>.</summary>
    public static async Task<DockerIgnore> FindAsync(string contextPath, CancellationToken cancellationToken)
    {
        var common = Path.Combine(contextPath, DockerIgnore.FileName);
        return File.Exists(common) ? await ReadAsync(common, cancellationToken) : DockerIgnore.None;
    }

    /// <summary>The ignore file of a build: <c>&lt;Dockerfile&gt;.dockerignore</c> beside the Dockerfile where there is one, even an empty
    /// one; else <c>.dockerignore</c> at the context's root; else null.</summary>
    public static string? FileOf(string dockerfilePath, string contextPath) =>
        new[] { dockerfilePath + DockerIgnore.FileName, Path.Combine(contextPath, DockerIgnore.FileName) }.FirstOrDefault(File.Exists);

    private static async Task<DockerIgnore> ReadAsync(string path, CancellationToken cancellationToken) =>
        DockerIgnore.Parse(await WrittenFile.BytesAsync(path, cancellationToken), path);
}
