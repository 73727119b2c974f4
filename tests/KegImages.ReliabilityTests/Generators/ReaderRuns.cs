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

    /// <summary>Reads some inputs; the smallest one that breaks a promise, or null.</summary>
    public Finding? Run(Reader reader, int seed, int count)
    {
        (byte[] Input, FindingKind Kind, string Text)? smallest = null;
        // Whoever hangs is not asked a thousand times more, only to have its text shorter.
        var patience = 30;
        try
        {
            Inputs.For(reader).Sample(
                input =>
                {
                    Interlocked.Increment(ref generated);
                    if (smallest is not null && patience-- <= 0 || Budget.Judge(reader, input) is not { } verdict)
                        return true;
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

        return smallest is { } found ? new Finding(found.Kind, $"{Word} {reader.Name}: {Convert.ToBase64String(found.Input)}", found.Text) : null;
    }

    /// <summary>Reads the one input of a script's line, <c>reader: base64</c>.</summary>
    public Finding? Replay(string line)
    {
        var (name, input) = line.Split(": ", 2) is [var before, var after] ? (before, Convert.FromBase64String(after)) : throw new FormatException($"'{line}' is no input: expected a reader, a colon and base64");
        var reader = Readers.All.FirstOrDefault(reader => reader.Name == name) ?? throw new FormatException($"there is no reader '{name}'");
        Interlocked.Increment(ref generated);
        return Budget.Judge(reader, input) is { } verdict ? new Finding(verdict.Kind, $"{Word} {line}", verdict.Text) : null;
    }
}
