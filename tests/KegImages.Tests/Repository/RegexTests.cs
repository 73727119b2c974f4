using System.Text.RegularExpressions;

namespace KegImages.Tests.Repository;

/// <summary>Text from outside meets a parser, or an expression that cannot go back: no such text can stop a run.</summary>
public sealed partial class RegexTests
{
    [Fact]
    public void Every_expression_of_the_sources_goes_through_a_text_once()
    {
        var root = ThisClone.Root;
        var wrong = new List<string>();
        string[] folders = ["source", "build"];
        foreach (var file in folders.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)))
        {
            var text = File.ReadAllText(file);
            foreach (var use in Uses().EnumerateMatches(text))
            {
                var statement = text[use.Index..End(text, use.Index)];
                if (!statement.Contains("RegexOptions.NonBacktracking", StringComparison.Ordinal)
                    && !statement.StartsWith("Regex.Escape(", StringComparison.Ordinal))
                    wrong.Add($"{Path.GetRelativePath(root, file)}:{text.AsSpan(0, use.Index).Count('\n') + 1}: {statement}");
            }
        }

        wrong.ShouldBeEmpty("say RegexOptions.NonBacktracking, or write a parser: a backtracking expression takes exponential time on "
            + "some text");
    }

    [Theory]
    [InlineData("""[GeneratedRegex("a+")]""", true)]
    [InlineData("""[GeneratedRegex("a)+\"", RegexOptions.NonBacktracking)]""", false)]
    [InlineData("""new Regex(text)""", true)]
    [InlineData("""Regex.IsMatch(text, "a")""", true)]
    [InlineData("""private Regex field;""", null)]
    public void What_the_test_above_looks_for_is_found(string code, bool? isWrong)
    {
        var use = Uses().Match(code);

        use.Success.ShouldBe(isWrong is not null);
        if (use.Success)
            code[use.Index..End(code, use.Index)].Contains("NonBacktracking", StringComparison.Ordinal).ShouldBe(!isWrong!.Value);
    }

    // The end of the line where the statement ends with it; else of the arguments, brackets within texts not counted.
    private static int End(string code, int begin)
    {
        var line = code.AsSpan(begin);
        line = line[..(line.IndexOf('\n') is >= 0 and var end ? end : line.Length)].TrimEnd();
        if (line.EndsWith(")]") || line.EndsWith(";"))
            return begin + line.Length;
        var (depth, isText) = (0, false);
        for (var at = begin; at < code.Length; at++)
        {
            if (code[at] == '"' && code[at - 1] != '\\')
                isText = !isText;
            else if (!isText && code[at] == '(')
                depth++;
            else if (!isText && code[at] == ')' && --depth == 0)
                return at + 1;
        }

        return code.Length;
    }

    [GeneratedRegex(@"\b(GeneratedRegex\(|new Regex\(|Regex\.[A-Z][A-Za-z]+\(|RegularExpression\()")]
    private static partial Regex Uses();
}
