using KegImages.Contexts;
using KegImages.Locking;

namespace KegImages.Pipeline;

/// <summary>Remembers the triggers of images by digest, from one run to the next: what a digest names never changes.</summary>
/// <param name="folder">Where they are remembered.</param>
internal sealed class TriggerCache(string folder)
{
    /// <summary>The triggers of an image; null when they are not remembered.</summary>
    public async Task<string[]?> FindAsync(Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(PathOf(digest), cancellationToken);
            return new OutsideDocument("remembered triggers").TryRead(bytes, LockJsonContext.Default.StringArray, out var triggers)
                ? triggers : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Never asked, or cut off: the registry knows.
            return null;
        }
    }

    /// <summary>Remembers the triggers of an image.</summary>
    public async Task KeepAsync(Digest digest, ImmutableArray<string> triggers, CancellationToken cancellationToken)
    {
        OwnFolders.Make(folder);
        var temporary = $"{PathOf(digest)}.{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(temporary, JsonSerializer.Serialize([.. triggers], LockJsonContext.Default.StringArray),
            cancellationToken);
        File.Move(temporary, PathOf(digest), overwrite: true);
    }

    private string PathOf(Digest digest) => Path.Combine(folder, digest.Encoded);
}
