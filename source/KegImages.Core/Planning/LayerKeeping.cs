namespace KegImages.Planning;

/// <summary>What a run does with the layers that builds elsewhere kept in the registry. It is never a part of what an image is made
/// of.</summary>
public enum LayerKeeping
{
    /// <summary>Nothing: BuildKit's own cache is all there is.</summary>
    Off,

    /// <summary>It takes over what is there, and keeps nothing.</summary>
    Read,

    /// <summary>It takes over what is there, and keeps what it built where it pushes.</summary>
    Write,
}
