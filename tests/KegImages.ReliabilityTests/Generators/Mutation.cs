using System.Collections.Immutable;
using System.Text;

namespace KegImages.ReliabilityTests.Generators;

/// <summary>What is done to a text, and where: a place is a thousandth of its length, so that it means something in any text.</summary>
internal sealed record Mutation(MutationKind Kind, int Place, int Length, int Choice)
{
    // Digits, brackets and quotes in number: what makes a backtracking or nesting reader slow.
    private static readonly string[] Repeated = ["1", "a", "-", "*", "(", "[", "{", "\"", "\\", "$", "\r", "\n", " ", "%", "<", "/", "..",
        "=", "a=\"b\\\"", "${A:-", "? "];

    private static readonly string[] Odd =
    [
        "\0", "\u001b[2J", "\u202e", "\u200b", "\ufeff", "\ud800", "\u0085", "\u2028", "$(touch owned)", "`touch owned`",
            "../../../etc/passwd", "-o", "--", "null", "true",
        "99999999999999999999999", "-1", "1e999", "é\u0301", "𝔘", "\t", "\r\n", "&&", "<<: *a", "!!binary x", "&a [*a]", "*a",
            "\"\\ud800\"", "{{", "}}", "${", "%00",
    ];

    /// <summary>The text after it.</summary>
    public string Apply(string text, ImmutableArray<string> words)
    {
        var from = (int)((long)text.Length * Place / 1000);
        var to = Math.Min(text.Length, from + Length);
        return Kind switch
        {
            MutationKind.Cut => text[..from] + text[to..],
            MutationKind.Double => text[..to] + text[from..],
            MutationKind.Truncate => text[..from],
            MutationKind.Word => text[..from] + words[Choice % words.Length] + text[from..],
            MutationKind.Odd => text[..from] + Odd[Choice % Odd.Length] + text[from..],
            MutationKind.Replace => text[..from] + Odd[Choice % Odd.Length] + text[to..],
            MutationKind.Repeat =>
                new StringBuilder(text[..from]).Insert(from, Repeated[Choice % Repeated.Length], Length * 40).Append(text[from..])
                .ToString(),
            MutationKind.RepeatWord =>
                new StringBuilder(text[..from]).Insert(from, words[Choice % words.Length], Length).Append(text[from..]).ToString(),
            MutationKind.Flip =>
                text.Length == 0 ? text : text[..Math.Min(from, text.Length - 1)] + (char)Choice + text[Math.Min(from + 1, text.Length)..],
            _ => throw new InvalidOperationException($"no such mutation: {Kind}"),
        };
    }
}

/// <summary>A kind of change.</summary>
internal enum MutationKind
{
    Cut,
    Double,
    Truncate,
    Word,
    Odd,
    Replace,
    Repeat,
    RepeatWord,
    Flip,
}
