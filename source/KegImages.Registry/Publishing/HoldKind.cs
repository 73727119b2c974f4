namespace KegImages.Publishing;

/// <summary>By which command a set was put where it is.</summary>
public enum HoldKind
{
    /// <summary>It was put back to a commit's record.</summary>
    Restore,

    /// <summary>The set of another tag was put in its place.</summary>
    Promote,
}
