namespace KegImages.Tests.Repository;

/// <summary>A command that a message suggests means the folder, the registry and the engine of the one that was typed.</summary>
public class SuggestedCommandsTests
{
    private const string Begins = "{ThisProgram.Name} ";

    // How far a message goes on behind the command's name.
    private const int Near = 420;

    private static readonly string[] Places = ["SamePlace", "SameWorld", "sameWorld", "{World}"];

    // A file that is written into a repository means that repository.
    private static readonly string[] Written = ["TapRunFiles.cs"];

    [Fact]
    public void Every_suggested_command_carries_where_it_was_asked_for()
    {
        var folder = Path.Combine(ThisClone.Root, "source");
        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(folder, file).StartsWith("KegImages.", StringComparison.Ordinal))
            .Where(file => !Written.Contains(Path.GetFileName(file))).ToList();

        files.SelectMany(file => Bare(File.ReadAllText(file)).Select(line => $"{Path.GetFileName(file)}:{line}")).ShouldBeEmpty(
            "add ThisProgram.SamePlace to what reaches no provider, and ThisProgram.SameWorld to the rest");
        files.Count.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void One_that_carries_nothing_is_found() =>
        Bare("a\n$\"{ThisProgram.Name} Plan\";\n$\"{ThisProgram.Name} Push{ThisProgram.SameWorld}\";").ShouldBe([2]);

    // The lines with a suggestion that names no place up to the end of its statement.
    private static IEnumerable<int> Bare(string text)
    {
        for (var at = text.IndexOf(Begins, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begins, at + 1, StringComparison.Ordinal))
        {
            var rest = text.AsSpan(at + Begins.Length);
            var end = rest.IndexOf(";\n");
            var said = rest[..Math.Min(end < 0 ? rest.Length : end, Near)].ToString();
            if (char.IsUpper(said[0]) && !Places.Any(place => said.Contains(place, StringComparison.Ordinal)))
                yield return text.AsSpan(0, at).Count('\n') + 1;
        }
    }
}
