using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>
/// What reading a family record found: a <see cref="RecordFound"/>, <see cref="RecordAbsent"/> or <see cref="RecordUnreadable"/>.
/// </summary>
public abstract record RecordReading
{
    /// <summary>The record; null when there is none that can be read.</summary>
    public FamilyRecord? Record => (this as RecordFound)?.Found;

    /// <summary>
    /// The record for one who writes another in its place; null only where there is none. What cannot be read may hold the set, or have
    /// images that this run knows nothing of.
    /// </summary>
    /// <param name="tag">The record's tag.</param>
    /// <exception cref="FailedException">There is something else, or it did not arrive whole.</exception>
    public FamilyRecord? ForReplacing(Tag tag) => this is not RecordUnreadable { Reason: var reason } ? Record
        : throw new FailedException(string.Join(
            Environment.NewLine, reason,
                $"  nobody knows what it says of '{tag}', so it is not replaced unasked: where it stays so, publish over it by name: "
                    + $"{ThisProgram.Name} Push --tag {tag}{ThisProgram.SameWorld}"));
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
