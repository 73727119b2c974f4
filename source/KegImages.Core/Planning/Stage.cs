namespace KegImages.Planning;

/// <summary>How far down the family a run goes: the first group, all but the last, or all.</summary>
public enum Stage
{
    /// <summary>The first group.</summary>
    Base,

    /// <summary>The groups between the first and the last.</summary>
    KegHub,

    /// <summary>The last group.</summary>
    Taps,
}
