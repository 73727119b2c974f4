namespace KegImages.Preflight;

/// <summary>How a check ended.</summary>
public enum FindingState
{
    /// <summary>A run will not stumble over it.</summary>
    Ok,

    /// <summary>A run may go on, and a person should know.</summary>
    Warning,

    /// <summary>A run will fail by it.</summary>
    Error,
}

/// <summary>What a check found.</summary>
/// <param name="State">How it ended.</param>
/// <param name="Check">What was looked at, in a word or two.</param>
/// <param name="Text">What was found.</param>
/// <param name="Location">Where it stands, where there is a file.</param>
/// <param name="Next">What to do about it; null when there is nothing to do.</param>
public sealed record Finding(FindingState State, string Check, string Text, SourceLocation? Location = null, string? Next = null)
{
    /// <summary>All is well.</summary>
    public static Finding Ok(string check, string text) => new(FindingState.Ok, check, text);

    /// <summary>Something that a person should know.</summary>
    public static Finding Warning(string check, string text, string? next = null) => new(FindingState.Warning, check, text, null, next);

    /// <summary>Something that a run will fail by.</summary>
    public static Finding Error(string check, string text, string? next = null) => new(FindingState.Error, check, text, null, next);

    /// <summary>A problem as a finding.</summary>
    public static Finding Of(string check, Problem problem, FindingState state = FindingState.Error) =>
        new(state, check, problem.Message, problem.Location, problem.Next);
}
