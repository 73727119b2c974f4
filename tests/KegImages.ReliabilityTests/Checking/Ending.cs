using System.Collections.Immutable;

namespace KegImages.ReliabilityTests.Checking;

/// <summary>How a run of the product ended.</summary>
/// <param name="Error">What stopped it; null when nothing did.</param>
/// <param name="Output">What a person saw.</param>
/// <param name="IsOver">False when it was given up because it took too long.</param>
internal sealed record Ending(Exception? Error, string Output, bool IsOver)
{
    // What only somebody who wrote the program understands.
    private static readonly ImmutableArray<string> Inner =
    [
        "   at ", "Exception", "System.", "Object reference", "Nullable object", "Sequence contains", "was not present in the dictionary",
            "Value cannot be null",
        "Index was out", "Specified argument", "KegImages.",
    ];

    public bool IsSuccess => IsOver && Error is null;

    /// <summary>What is wrong with how it ended, whatever it did.</summary>
    public IEnumerable<(FindingKind Kind, string Text)> Problems()
    {
        if (!IsOver)
            yield return (FindingKind.Hang, $"it did not end in its time; it had said:{Environment.NewLine}{Output}");
        else if (Error is not (null or FailedException or WrongUseException))
            yield return (FindingKind.Crash, Error.ToString());
        else if (Error is { Message: var message } && string.IsNullOrWhiteSpace(message))
            yield return (FindingKind.Wrong, "it failed and said nothing");
        else if (Error is not null && Inner.FirstOrDefault(word => Error.Message.Contains(word, StringComparison.Ordinal)) is { } inner)
            yield return (FindingKind.Wrong, $"its message says '{inner.Trim()}': {Error.Message}");
        if (Error is not null && $"{Error.Message}{Output}".FirstOrDefault(IsControl) is not '\0' and var control)
            yield return (FindingKind.Wrong,
                $"it prints the control character U+{(int)control:X4} of somebody else's text: {Error.Message}");
    }

    public override string ToString() => !IsOver ? "did not end" : Error is null ? "done" : $"{Error.GetType().Name}: {Error.Message}";

    private static bool IsControl(char character) =>
        character is not ('\n' or '\r' or '\t') && (char.IsControl(character)
            || character is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\u200e' or '\u200f');
}
