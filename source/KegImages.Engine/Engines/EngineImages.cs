using Docker.DotNet.Models;
using KegImages.Logins;

namespace KegImages.Engines;

/// <summary>How far a layer of an image is on its way.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Current">The bytes that are done.</param>
/// <param name="Total">All of its bytes.</param>
public sealed record LayerProgress(string Layer, long Current, long Total);

/// <summary>The images in an engine's store. What fails throws <see cref="EngineException"/>.</summary>
public sealed class EngineImages
{
    private const int MostOfOneList = 200;

    private readonly Engine engine;

    internal EngineImages(Engine engine) => this.engine = engine;

    /// <summary>
    /// The image that a reference or an id names; null where the engine does not have it, or none answers: whoever cannot do without has
    /// asked for one before.
    /// </summary>
    public async Task<EngineImage?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.AskAsync($"inspect {reference}",
                async (api, token) => EngineImage.Of(await api.Images.InspectImageAsync(reference, token)), cancellationToken);
        }
        catch (EngineException exception) when (exception.IsMissing || exception.IsUnreachable)
        {
            return null;
        }
    }

    /// <summary>Those of a few images that the engine has, in the order asked for.</summary>
    public async Task<ImmutableArray<EngineImage?>> FindAsync(IEnumerable<ImageReference> references, CancellationToken cancellationToken)
    {
        return [.. await Task.WhenAll(references.Select(OneAsync))];

        // An engine takes a word for the beginning of an id, too.
        async Task<EngineImage?> OneAsync(ImageReference reference) =>
            await FindAsync(reference.ToString(), cancellationToken) is { } found && found.Is(reference) ? found : null;
    }

    /// <summary>Those of many tagged images that the engine has, as a list says them; none where none answers.</summary>
    public async Task<ImmutableArray<EngineImage>> ListAsync(IEnumerable<ImageReference> tags, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<EngineImage>();
        try
        {
            foreach (var chunk in tags.Select(tag => tag.Familiar).Chunk(MostOfOneList))
                found.AddRange(await ListAsync("reference", chunk, cancellationToken));
        }
        catch (EngineException exception) when (exception.IsUnreachable)
        {
            // As for one image.
        }

        return found.ToImmutable();
    }

    /// <summary>The images with a label.</summary>
    public Task<ImmutableArray<EngineImage>> ListAsync(string label, CancellationToken cancellationToken) =>
        ListAsync("label", [label], cancellationToken);

    /// <summary>Brings an image by its tag or digest.</summary>
    public async Task PullAsync(ImageReference image, ICredentialSource? logins, Action<LayerProgress> onProgress,
        CancellationToken cancellationToken)
    {
        var asked = $"pull {image}";
        var login = await EngineLogin.FindAsync(logins, image.Host, cancellationToken);
        var parameters = new ImagesCreateParameters { FromImage = image.Locator, Tag = image.Digest?.ToString() ?? image.Tag?.ToString() };
        await engine.OrderAsync(asked, (api, token) =>
            api.Images.CreateImageAsync(parameters, login.Header, new Told<JSONMessage>(Hear), token),
            cancellationToken);

        void Hear(JSONMessage said)
        {
            Check(said, asked, login.Note);
            if (said is { ID: { } layer, Progress: { Total: > 0 } progress })
                onProgress(new LayerProgress($"{layer} {said.Status}", progress.Current ?? 0, progress.Total.Value));
        }
    }

    /// <summary>Makes an image of a file tree, as a tar stream, and of instructions as in a Dockerfile.</summary>
    public Task ImportAsync(Stream tree, ImageReference image, IEnumerable<string> instructions, CancellationToken cancellationToken)
    {
        var asked = $"import {image}";
        var parameters = new ImagesCreateParameters { FromSrc = "-", Repo = image.Locator, Tag = image.Tag!.ToString(),
            Changes = [.. instructions] };
        return engine.OrderAsync(asked, (api, token) =>
            api.Images.CreateImageAsync(parameters, tree, null, new Told<JSONMessage>(said => Check(said, asked, "")), token),
            cancellationToken);
    }

    /// <summary>Pushes a tagged image; nothing is uploaded that the registry has.</summary>
    /// <returns>The digest under which the registry took it; null where the engine says none, as with containerd's store.</returns>
    public async Task<Digest?> PushAsync(ImageReference image, ICredentialSource? logins, Action<LayerProgress> onProgress,
        CancellationToken cancellationToken)
    {
        var asked = $"push {image}";
        var login = await EngineLogin.FindAsync(logins, image.Host, cancellationToken);
        Digest? digest = null;
        await engine.OrderAsync(asked, (api, token) => api.Images.PushImageAsync(image.Locator,
            new ImagePushParameters { Tag = image.Tag!.ToString() }, login.Header, new Told<JSONMessage>(Hear), token), cancellationToken);
        return digest;

        void Hear(JSONMessage said)
        {
            Check(said, asked, login.Note);
            if (said.Aux?.ExtensionData?.TryGetValue("Digest", out var text) == true && Digest.TryParse(text?.ToString(), out var taken))
                digest = taken;
            else if (said is { ID: { } layer, Progress: { Total: > 0 } progress })
                onProgress(new LayerProgress(layer, progress.Current ?? 0, progress.Total.Value));
        }
    }

    /// <summary>Gives an image a further tag.</summary>
    /// <param name="image">The image, by reference or id.</param>
    /// <param name="name">The tag.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task TagAsync(string image, ImageReference name, CancellationToken cancellationToken) =>
        engine.OrderAsync($"tag {image} as {name}", (api, token) => api.Images.TagImageAsync(image,
            new ImageTagParameters { RepositoryName = name.Locator, Tag = name.Tag!.ToString() }, token), cancellationToken);

    /// <summary>Takes a name away, and the image too where it was the last; nothing is forced. One that is not there is gone.</summary>
    public async Task RemoveAsync(ImageReference name, CancellationToken cancellationToken)
    {
        try
        {
            await engine.OrderAsync($"remove {name}", (api, token) =>
                api.Images.DeleteImageAsync(name.ToString(), new ImageDeleteParameters(), token), cancellationToken);
        }
        catch (EngineException exception) when (exception.IsMissing)
        {
            // Somebody else was first.
        }
    }

    /// <summary>What the configuration of an image says; null where the engine does not have it.</summary>
    public async Task<Testing.ImageFacts?> FactsAsync(string image, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.AskAsync($"inspect {image}",
                async (api, token) => ImageFactsOf.Answer(await api.Images.InspectImageAsync(image, token)), cancellationToken);
        }
        catch (EngineException exception) when (exception.IsMissing)
        {
            return null;
        }
    }

    /// <summary>Takes an image away that was made of a container, by its id; nothing is forced. One that is not there is gone.</summary>
    public async Task RemoveAsync(Digest id, CancellationToken cancellationToken)
    {
        try
        {
            await engine.OrderAsync($"remove the image {id.Abbreviated}", (api, token) =>
                api.Images.DeleteImageAsync(id.ToString(), new ImageDeleteParameters(), token), cancellationToken);
        }
        catch (EngineException exception) when (exception.IsMissing || exception.IsConflict)
        {
            // Gone, or used by somebody else.
        }
    }

    private void Check(JSONMessage said, string asked, string note)
    {
        if (said.Error is { } error)
            throw EngineException.Of(engine.Address, asked, error.Message + note);
    }

    private async Task<ImmutableArray<EngineImage>> ListAsync(string filter, string[] values, CancellationToken cancellationToken) =>
        [.. (await engine.AskAsync("list its images", (api, token) =>
            api.Images.ListImagesAsync(new ImagesListParameters { Filters = Filter.Of(filter, values) }, token), cancellationToken))
            .OfType<ImagesListResponse>().Select(EngineImage.Of)];
}
