namespace KegImages.Building;

/// <summary>The images in an engine's own store.</summary>
/// <param name="runner">Runs the commands.</param>
/// <param name="docker">The client to ask.</param>
public sealed class EngineStore(ICommandRunner runner, DockerClient docker)
{
    /// <summary>The sizes of images in bytes, unpacked, by one question; images that the store does not have are left out.</summary>
    public async Task<ImmutableDictionary<ImageReference, long>> SizesAsync(IReadOnlyCollection<ImageReference> references,
        CancellationToken cancellationToken)
    {
        if (references.Count == 0)
            return ImmutableDictionary<ImageReference, long>.Empty;

        // A missing image makes the command fail, but it still answers for the others.
        var command = docker.Command(["image", "inspect", "--format", "{{.Size}} {{join .RepoTags \" \"}}",
            .. references.Select(reference => reference.ToString())]);
        var result = await runner.RunAsync(command, null, null, cancellationToken);
        var sizes = new Dictionary<ImageReference, long>();
        foreach (var words in result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')))
        {
            foreach (var name in ImageReference.SetOf(words.Skip(1)))
                sizes[name] = long.Parse(words[0], CultureInfo.InvariantCulture);
        }

        return references.Distinct().Where(sizes.ContainsKey).ToImmutableDictionary(reference => reference, reference => sizes[reference]);
    }
}
