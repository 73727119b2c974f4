namespace KegImages.Running;

/// <summary>The labels of a package: its image's own, less what is no longer true of it, and what it is now. Pure.</summary>
public static class PackageLabels
{
    /// <summary>The labels.</summary>
    /// <param name="container">The container that was committed.</param>
    /// <param name="image">The labels of the image that it ran.</param>
    /// <param name="tag">The package's tag.</param>
    /// <param name="git">The branch and commit that it is tagged by.</param>
    /// <param name="now">When it is made.</param>
    public static ImmutableSortedDictionary<string, string> Of(
        TapContainer container, ImmutableSortedDictionary<string, string> image, Tag tag, GitFacts git, DateTimeOffset now)
    {
        var labels = image.ToBuilder();
        // It is not made of what the image was made of, so no build may be spared by it.
        labels.Remove(ImageLabels.Fingerprint);
        labels.Remove(ImageLabels.Parents);
        Set(TapLabels.Package, Time(now));
        Set(ImageLabels.RefName, tag.ToString());
        Set(ImageLabels.Branch, git.Branch?.ToString());
        Set(ImageLabels.Revision, git.HeadCommit?.ToString());
        Set(ImageLabels.Created, git.CommitTime is { } committed ? Time(committed) : null);
        Set(ImageLabels.BaseName, container.Label(TapLabels.Image));
        // An image that was never pushed has no digest, and its base's would be wrong here.
        labels.Remove(ImageLabels.BaseDigest);
        Set(ImageLabels.BaseDigest, ImageReference.TryParse(container.Label(TapLabels.Pinned), out var pinned) ? pinned.Digest?.ToString()
            : null);
        return labels.ToImmutable();

        void Set(string name, string? value)
        {
            if (value is { Length: > 0 })
                labels[name] = value;
        }
    }

    private static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
