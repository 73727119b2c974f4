namespace KegImages.Consoles;

/// <summary>How much a command says.</summary>
public enum Detail
{
    /// <summary>What went wrong, and the result in one line.</summary>
    Quiet,

    /// <summary>What begins and ends, and no step between.</summary>
    Minimal,

    /// <summary>The steps too, as they happen.</summary>
    Normal,

    /// <summary>Everything: each command and request with the time that it took, and content tags.</summary>
    Verbose,
}
