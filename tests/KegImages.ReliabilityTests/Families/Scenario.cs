using System.Collections.Immutable;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Faults;

namespace KegImages.ReliabilityTests.Families;

/// <summary>
/// A run that is known in every detail: what the registry held before it, what it holds after it, and everything that it asks on the way.
/// </summary>
/// <param name="Name">What it is called.</param>
/// <param name="Checkout">Where it runs.</param>
/// <param name="Words">The command.</param>
/// <param name="Before">What the registry holds before it.</param>
/// <param name="After">What it holds after it.</param>
/// <param name="Places">What it asks.</param>
internal sealed record Scenario(string Name, Checkout Checkout, ImmutableArray<string> Words, RegistryView Before, RegistryView After,
    Places Places)
{
    /// <summary>How far ahead its clock is.</summary>
    public TimeSpan Ahead { get; init; }

    /// <summary>Whether it deletes.</summary>
    public bool Deletes => Name == "prune";
}
