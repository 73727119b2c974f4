using System.Collections.Concurrent;
using KegImages.Building;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Registry;

namespace KegImages.Explaining;

/// <summary>Stores what images are made of while others are still built. That a registry does not take it hinders nothing.</summary>
/// <param name="registries">The client.</param>
/// <param name="inputs">What each image is made of.</param>
/// <param name="source">Where the source can be seen.</param>
/// <param name="cancellationToken">Ends the storing.</param>
internal sealed class InputsKeeping(RegistryClient registries, IReadOnlyDictionary<ImageName, ImageInputs> inputs, Uri? source, CancellationToken cancellationToken)
{
    private readonly InputsStore store = new(registries);
    private readonly ConcurrentQueue<Task<string?>> storing = [];

    /// <summary>Begins to store the inputs of an image that was built and pushed; anything else that happens is passed by.</summary>
    public void Show(RunEvent happened)
    {
        if (happened is ImageEnded { Outcome: Built { Digest: not null } built } && inputs.TryGetValue(built.Step.Image.Name, out var made))
            storing.Enqueue(PutAsync(built.Step.Content, made));
    }

    /// <summary>Waits until all are stored.</summary>
    /// <returns>What a person should know; null when all went well.</returns>
    public async Task<string?> NoteAsync()
    {
        var refusals = (await Task.WhenAll(storing)).OfType<string>().ToList();
        return refusals.Count == 0 ? null : $"the registry does not keep what images are made of, so Explain cannot compare them: {refusals[0]}";
    }

    private async Task<string?> PutAsync(ImageReference repository, ImageInputs made)
    {
        try
        {
            return await store.PutAsync(repository, made, source, cancellationToken);
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            return exception.Message;
        }
    }
}
