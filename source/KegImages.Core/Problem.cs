namespace KegImages;

/// <summary>One thing that the caller can mend: what is wrong, where, and what to do next.</summary>
/// <param name="Message">What is wrong; quotes the value and lists the choices.</param>
/// <param name="Location">Where it stands, where there is a file.</param>
/// <param name="Next">The next command or step, as a sentence.</param>
public sealed record Problem(string Message, SourceLocation? Location = null, string? Next = null)
{
    internal Problem Then(string step) => this with { Next = Next is null ? step : $"{Next}{Environment.NewLine}  {step}" };

    /// <summary>The problem as one printed text: location, message and, on a line of its own, the next step.</summary>
    public override string ToString()
    {
        var head = Location is null ? Message : $"{Location}: {Message}";
        return Next is null ? head : $"{head}{Environment.NewLine}  {Next}";
    }
}
