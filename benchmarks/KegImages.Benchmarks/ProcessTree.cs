using System.Globalization;

namespace KegImages.Benchmarking;

/// <summary>
/// Looks at a process and all below it, as <c>/proc</c> shows them. See <see href="https://man7.org/linux/man-pages/man5/proc.5.html"/>.
/// </summary>
internal static class ProcessTree
{
    private const double TicksASecond = 100;

    /// <summary>The bytes that all processes below one have resident, but for one of them and all below that.</summary>
    public static long ResidentBelow(int process, int? without = null)
    {
        // A child that was forked a moment ago still is its parent, with its command line and all its memory.
        var own = CommandLine(process);
        return Children(process).Where(child => child != without && CommandLine(child) != own)
            .Sum(child => Resident(child) + ResidentBelow(child, without));
    }

    /// <summary>The seconds of processor time of a process and all below it, those that ended there included.</summary>
    public static double ProcessorTime(int process) => Below(process).Prepend(process).Sum(Time);

    private static IEnumerable<int> Below(int process)
    {
        foreach (var child in Children(process))
        {
            yield return child;
            foreach (var grandchild in Below(child))
                yield return grandchild;
        }
    }

    private static IEnumerable<int> Children(int process) =>
        Tasks(process).SelectMany(task => Read(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture));

    private static string[] Tasks(int process)
    {
        try
        {
            return Directory.GetDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task"));
        }
        catch (IOException)
        {
            // It ended a moment ago.
            return [];
        }
    }

    private static string CommandLine(int process) => Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cmdline"));

    private static long Resident(int process)
    {
        var fields = Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/statm")).Split(' ');
        return fields.Length > 1 ? long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize : 0;
    }

    private static double Time(int process)
    {
        var stat = Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        // The name is in brackets and may hold anything; after it come the fields from the third on.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 14 ? fields[11..15].Sum(field => double.Parse(field, CultureInfo.InvariantCulture)) / TicksASecond : 0;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended a moment ago.
            return "";
        }
    }
}
