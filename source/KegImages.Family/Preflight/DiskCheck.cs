
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

        var result = await world.Runner.RunAsync(world.Docker.Command("info", "--format", "{{.DockerRootDir}}"), null, null,
            cancellationToken);
        var folder = result.StandardOutput.Trim();
        // No answer is the engine's finding, and a folder that is not here belongs to a machine that cannot be looked into.
        if (result.ExitCode != 0 || folder.Length == 0 || !Directory.Exists(folder))
            return [here];
        return [Of("disk", "where the engine keeps its images", new DriveInfo(folder).AvailableFreeSpace,
            "docker system df shows what takes it, docker system prune gives free what nothing uses"), here];
    }

    /// <summary>The finding for so many free bytes.</summary>
    public static Finding Of(string check, string where, long free, string next) => free switch
    {
        < TooLittle => Finding.Error(check, $"{Human.Size(free)} are free {where}: too little for a build", next),
        < Little => Finding.Warning(check, $"{Human.Size(free)} are free {where}: large images may not fit", next),
        _ => Finding.Ok(check, $"{Human.Size(free)} are free {where}"),
    };
}
