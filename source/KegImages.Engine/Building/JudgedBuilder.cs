namespace KegImages.Building;

/// <summary>A builder that was asked for, and what it says of itself.</summary>
/// <param name="Entry">As it was asked for.</param>
/// <param name="Inspection">What it says; null where it says nothing.</param>
public sealed record JudgedBuilder(BuilderEntry Entry, BuilderInspection? Inspection)
{
    /// <summary>What was said when it did not answer; null when it did.</summary>
    public string? Silence { get; init; }

    /// <summary>The same for people: <c>the builder 'far' (remote, linux/amd64)</c>.</summary>
    public override string ToString() =>
        Inspection is null ? Entry.Called : $"{Entry.Called} ({Inspection.Described})";
}
