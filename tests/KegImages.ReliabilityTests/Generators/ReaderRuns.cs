using System.Globalization;
using CsCheck;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Soak;

namespace KegImages.ReliabilityTests.Generators;

/// <summary>Gives readers generated inputs, and shrinks the first that breaks a promise.</summary>
internal sealed class ReaderRuns
{
    private const string Word = "input";
    private long generated;

    /// <summary>How many inputs were generated so far.</summary>
    public long Generated => Interlocked.Read(ref generated);

    /// <summary>Whether a reader of this process still reads, and will for ever.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Reads some inputs; the smallest one that breaks a promise, or null.</summary>
    public Finding? Run(Reader reader, int seed, int count)
    {
        (byte[] Input, FindingKind Kind, string Text)? smallest = null;
        // Whoever does not come back is not asked again, only to have its text shorter.
        var patience = 30;
        try
        {
            Inputs.For(reader).Sample(
                input =>
                {
                    Interlocked.Increment(ref generated);
                    if (smallest is not null && patience-- <= 0 || Budget.Judge(reader, input) is not { } verdict)
                        return true;
                    IsSpent |= verdict.Kind == FindingKind.Hang && verdict.Text.Contains(Budget.Lost, StringComparison.Ordinal);
                    if (IsSpent)
                        patience = 0;
                    if (smallest is null || input.Length <= smallest.Value.Input.Length)
                        smallest = (input, verdict.Kind, verdict.Text);
                    return false;
                },
                iter: count, seed: Seed.OfGenerators(seed), threads: 1, print: input => $"{input.Length} bytes");
        }
        catch (CsCheckException)
        {
            // The smallest is told below, as a line that can be replayed.
        }

        return smallest is { } found ? new Finding(found.Kind, $"{Word} {reader.Name}: {Convert.ToBase64String(found.Input)}", found.Text)
            : null;
    }

    /// <summary>
    /// Reads the inputs of a script's line, <c>reader: seed count</c>: what is written down before inputs are read, because a full stack
    /// ends the whole program.
    /// </summary>
    public Finding? RunAgain(string line) => line.Split(": ", 2) is [var name, var chance] && chance.Split(' ') is [var seed, var count]
        ? Run(Named(name), int.Parse(seed, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture))
        : throw new FormatException($"'{line}' are no inputs: expected a reader, a colon, a seed and a count");

    /// <summary>Reads the one input of a script's line, <c>reader: base64</c>.</summary>
    public Finding? Replay(string line)
    {
        var (name, input) = line.Split(": ", 2) is [var before, var after] ? (before, Convert.FromBase64String(after))
            : throw new FormatException($"'{line}' is no input: expected a reader, a colon and base64");
        var reader = Named(name);
        Interlocked.Increment(ref generated);
        return Budget.Judge(reader, input) is { } verdict ? new Finding(verdict.Kind, $"{Word} {line}", verdict.Text) : null;
    }

    private static Reader Named(string name) =>
        Readers.All.FirstOrDefault(reader => reader.Name == name) ?? throw new FormatException($"there is no reader '{name}'");
}
