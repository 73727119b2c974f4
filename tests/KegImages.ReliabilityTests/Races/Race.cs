using System.Collections.Immutable;
using KegImages.ReliabilityTests.Checking;

namespace KegImages.ReliabilityTests.Races;

/// <summary>Two runs that may meet, and all that can come of them one after the other.</summary>
/// <param name="Name">What they are.</param>
/// <param name="First">One of them; where only one can win, the one that loses.</param>
/// <param name="Second">The other one.</param>
/// <param name="Before">What the registry holds before.</param>
/// <param name="Between">What it may hold on the way: after one of them alone, and after both in either order.</param>
/// <param name="After">What it holds when both are done, whichever was first.</param>
/// <param name="Open">The tags that depend on which was first, and are not in it.</param>
internal sealed record Race(
    string Name, Runner First, Runner Second, RegistryView Before, ImmutableArray<RegistryView> Between, RegistryView After,
        ImmutableHashSet<string> Open);
