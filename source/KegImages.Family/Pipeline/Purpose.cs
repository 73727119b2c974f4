namespace KegImages.Pipeline;

/// <summary>What a plan is made for. What may not be built is refused only where it would be.</summary>
public enum Purpose
{
    /// <summary>To be looked at: what a build would be refused for is a note.</summary>
    Look,

    /// <summary>A dry run: everything is decided as for a build, and neither engine nor login is needed.</summary>
    Rehearse,

    /// <summary>To be built: engine and logins are checked too.</summary>
    Build,
}
