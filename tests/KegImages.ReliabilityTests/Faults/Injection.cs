using System.Globalization;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>A fault at a place of a run.</summary>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Place">Where.</param>
/// <param name="From">From the how-manieth request of this kind on, beginning with 1.</param>
/// <param name="Times">How often; <see cref="Sticky"/> for as long as the run lasts.</param>
internal sealed record Injection(Fault Fault, Place Place, int From, int Times)
{
    /// <summary>As often as it is asked.</summary>
    public const int Sticky = int.MaxValue;

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static Injection Parse(string text)
    {
        var (fault, rest) = Cut(text, " at ");
        var (place, counts) = Cut(rest, " from ");
        var (from, times) = Cut(counts, " times ");
        return new Injection(
            Fault.Named(fault), Place.Parse(place), int.Parse(from, CultureInfo.InvariantCulture),
            times == "all" ? Sticky : int.Parse(times, CultureInfo.InvariantCulture));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Fault} at {Place} from {From} times {(Times == Sticky ? "all" : $"{Times}")}");

    private static (string Before, string After) Cut(string text, string at) =>
        text.LastIndexOf(at, StringComparison.Ordinal) is >= 0 and var place
        ? (text[..place], text[(place + at.Length)..])
        : throw new FormatException($"'{text}' is no fault: '{at.Trim()}' is missing");
}
