namespace KegImages.LocalEngine;

/// <summary>The processes of one clone's set-up, found by a variable that all of them inherit.</summary>
internal static class SetUpProcesses
{
    /// <summary>The variable; its value is the clone's id.</summary>
    public const string Variable = "KEG_SET_UP";

    private const int Kill = 9;
    private const int MostRounds = 20;

    /// <summary>Ends all that an interrupted set-up left behind; no other may be going on.</summary>
    public static async Task<IReadOnlyCollection<string>> EndAsync(string id, CancellationToken cancellationToken)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        // What is just being started is seen in the next round.
        for (var round = 0; round < MostRounds && Find(id) is { Count: > 0 } found; round++)
        {
            foreach (var (process, name) in found)
            {
                names.Add(name);
                _ = NativeSignals.Send(process, Kill);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }

        return names;
    }

    public static bool Any(string id) => Find(id).Count > 0;

    private static List<(int Id, string Name)> Find(string id)
    {
        var mark = Encoding.ASCII.GetBytes($"\0{Variable}={id}\0");
        var found = new List<(int Id, string Name)>();
        if (!Directory.Exists("/proc"))
            return found;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && process != Environment.ProcessId && Carries(folder, mark, out var name))
                found.Add((process, name));
        }

        return found;
    }

    private static bool Carries(string folder, byte[] mark, out string name)
    {
        name = "";
        try
        {
            byte[] variables = [0, .. File.ReadAllBytes(Path.Combine(folder, "environ")), 0];
            if (variables.AsSpan().IndexOf(mark) < 0)
                return false;
            name = File.ReadAllText(Path.Combine(folder, "comm")).Trim();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has just ended, or is someone else's.
            return false;
        }
    }
}
