namespace KegImages.Planning;

/// <summary>Why an image is not the one that a run wants, although it stands in its place.</summary>
/// <param name="Clause">What it does, without its subject, for people: <c>says it is of another fingerprint</c>.</param>
/// <param name="Parent">The parent of which it stands on another build; null where it is in doubt for another reason.</param>
public sealed record Doubt(string Clause, ImageName? Parent = null)
{
    /// <summary>The clause.</summary>
    public override string ToString() => Clause;
}
