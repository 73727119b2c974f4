namespace Nuke.Common;

/// <summary>How much a run prints.</summary>
public enum Verbosity
{
    /// <summary>Everything, stack traces of failures too.</summary>
    Verbose,

    /// <summary>Headings, information, warnings, errors and the summary.</summary>
    Normal,

    /// <summary>Headings, warnings, errors and the summary.</summary>
    Minimal,

    /// <summary>Errors alone.</summary>
    Quiet,
}
