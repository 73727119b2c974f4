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
/// <param name="Next">What to do about it; null when there is nothing to do.</param>
internal sealed record Finding(FindingState State, string Check, string Text, SourceLocation? Location = null, string? Next = null)
{
    public static Finding Ok(string check, string text) => new(FindingState.Ok, check, text);

    public static Finding Warning(string check, string text, string? next = null) => new(FindingState.Warning, check, text, null, next);

    public static Finding Error(string check, string text, string? next = null) => new(FindingState.Error, check, text, null, next);

    public static Finding Of(string check, Problem problem, FindingState state = FindingState.Error) =>
        new(state, check, problem.Message, problem.Location, problem.Next);
}
