using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace KegImages.Tests.Documents;

public class OneReaderTests
{
    private static readonly string[] Folders = ["source", "build"];

    [Fact]
    public void JSON_of_others_is_read_by_the_one_reader()
    {
        var others = SourceFiles()
            .Where(file => !file.Contains("/Documents/", StringComparison.Ordinal)
            && !file.Contains("/NukeHost/", StringComparison.Ordinal))
            .Where(file =>
                Regex.IsMatch(File.ReadAllText(file),
                @"JsonSerializer\.Deserialize|JsonDocument\.Parse|JsonNode\.Parse|\.Deserialize(Async)?<"))
            .Select(Path.GetFileName);

        // A Dockerfile's own JSON form is read as BuildKit reads it: what is none is a shell's text.
        others.ShouldBe(["InstructionText.cs"]);
    }

    private static IEnumerable<string> SourceFiles([CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
        return Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => file.Replace('\\', '/'))
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));
    }
}
