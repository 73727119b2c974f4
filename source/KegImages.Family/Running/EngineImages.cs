namespace KegImages.Running;

/// <summary>The images in an engine's own store: looked at and pulled, never built.</summary>
internal sealed class EngineImages(ICommandRunner runner, DockerClient docker)
{
    /// <summary>Those of the images that the engine has, in the order asked for.</summary>
    public async Task<ImmutableArray<EngineImage?>> FindAsync(IReadOnlyList<ImageReference> references, CancellationToken cancellationToken)
    {
        if (references.Count == 0)
            return [];
        // A missing image makes the command fail, but it still answers for the others.
        var command = docker.Command(["image", "inspect", "--format", "{{json .}}",
            .. references.Select(reference => reference.ToString())]);
        var found = EngineImage.Parse((await runner.RunAsync(command, null, null, cancellationToken)).StandardOutput);
        return [.. references.Select(reference => found.FirstOrDefault(image => image.Is(reference)))];
    }

    /// <summary>The image of an id; null where the engine does not have it.</summary>
    public async Task<EngineImage?> FindAsync(Digest id, CancellationToken cancellationToken)
    {
        var command = docker.Command("image", "inspect", "--format", "{{json .}}", id.ToString());
        return EngineImage.Parse((await runner.RunAsync(command, null, null, cancellationToken)).StandardOutput) is [var image] ? image
            : null;
    }

    /// <summary>The commands that bring an image, under its digest and under the reference that chose it.</summary>
    public IEnumerable<Command> PullCommands(RunnableImage image)
    {
        if (image.Id is null)
            yield return docker.Command("pull", "--quiet", image.Pinned);
        if (image.Reference.Tag is not null && image.Digest is not null && image.Before != image.Digest)
            yield return docker.Command("tag", image.Pinned, image.Reference.Locator + ":" + image.Reference.Tag);
    }

    /// <summary>Brings an image into the store, unless it is there. Throws <see cref="FailedException"/> when the engine cannot.</summary>
    public async Task PullAsync(RunnableImage image, CancellationToken cancellationToken)
    {
        foreach (var command in PullCommands(image))
            (await runner.RunAsync(command, null, null, cancellationToken)).OrThrow();
    }
}
