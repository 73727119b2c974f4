namespace KegImages.Publishing;

/// <summary>A set that a person put where it is, met by a run that leaves it there.</summary>
/// <param name="Record">The set's record.</param>
/// <param name="Hold">Why it is held.</param>
/// <param name="Commit">The commit of the run; null in a repository with none.</param>
/// <param name="World">What a command that is suggested needs to mean the same engine and registry, with a leading space.</param>
public sealed record HeldSet(FamilyRecord Record, SetHold Hold, CommitId? Commit, string World)
{
    /// <summary>Why an image is left out of a run, as a clause.</summary>
    public string Reason => $"'{Record.Tag}' is held where it is";

    /// <summary>What a person should know, as a sentence, and the command that lets it go.</summary>
    public override string ToString() =>
        $"'{Record.Tag}' is held{(Record.Commit is null ? "" : $" at {Record.Commit.Abbreviated}")}: {Hold}. "
            + $"{(Commit is null ? "This run" : $"This run of {Commit.Abbreviated}")} is not newer, so nothing is built and no tag moves; "
        + $"a newer commit moves on, and so does, by hand: {ThisProgram.Name} Push --tag {Record.Tag}{World}";
}
