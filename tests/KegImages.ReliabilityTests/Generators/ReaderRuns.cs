using System.Globalization;
using System.Text;
using CsCheck;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Soak;

namespace KegImages.ReliabilityTests.Generators;

/// <summary>Gives readers generated inputs, and shrinks the first that breaks a promise.</summary>
internal sealed class ReaderRuns
{
    private const string Word = "input";
    private const int Shrinks = 400;
    private long generated;

    /// <summary>How many inputs were generated so far.</summary>
    public long Generated => generated;

    /// <summary>Whether a reader of this process still reads, and will for ever.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Reads some inputs; the smallest one that breaks a promise, or null.</summary>
    public Finding? Run(Reader reader, int seed, int count)
    {
        // The first time is the compiler's.
        foreach (var sample in reader.Samples)
            Budget.Judge(reader, Encoding.UTF8.GetBytes(sample));
        var inputs = Inputs.For(reader);
        for (var i = 0; i < count; i++)
        {
            generated++;
            if (Budget.Judge(reader, inputs.Generate(Seed.OfGenerators(seed, i), null, out _)) is not { } verdict)
                continue;
            IsSpent |= verdict.Text.Contains(Budget.Lost, StringComparison.Ordinal);
            return Shrunk(reader, inputs, Seed.OfGenerators(seed, i).ToString());
        }

        return null;
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
        generated++;
        return Budget.Judge(reader, input) is { } verdict ? new Finding(verdict.Kind, $"{Word} {line}", verdict.Text) : null;
    }

    // CsCheck looks for smaller inputs that fail as well, beginning with the one that did.
    private Finding? Shrunk(Reader reader, Gen<byte[]> inputs, string seed)
    {
        (byte[] Input, FindingKind Kind, string Text)? smallest = null;
        // Whoever does not come back is not asked again, only to have its text shorter.
        var tries = IsSpent ? 1 : Shrinks;
        try
        {
            inputs.Sample(
                input =>
                {
                    if (Budget.Judge(reader, input) is not { } verdict)
                        return true;
                    if (smallest is null || input.Length <= smallest.Value.Input.Length)
                        smallest = (input, verdict.Kind, verdict.Text);
                    return false;
                },
                iter: tries, seed: seed, threads: 1, print: input => $"{input.Length} bytes");
        }
        catch (CsCheckException)
        {
            // The smallest is told below, as a line that can be replayed.
        }

        return smallest is { } found
            ? new Finding(found.Kind, $"{Word} {reader.Name}: {Convert.ToBase64String(found.Input)}", found.Text)
            : new Finding(FindingKind.Hang, $"{Word} {reader.Name}: ", $"{reader} was once too slow or too large, and not again");
    }

    private static Reader Named(string name) =>
        Readers.All.FirstOrDefault(reader => reader.Name == name) ?? throw new FormatException($"there is no reader '{name}'");
}
