using CsCheck;

namespace KegImages.ReliabilityTests.Soak;

/// <summary>Where chance begins, so that it can begin there again.</summary>
internal static class Seed
{
    /// <summary>The seed that the caller gave in <c>KEG_SEED</c>; null when none.</summary>
    public static int? Given => int.TryParse(Environment.GetEnvironmentVariable("KEG_SEED"), out var seed) ? seed : null;

    /// <summary>Another seed.</summary>
    public static int New() => Random.Shared.Next();

    /// <summary>The seed of one part: parts do not change each other's chance.</summary>
    public static Random For(int seed, string part) => new(part.Aggregate(seed, (hash, character) => unchecked(hash * 31 + character)));

    /// <summary>The chance of one generated input.</summary>
    public static PCG OfGenerators(int seed, int input) => new((uint)input, (ulong)seed);
}
