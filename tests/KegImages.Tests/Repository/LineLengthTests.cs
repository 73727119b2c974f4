namespace KegImages.Tests.Repository;

/// <summary>A line of code is read without scrolling.</summary>
public sealed class LineLengthTests
{
    private const int Longest = 140;

    [Fact]
    public void No_line_of_code_is_longer_than_a_screen()
    {
        var root = ThisClone.Root;
        string[] folders = ["source", "build", "benchmarks", "tests"];
        var files = folders.Select(folder => Path.Combine(root, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories));

        var wrong = from file in files
                    from number in TooLong(File.ReadAllLines(file))
                    select $"{Path.GetRelativePath(root, file)}:{number}";

        wrong.ShouldBeEmpty($"break these lines: none has more than {Longest} characters, but for a text that is meant as it stands");
    }

    [Fact]
    public void What_the_test_above_looks_for_is_found()
    {
        var text = new string('x', Longest);

        TooLong([$"var {text} = 1;", text, $"Say(\"{text}\");"]).ShouldBe([1, 3]);
        TooLong([$"  \"{text}\");", $"  [InlineData(\"{text}\")]", "  \"\"\"", $"  anything {text}", "  \"\"\";"]).ShouldBeEmpty();
    }

    // A text that a test is about, or that is written out, is its own line or stands between three quotes.
    private static IEnumerable<int> TooLong(string[] lines)
    {
        var isText = false;
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at];
            var quotes = line.AsSpan().Count("\"\"\"");
            if (line.Length > Longest && !isText && quotes == 0 && !IsText(line))
                yield return at + 1;
            isText ^= quotes % 2 == 1;
        }
    }

    private static bool IsText(string line)
    {
        var begin = line.AsSpan().TrimStart();
        if (begin.StartsWith("[InlineData("))
            begin = begin["[InlineData(".Length..];
        return begin.TrimStart("+{ $@").StartsWith("\"");
    }
}
