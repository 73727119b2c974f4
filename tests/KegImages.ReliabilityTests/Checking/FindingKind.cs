namespace KegImages.ReliabilityTests.Checking;

/// <summary>What a broken promise is counted as.</summary>
internal enum FindingKind
{
    /// <summary>Something is gone that was to stay.</summary>
    Lost,

    /// <summary>A tag, a record or a message says what is not so.</summary>
    Wrong,

    /// <summary>A secret stands where it may not.</summary>
    Leaked,

    /// <summary>It did not end in its time.</summary>
    Hang,

    /// <summary>An error that nobody meant to raise.</summary>
    Crash,
}
