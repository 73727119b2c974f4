using KegImages.Processes;

namespace KegImages.ReliabilityTests.Engines;

/// <summary>A folder with little room, mounted in memory.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <summary>Mounts it over a folder.</summary>
    public static async Task<SmallDisk> MountAsync(string folder, string size)
    {
        Directory.CreateDirectory(folder);
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder);
        return new SmallDisk(folder);
    }

    /// <summary>Takes all the room that there is.</summary>
    public async Task FillAsync()
    {
        try
        {
            await using var file = File.Create(Path.Combine(folder, "filler"));
            var block = new byte[4096];
            while (true)
                await file.WriteAsync(block);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public async ValueTask DisposeAsync() => await RunAsync("umount", "-l", folder);

    private static async Task RunAsync(string program, params string[] arguments) =>
        (await new ProcessRunner().RunAsync(new Command(program, arguments), null, null, CancellationToken.None)).OrThrow();
}
