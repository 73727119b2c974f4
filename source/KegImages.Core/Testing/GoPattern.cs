using KegImages.Ignore;

namespace KegImages.Testing;

/// <summary>A regular expression in the syntax of Go, as container-structure-test reads them. A text is matched in a time that grows with
/// its length only. See <see href="https://pkg.go.dev/regexp/syntax"/>.</summary>
public sealed class GoPattern
{
    private const int LongestText = 1000;
    private const int MostSteps = 2000;

    private readonly string text;
    private readonly GoProgram program;

    private GoPattern(string text, GoProgram program) => (this.text, this.program) = (text, program);

    /// <summary>Reads an expression. Throws <see cref="WrongUseException"/> where it is none, or is larger than anybody means.</summary>
    public static GoPattern Parse(string text)
    {
        if (text.Length > LongestText)
            throw new WrongUseException($"the expression is longer than {LongestText} characters");
        var node = GoExpression.TryParse(text) ?? throw new WrongUseException(text.Contains(@"\p", StringComparison.OrdinalIgnoreCase)
            ? $"'{text}' is not read: Unicode classes (\\p) are not, name the characters in [ ]"
            : $"'{text}' is not a regular expression as Go reads them (https://pkg.go.dev/regexp/syntax): a '(' or '[' that is not "
                + "closed, or a sign that needs a '\\' before it");
        return node.Steps <= MostSteps ? new GoPattern(text, GoProgram.Of(node))
            : throw new WrongUseException($"'{text}' comes to more than {MostSteps} steps: say less with {{…}}");
    }

    /// <summary>Whether it matches somewhere in a text.</summary>
    public bool IsMatch(string value) => program.IsMatch(value);

    /// <summary>The expression as it was written.</summary>
    public override string ToString() => text;
}
