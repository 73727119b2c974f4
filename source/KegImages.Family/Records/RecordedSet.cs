namespace KegImages.Records;

/// <summary>A recorded set by its name.</summary>
/// <param name="Tag">The tag that it was published under.</param>
/// <param name="Branch">The branch that it was published from, where one is known.</param>
/// <param name="Commit">The commit, where there is one.</param>
/// <param name="CommitTime">When that commit was made.</param>
public sealed record RecordedSet(string Tag, string? Branch, string? Commit, DateTimeOffset? CommitTime)
{
    /// <summary>How it was put there by hand, and that it is held there; null where runs of its branch move it.</summary>
    public string? Hold { get; init; }

    /// <summary>The set of a record.</summary>
    public static RecordedSet Of(FamilyRecord record) =>
        new(record.Tag.ToString(), record.Branch?.ToString(), record.Commit?.ToString(),
            record.CommitTime?.ToUniversalTime()) { Hold = record.Hold?.ToString() };

    /// <summary>The set for people: <c>develop, from branch 'develop' at 0123456789ab</c>.</summary>
    public override string ToString() => Branch is null && Commit is null ? Tag
        : $"{Tag}, from{(Branch is null ? "" : $" branch '{Branch}'")}{(Commit is null ? "" : $" at {Commit[..12]}")}";
}
