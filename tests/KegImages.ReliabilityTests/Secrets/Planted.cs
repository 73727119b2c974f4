using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace KegImages.ReliabilityTests.Secrets;

/// <summary>A secret that was planted, and every way of writing it that gives it away.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The secret.</param>
internal sealed record Planted(string Name, string Value)
{
    /// <summary>Another one each time, so that nothing is found that an earlier run left.</summary>
    public static Planted New(string name) => new(name, $"Pl4nted{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}");

    /// <summary>The texts that give it away, as bytes.</summary>
    public ImmutableArray<byte[]> Traces { get; } =
    [
        .. new[]
        {
            Value, Uri.EscapeDataString(Value), Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Value)),
            // What base64 makes of it behind any text: the middle of each of three.
            Middle("", Value), Middle("x", Value), Middle("xx", Value),
        }.Distinct().Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>Whether bytes give it away.</summary>
    public bool IsIn(ReadOnlySpan<byte> bytes)
    {
        foreach (var trace in Traces)
        {
            if (bytes.IndexOf(trace) >= 0)
                return true;
        }

        return false;
    }

    private static string Middle(string before, string value) => Convert.ToBase64String(Encoding.UTF8.GetBytes(before + value))[4..^4];
}
