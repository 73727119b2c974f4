using KegImages.Dockerfiles;
using KegImages.Fingerprints;
using KegImages.Ignore;

namespace KegImages.Contexts;

/// <summary>Looks whether what a Dockerfile copies is there.</summary>
internal static class ContextFiles
{
    /// <summary>What is copied by name and is not there.</summary>
    /// <param name="image">The image.</param>
    /// <param name="shown">Its context's folder, as people are shown it.</param>
    /// <param name="use">What it uses, its parents' triggers included; null where that is not known.</param>
    /// <param name="ignore">What of the context a build does not see.</param>
    public static IEnumerable<Problem> Missing(Image image, string shown, DockerfileUse? use, DockerIgnore ignore)
    {
        var folder = image.ContextPath;
        return !Directory.Exists(folder) ? []
            : new MissingSources(image, shown.Replace('\\', '/'), path => Path.Exists(Path.Combine(folder, path)),
                path => Directory.Exists(Path.Combine(folder, path))).Of(use?.ContextSources, ignore);
    }
}
