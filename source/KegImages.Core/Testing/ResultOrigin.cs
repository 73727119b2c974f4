namespace KegImages.Testing;

/// <summary>What kind of run says that tests passed; each keeps it under a name of its own.</summary>
internal enum ResultOrigin
{
    /// <summary>One that publishes what was merged: the default branch's, or a release.</summary>
    Merged,

    /// <summary>A person's that moves the default tag.</summary>
    ByHand,

    /// <summary>Any other: a branch's, or a pull request's.</summary>
    Branch,
}
