using KegImages.Engines;
using KegImages.Logins;

namespace KegImages.Building;

/// <summary>
/// Pushes images from an engine's store by the engine's own API, which says the digest at the end. buildx has the engine push the same way,
/// but asks the registry for the digest once more: four requests, each on a connection of its own, for each image.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="logins">The logins to registries; null where there are none.</param>
/// <param name="clock">The clock of what is told.</param>
public sealed class EnginePush(Engine engine, ICredentialSource? logins, TimeProvider clock)
{
    /// <summary>Pushes a tagged image; nothing is uploaded that the registry has.</summary>
    /// <param name="image">The image by its tag.</param>
    /// <param name="onEvent">Is told how far it is, as of a vertex of the build.</param>
    /// <param name="cancellationToken">Ends the push.</param>
    /// <returns>The digest under which the registry took it.</returns>
    /// <exception cref="FailedException">The engine has no such image or does not answer, or the registry refused.</exception>
    public async Task<Digest> PushAsync(ImageReference image, Action<BuildKitEvent> onEvent, CancellationToken cancellationToken)
    {
        var vertex = new Vertex($"push {image}", $"pushing {image}") { Started = clock.GetUtcNow() };
        onEvent(new VertexChanged(vertex));
        var digest = await engine.Images.PushAsync(image, logins, layer => onEvent(new VertexProgressed(vertex.Digest, layer.Layer,
            layer.Current, layer.Total, layer.Current >= layer.Total)), cancellationToken)
            ?? throw new FailedException($"the engine ended its push of {image} and said no digest");
        onEvent(new VertexChanged(vertex with { Completed = clock.GetUtcNow() }));
        return digest;
    }
}
