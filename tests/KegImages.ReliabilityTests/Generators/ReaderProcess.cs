using System.Diagnostics;
using System.Globalization;
using System.Text;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Generators;

/// <summary>All readers in a process of its own: one that fills the stack ends its process, and is a finding like any other.</summary>
internal static class ReaderProcess
{
    /// <summary>The word that makes this program read.</summary>
    public const string Word = "read";

    private const string Begins = "begins";
    private const string Found = "found";
    private const string Read = "read";

    // A thread that does not come back takes a processor from all that is measured after it.
    private const int IsSpent = 3;

    /// <summary>Has every reader read; how many inputs were generated, and what was found.</summary>
    public static async Task<(long Generated, IReadOnlyList<Finding> Findings)> RunAsync(int seed, int countOfEach,
        CancellationToken cancellationToken)
    {
        var (generated, findings) = (0L, new List<Finding>());
        for (var next = 0; next < Readers.All.Length && !cancellationToken.IsCancellationRequested;)
        {
            var current = next;
            using var process = Start(seed, countOfEach, next);
            await using var ended = cancellationToken.Register(process.Kill);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
            {
                var words = line.Split(' ');
                if (words[0] == Begins)
                    current = int.Parse(words[1], CultureInfo.InvariantCulture);
                else if (words[0] == Found)
                    findings.Add(new Finding(Enum.Parse<FindingKind>(words[1]), Text(words[2]), Text(words[3])));
                else if (words[0] == Read)
                    generated += long.Parse(words[1], CultureInfo.InvariantCulture);
            }

            await process.WaitForExitAsync(CancellationToken.None);
            if (process.ExitCode == 0 || cancellationToken.IsCancellationRequested)
                break;
            next = current + 1;
            if (process.ExitCode == IsSpent)
                continue;
            var script = string.Create(CultureInfo.InvariantCulture, $"inputs {Readers.All[current]}: {seed} {countOfEach}");
            findings.Add(new Finding(FindingKind.Crash, script,
                $"{Readers.All[current]} ends the program: {new string([.. (await errors).Take(400)])}"));
        }

        return (generated, findings);
    }

    /// <summary>What the process does: reads, beginning with one reader, and says what it finds.</summary>
    public static int Serve(string[] arguments)
    {
        var (seed, count, first) = (Number(arguments[0]), Number(arguments[1]), Number(arguments[2]));
        for (var place = first; place < Readers.All.Length; place++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Begins} {place}"));
            var runs = new ReaderRuns();
            if (runs.Run(Readers.All[place], seed, count) is { } finding)
                Console.WriteLine($"{Found} {finding.Kind} {Word64(finding.Script)} {Word64(finding.Text)}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Read} {runs.Generated}"));
            if (runs.IsSpent)
                return IsSpent;
        }

        return 0;
    }

    private static Process Start(int seed, int count, int first)
    {
        var start = ProductProcess.Own([Word, Text(seed), Text(count), Text(first)]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        // Whoever takes memory without bound fails by itself, and not everything else on the machine.
        start.Environment["DOTNET_GCHeapHardLimit"] = "30000000";
        return Process.Start(start)!;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(string word) => Encoding.UTF8.GetString(Convert.FromBase64String(word));

    private static string Word64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
