namespace KegImages.Registry;

/// <summary>How a deletion ended.</summary>
public enum DeleteOutcome
{
    /// <summary>It is gone, and every tag on it.</summary>
    Deleted,

    /// <summary>There was nothing to delete.</summary>
    NotFound,

    /// <summary>The registry does not delete through this protocol; GHCR does it through its packages API.</summary>
    NotSupported,
}
