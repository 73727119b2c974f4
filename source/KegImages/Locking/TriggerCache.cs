using System.Collections.Immutable;
using System.Text.Json;
using KegImages.Images;

namespace KegImages.Locking;

/// <summary>Remembers the triggers of images by digest, from one run to the next: what a digest names never changes.</summary>
/// <param name="folder">Where they are remembered.</param>
internal sealed class TriggerCache(string folder)
{
    /// <summary>The triggers of an image; null when they are not remembered.</summary>
    public async Task<string[]?> FindAsync(Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize(await File.ReadAllTextAsync(PathOf(digest), cancellationToken), LockJsonContext.Default.StringArray);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            // Never asked, or cut off: the registry knows.
            return null;
        }
    }

    /// <summary>Remembers the triggers of an image.</summary>
    public async Task KeepAsync(Digest digest, ImmutableArray<string> triggers, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var temporary = $"{PathOf(digest)}.{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(temporary, JsonSerializer.Serialize([.. triggers], LockJsonContext.Default.StringArray), cancellationToken);
        File.Move(temporary, PathOf(digest), overwrite: true);
    }

    private string PathOf(Digest digest) => Path.Combine(folder, digest.Encoded);
}
