using System.Collections.Immutable;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Publishing;

namespace KegImages.Records;

/// <summary>What registry and working tree say of a set, read once.</summary>
public sealed record StatusFacts
{
    /// <summary>Where the set lives.</summary>
    public required Provider Provider { get; init; }

    /// <summary>The tag of the set.</summary>
    public required Tag Tag { get; init; }

    /// <summary>What reading the record found.</summary>
    public required RecordReading Reading { get; init; }

    /// <summary>Which tags have a record, as a step for people; null where this one has.</summary>
    public string? OtherRecords { get; init; }

    /// <summary>The images that are looked at, in the order in which they are shown: the family's, then those that only the record names.</summary>
    public required ImmutableArray<ImageName> Images { get; init; }

    /// <summary>What the tag names now; no entry where an image has no such tag.</summary>
    public required ImmutableDictionary<ImageName, Digest> Tagged { get; init; }

    /// <summary>What images say of themselves that the record does not name.</summary>
    public ImmutableDictionary<ImageName, LabelledImage> Labelled { get; init; } = ImmutableDictionary<ImageName, LabelledImage>.Empty;

    /// <summary>What the images of the working tree are made of; null where that could not be told.</summary>
    public ImmutableDictionary<ImageName, Fingerprint>? WorkingTree { get; init; }

    /// <summary>Why that could not be told.</summary>
    public string? WorkingTreeProblem { get; init; }

    /// <summary>What the tags of parents name now, by repository; several where the family builds on several tags of one.</summary>
    public ImmutableDictionary<string, ImmutableHashSet<Digest>> Parents { get; init; } = ImmutableDictionary<string, ImmutableHashSet<Digest>>.Empty;

    /// <summary>The time that ages are told from.</summary>
    public required DateTimeOffset Now { get; init; }
}
