using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Nuke.Common.Execution;

/// <summary>The processes that this one started, and those that they started.</summary>
internal static class ChildProcesses
{
    private static readonly TimeSpan ToEndByThemselves = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Asks all of them to end, and ends those that do not. Where the system does not say who started whom, the terminal has told them
    /// already.
    /// </summary>
    public static async Task EndAsync()
    {
        var children = Of(Environment.ProcessId);
        foreach (var child in children)
            _ = Signal(child, Terminate);
        for (var waited = TimeSpan.Zero; waited < ToEndByThemselves && children.Exists(IsAlive); waited += Look)
            await Task.Delay(Look);
        children.ForEach(Kill);
    }

    /// <summary>Ends all of them at once.</summary>
    public static void Kill() => Of(Environment.ProcessId).ForEach(Kill);

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It ended by itself in between, which is what was wanted.
            Debug.WriteLine(exception.Message);
        }
    }

    private static bool IsAlive(int id) => Fields($"/proc/{id}") is { } fields && fields[0] != "Z";

    private static List<int> Of(int parent)
    {
        if (!OperatingSystem.IsLinux())
            return [];
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && ParentOf(folder) == parent)
                children.Add(id);
        }

        return children;
    }

    private static int? ParentOf(string folder) => Fields(folder) is { } fields ? int.Parse(fields[1], CultureInfo.InvariantCulture) : null;

    // proc(5): "pid (name) state ppid …"; the name may hold spaces and parentheses.
    private static string[]? Fields(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private const int Terminate = 15;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int id, int signal);
}
