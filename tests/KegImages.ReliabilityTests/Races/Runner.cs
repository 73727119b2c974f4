using System.Collections.Immutable;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Races;

/// <summary>One of two runs at once.</summary>
internal sealed record Runner(Checkout Checkout, ImmutableArray<string> Words);
