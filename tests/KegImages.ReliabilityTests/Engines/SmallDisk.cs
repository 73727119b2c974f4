using System.Globalization;
using KegImages.Commands;
using KegImages.Processes;

namespace KegImages.ReliabilityTests.Engines;

/// <summary>A folder with little room, mounted in memory.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Block = 4096;

    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <summary>Mounts it over a folder, with all that is in there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="room">How many bytes there is room for beside that.</param>
    public static async Task<SmallDisk> MountAsync(string folder, long room)
    {
        Directory.CreateDirectory(folder);
        var blocks = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length / Block + 1);
        var aside = Directory.CreateTempSubdirectory("keg disk ").FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={blocks * Block + room}"), "tmpfs",
            aside);
        await RunAsync("cp", "-a", folder + "/.", aside);
        await RunAsync("mount", "--bind", aside, folder);
        await RunAsync("umount", aside);
        Directory.Delete(aside);
        return new SmallDisk(folder);
    }

    /// <summary>Takes all the room that there is.</summary>
    public async Task FillAsync()
    {
        try
        {
            await using var file = File.Create(Path.Combine(folder, "filler"));
            var block = new byte[Block];
            while (true)
                await file.WriteAsync(block);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Makes it a disk with room for everything.</summary>
    public Task GrowAsync() => RunAsync("mount", "-o", "remount,size=4g", folder);

    public async ValueTask DisposeAsync() => await RunAsync("umount", "-l", folder);

    private static async Task RunAsync(string program, params string[] arguments) =>
        (await new ProcessRunner().RunAsync(new Command(program, arguments), null, null, CancellationToken.None)).OrThrow();
}
