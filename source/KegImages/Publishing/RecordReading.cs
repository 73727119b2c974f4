using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>What reading a family record found: a <see cref="RecordFound"/>, <see cref="RecordAbsent"/> or <see cref="RecordUnreadable"/>.</summary>
public abstract record RecordReading
{
    /// <summary>The record; null when there is none that can be read.</summary>
    public FamilyRecord? Record => (this as RecordFound)?.Found;
}

/// <summary>There is one.</summary>
/// <param name="Found">The record.</param>
/// <param name="Descriptor">The artifact that it was read from.</param>
public sealed record RecordFound(FamilyRecord Found, ManifestDescriptor Descriptor) : RecordReading;

/// <summary>There is none.</summary>
public sealed record RecordAbsent : RecordReading;

/// <summary>There is something else, or a record of another version.</summary>
/// <param name="Reason">What it is, as a sentence.</param>
public sealed record RecordUnreadable(string Reason) : RecordReading;
