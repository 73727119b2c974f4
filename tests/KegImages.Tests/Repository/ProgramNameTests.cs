using System.Text.RegularExpressions;

namespace KegImages.Tests.Repository;

/// <summary>A message that names the next command names the program as it was started: the tool is not called ./build.sh.</summary>
public sealed partial class ProgramNameTests
{
    [Fact]
    public void One_place_knows_what_the_program_is_called()
    {
        var said = from file in Directory.EnumerateFiles(Path.Combine(ThisClone.Root, "source"), "*.cs", SearchOption.AllDirectories)
                   where !file.Contains("NukeHost", StringComparison.Ordinal)
                   from line in File.ReadLines(file)
                   where BuildScript().IsMatch(line) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                   select $"{Path.GetFileName(file)}: {line.Trim()}";

        // A schema is the same for everybody, whatever made it; and a workflow says how it calls.
        said.ShouldAllBe(line => line.StartsWith("ThisProgram.cs: ", StringComparison.Ordinal)
            || line.StartsWith("KegFormat.cs: ", StringComparison.Ordinal)
            || line.StartsWith("WorkflowCall.cs: ", StringComparison.Ordinal));
    }

    [Fact]
    public void One_place_knows_where_the_pages_are()
    {
        var said = from file in Directory.EnumerateFiles(Path.Combine(ThisClone.Root, "source"), "*.cs", SearchOption.AllDirectories)
                   from line in File.ReadLines(file)
                   where PageOfThisRepository().IsMatch(line) && !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                   select $"{Path.GetFileName(file)}: {line.Trim()}";

        // What the schema says is the same for everybody.
        said.ShouldAllBe(line => line.StartsWith("KegFormat.cs: ", StringComparison.Ordinal)
            || line.StartsWith("VariantsShape.cs: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_page_that_a_message_names_is_there()
    {
        string[] named =
        [
            .. from file in Directory.EnumerateFiles(Path.Combine(ThisClone.Root, "source"), "*.cs", SearchOption.AllDirectories)
               from Match match in NamedPage().Matches(File.ReadAllText(file))
               select ThisProgram.Page(match.Groups[1].Value),
        ];

        named.ShouldContain("docs/family.md");
        named.Where(page => !File.Exists(Path.Combine(ThisClone.Root, page))).ShouldBeEmpty();
    }

    [GeneratedRegex(@"docs/[a-z-]+\.md|README", RegexOptions.NonBacktracking)]
    private static partial Regex PageOfThisRepository();

    [GeneratedRegex("""ThisProgram\.Page\("([a-z-]+)"\)""", RegexOptions.NonBacktracking)]
    private static partial Regex NamedPage();

    [GeneratedRegex(@"\./build\.(sh|cmd)", RegexOptions.NonBacktracking)]
    private static partial Regex BuildScript();
}
