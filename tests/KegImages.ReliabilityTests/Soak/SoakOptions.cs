using System.Globalization;

namespace KegImages.ReliabilityTests.Soak;

/// <summary>What is asked of a soak.</summary>
/// <param name="Time">How long it runs.</param>
/// <param name="Seed">Where its chance begins.</param>
/// <param name="Replay">A script to run in place of anything by chance; null for none.</param>
/// <param name="Output">The folder for what it found.</param>
internal sealed record SoakOptions(TimeSpan Time, int Seed, string? Replay, string Output)
{
    /// <summary>The word that makes this program a soak.</summary>
    public const string Word = "soak";

    /// <summary>Reads <c>--minutes 20 --seed 7 --replay file --output folder</c>, each where it is given.</summary>
    /// <exception cref="WrongUseException">An option is none of these, or its value is none.</exception>
    public static SoakOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new SoakOptions(TimeSpan.FromMinutes(20), Seed: Soak.Seed.New(), null, "output/soak");
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new WrongUseException($"{arguments[i]} has no value");
            options = arguments[i] switch
            {
                "--minutes" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes)
                    && minutes > 0 => options with { Time = TimeSpan.FromMinutes(minutes) },
                "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) =>
                    options with { Seed = seed },
                "--replay" => options with { Replay = value },
                "--output" => options with { Output = value },
                var other =>
                    throw new WrongUseException($"{other} '{value}': a soak takes --minutes, --seed, --replay and --output"),
            };
        }

        return options;
    }
}
