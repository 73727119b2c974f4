namespace KegImages.Planning;

/// <summary>A target that builds stages of a family, on those before them; a stage is a group.</summary>
public enum StageTarget
{
    /// <summary>The first group.</summary>
    Base,

    /// <summary>Each group between the first and the last, one after the other.</summary>
    KegHub,

    /// <summary>The last group.</summary>
    Taps,
}
