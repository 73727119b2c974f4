using KegImages.Building;

namespace KegImages.LocalEngine;

/// <summary>How large a folder is while something fills it: of programs that say nothing themselves, what they have written.</summary>
internal static class Growth
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Waits for work that writes into a folder, and tells how many bytes came.</summary>
    public static async Task WatchAsync(string folder, WorkStep step, Task work)
    {
        var before = SizeOf(folder);
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(BetweenLooks));
            if (Math.Max(0, SizeOf(folder) - before) is > 0 and var grown)
                step.Move("written", grown, 0);
        }

        await work;
    }

    private static long SizeOf(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What is being written may be gone in the next moment.
            return 0;
        }
    }
}
