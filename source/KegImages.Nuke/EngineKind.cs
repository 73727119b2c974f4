namespace KegImages.Components;

/// <summary>Which engine a run uses.</summary>
public enum EngineKind
{
    /// <summary>That of this machine's docker.</summary>
    System,

    /// <summary>One that the target Setup provisions below <c>.nuke/temp</c>.</summary>
    Private,
}
