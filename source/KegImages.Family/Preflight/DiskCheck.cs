using KegImages.Engines;
namespace KegImages.Preflight;

internal static class DiskCheck
{
    private const long TooLittle = 2_000_000_000;
    private const long Little = 10_000_000_000;

    public static async Task<IEnumerable<Finding>> ExamineAsync(World world, string root, bool asksEngine,
        CancellationToken cancellationToken)
    {
        var here = Of("disk here", "where the checkout is", new DriveInfo(root).AvailableFreeSpace, "free some room, or move the checkout");
        if (!asksEngine)
            return [here];

        // A folder that is not here belongs to a machine that cannot be looked into.
        if (await FolderAsync(world.Engine, cancellationToken) is not { Length: > 0 } folder || !Directory.Exists(folder))
            return [here];
        return [Of("disk", "where the engine keeps its images", new DriveInfo(folder).AvailableFreeSpace,
            "docker system df shows what takes it, docker system prune gives free what nothing uses"), here];
    }

    private static async Task<string?> FolderAsync(Engine engine, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.RootFolderAsync(cancellationToken);
        }
        catch (EngineException)
        {
            // No answer is the engine's own finding.
            return null;
        }
    }

    /// <summary>The finding for so many free bytes.</summary>
    public static Finding Of(string check, string where, long free, string next) => free switch
    {
        < TooLittle => Finding.Error(check, $"{Human.Size(free)} are free {where}: too little for a build", next),
        < Little => Finding.Warning(check, $"{Human.Size(free)} are free {where}: large images may not fit", next),
        _ => Finding.Ok(check, $"{Human.Size(free)} are free {where}"),
    };
}
