using KegImages.Contexts;
using KegImages.Reports.Page;

namespace KegImages.Pipeline;

/// <summary>The timeline of the last run of a tag, kept below <c>.nuke/temp</c> for the next one to be compared with.</summary>
/// <param name="workplace">Where.</param>
/// <param name="tag">The tag.</param>
internal sealed class KeptTimeline(Workplace workplace, Tag tag)
{
    private string Folder => Path.Combine(workplace.TemporaryFolder, "runs");

    private string FilePath => Path.Combine(Folder, $"{tag}.json");

    /// <summary>The last run; null where none is known. What cannot be read is as good as none: it is a comparison, and no more.</summary>
    public async Task<PageTimeline?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(FilePath) ? PageTimeline.Parse(await File.ReadAllTextAsync(FilePath, cancellationToken)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or UnreadableDocumentException)
        {
            return null;
        }
    }

    /// <summary>Keeps a run in place of the one before.</summary>
    public async Task WriteAsync(PageTimeline run, CancellationToken cancellationToken)
    {
        try
        {
            OwnFolders.Make(Folder);
            await File.WriteAllTextAsync(FilePath, workplace.World.Masking.Apply(run.ToJson()), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next run is compared with none.
        }
    }
}
