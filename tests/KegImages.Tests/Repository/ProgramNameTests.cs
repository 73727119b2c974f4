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

    [GeneratedRegex(@"\./build\.(sh|cmd)", RegexOptions.NonBacktracking)]
    private static partial Regex BuildScript();
}
