using System.Diagnostics.CodeAnalysis;

namespace Nuke.Common.CI;

/// <summary>The share that one run has of work that several divide among them.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names are NUKE's own.")]
public sealed class Partition
{
    private Partition(int part, int total) => (Part, Total) = (part, total);

    /// <summary>The only share, which is all of it.</summary>
    public static Partition Single { get; } = new(1, 1);

    /// <summary>Which share it is, from 1.</summary>
    public int Part { get; }

    /// <summary>How many shares there are.</summary>
    public int Total { get; }

    /// <summary>The share as <c>1/1</c>.</summary>
    public override string ToString() => $"{Part}/{Total}";
}
