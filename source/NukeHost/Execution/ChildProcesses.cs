using System.Diagnostics;
using System.Globalization;

namespace Nuke.Common.Execution;

/// <summary>The processes that this one started, and those that they started.</summary>
internal static class ChildProcesses
{
    /// <summary>Ends all of them. Where the system does not say who started whom, the terminal has told them already.</summary>
    public static void End()
    {
        foreach (var child in Of(Environment.ProcessId))
        {
            try
            {
                using var process = Process.GetProcessById(child);
                process.Kill(entireProcessTree: true);
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
            {
                // It ended by itself in between, which is what was wanted.
                Debug.WriteLine(exception.Message);
            }
        }
    }

    private static List<int> Of(int parent)
    {
        if (!OperatingSystem.IsLinux())
            return [];
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ParentOf(folder) == parent)
                children.Add(id);
        }

        return children;
    }

    // proc(5): "pid (name) state ppid …"; the name may hold spaces and parentheses.
    private static int? ParentOf(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
