using KegImages.Engines;
namespace KegImages.Pruning;

/// <summary>The images in the engine that this project built, and their removal by name. What a container uses is left alone, and nothing
/// is forced.</summary>
internal sealed class LocalImages(Engine engine)
{
    /// <summary>The names of images with our label; null, with the reason, where no engine answers.</summary>
    public async Task<(ImmutableArray<LocalImage>? Images, string? Reason)> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await engine.Images.ListAsync(ImageLabels.Branch, cancellationToken);
            var used = found.IsEmpty ? [] : await engine.Containers.ImagesAsync(cancellationToken);
            return ([.. found.SelectMany(image => NamesOf(image, used))], null);
        }
        catch (EngineException exception)
        {
            // There may be none at all: a registry is cleaned without.
            return (null, exception.Said.Split('\n')[0].Trim());
        }
    }

    /// <summary>Takes a name away; the image too where it was the last.</summary>
    /// <returns>Null when it is gone; else why it is not.</returns>
    public async Task<string?> RemoveAsync(ImageReference name, CancellationToken cancellationToken)
    {
        try
        {
            await engine.Images.RemoveAsync(name, cancellationToken);
            return null;
        }
        catch (EngineException exception)
        {
            return exception.IsUnreachable ? exception.Said : $"Error response from daemon: {exception.Said}";
        }
    }

    private static IEnumerable<LocalImage> NamesOf(EngineImage image, ImmutableHashSet<string> used) =>
        BranchName.TryParse(image.Labels.GetValueOrDefault(ImageLabels.Branch), out var branch)
            ? image.Tags.Where(name => name.Tag is not null)
                .Select(name => new LocalImage(name, branch, used.Contains(image.Id.ToString())))
            : [];
}
