using System.Globalization;

namespace KegImages.ReliabilityTests.Races;

/// <summary>A race with a chance of its own: who starts first, and how long each request takes.</summary>
/// <param name="Race">What runs against what.</param>
/// <param name="Seed">Its chance.</param>
internal sealed record RaceCase(string Race, int Seed)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static RaceCase Parse(string text) => text.Split(' ') is [var race, var seed]
        ? new RaceCase(race, int.Parse(seed, CultureInfo.InvariantCulture))
        : throw new FormatException($"'{text}' is no race: expected its name and a seed");

    public override string ToString() => $"{Race} {Seed.ToString(CultureInfo.InvariantCulture)}";
}
