namespace KegImages.ReliabilityTests.Proxy;

/// <summary>How an answer goes over the wire.</summary>
internal enum Delivery
{
    /// <summary>As it is.</summary>
    Whole,

    /// <summary>The connection is reset in place of an answer.</summary>
    ResetBefore,

    /// <summary>The connection is reset after half of the body.</summary>
    ResetInTheMiddle,

    /// <summary>The connection is closed in good order after half of the body.</summary>
    EndInTheMiddle,

    /// <summary>Nothing comes, and the connection stays open.</summary>
    Stall,

    /// <summary>Half of the body comes, then nothing.</summary>
    StallInTheMiddle,

    /// <summary>Byte after byte, slowly.</summary>
    Drip,

    /// <summary>The body has no end.</summary>
    Endless,
}
