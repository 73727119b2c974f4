namespace KegImages.Scaffolding;

/// <summary>What a new tap begins with.</summary>
public enum TapTemplate
{
    /// <summary>A small server in JavaScript.</summary>
    Node,

    /// <summary>Files that the parent's own server serves.</summary>
    Static,
}
