using System.Runtime.Versioning;
using System.Text;

namespace KegImages.EngineTests.Fingerprints;

/// <summary>A context and an ignore file, both made up from a seed.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class IgnoreCase(int seed)
{
    private static readonly string[] Names = ["a", "b", "ab", "a.b", "c d", "é", "x+y", "d1", "[k]", "#h", "!n", ".e", "a|b", "(p)",
        "aa{2}", "$v", "z😀", "^q"];
    private static readonly string[] Odd = ["a|b*", "[a]{2}*", "a{2}*", "\\d*", "[[:alpha:]]*", "[^a]*", "[!a]*", "**b", "a**", "**", "*",
        "?", "??", "x+*", "(?)", "*.b", "[a-c]", "[a\\-z]*", "^q*", "\\[k\\]", "*😀", "z?", "\\w*", "$*", "*/*", "*/*/*", "**/*", "**/a/**",
            "a/**/b", "!a/**/b", "!**/b", "*/../a", "./a", "a/./b", "../a", "!../a", "!../../a", "/", ".", "!.", "..", "!!n", "a//b", "#h",
                " #h", "\\#h", "! a", "[é]*", "[^z]?"];
    private static readonly string[] Refused = ["!", "!/", "[a", "a[]", "[", "\\é*", "[b-a]", "[a-]", "*{2}{3}", "\\q*", "a*[b", "a*[*",
        "*/*[a", ".*[a", "*a[b", "*[a*b", "[.]*[a", "[^a]*[b", "a/**/[*"];

    private readonly Random random = new(seed);

    public int Seed => seed;

    public string IgnoreFile { get; private set; } = "";

    /// <summary>Writes the context into a folder.</summary>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        var paths = new List<string>();
        Fill(folder, "", 0, paths);
        if (paths.Count == 0)
            paths.Add("a");
        var lines = Enumerable.Range(0, random.Next(1, 7)).Select(_ => Line(paths)).ToList();
        var end = Chance(8) ? "\r\n" : "\n";
        IgnoreFile = (Chance(12) ? "\uFEFF" : "") + string.Join(end, lines) + (Chance(4) ? "" : end);
        File.WriteAllText(Path.Combine(folder, ".dockerignore"), IgnoreFile);
    }

    private void Fill(string root, string folder, int depth, List<string> paths)
    {
        foreach (var name in Names.OrderBy(_ => random.Next()).Take(random.Next(depth == 0 ? 3 : 0, 5)).ToList())
        {
            var path = folder.Length == 0 ? name : $"{folder}/{name}";
            var full = Path.Combine(root, path);
            paths.Add(path);
            switch (random.Next(7))
            {
                case 0:
                    File.CreateSymbolicLink(full, Chance(2) ? "nowhere" : "../" + Names[random.Next(Names.Length)]);
                    break;
                case 1 or 2 or 3 when depth < 3:
                    Directory.CreateDirectory(full);
                    Fill(root, path, depth + 1, paths);
                    File.SetUnixFileMode(full, (UnixFileMode)(Chance(4) ? 0b1_111_101_000 : 0b111_101_101));
                    break;
                default:
                    File.WriteAllText(full, $"{path} {random.Next(3)}");
                    File.SetUnixFileMode(full,
                        (UnixFileMode)(random.Next(4) switch { 0 => 0b111_101_101, 1 => 0b110_110_100, 2 => 0b100_111_101_101,
                            _ => 0b110_100_100 }));
                    break;
            }
        }
    }

    private string Line(List<string> paths)
    {
        if (Chance(15))
            return random.Next(3) switch { 0 => "# a comment", 1 => "", _ => "   " };
        if (Chance(30))
            return Refused[random.Next(Refused.Length)];
        var pattern = Chance(4) ? Odd[random.Next(Odd.Length)] : Mutated(paths[random.Next(paths.Count)]);
        return (Chance(12) ? " \t"[random.Next(2)].ToString() : "") + (Chance(3) ? Chance(6) ? "! " : "!" : "") + pattern
            + (Chance(8) ? "  " : "");
    }

    private string Mutated(string path)
    {
        var output = new StringBuilder();
        output.Append(random.Next(12) switch { 0 => "/", 1 => "./", 2 => "**/", 3 => "*/", _ => "" });
        var parts = path.Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            output.Append(i == 0 ? "" : "/");
            output.Append(Chance(5) ? random.Next(3) switch { 0 => "*", 1 => "**", _ => parts[i][..1] + "*" } : Letters(parts[i]));
            if (Chance(8))
                break;
        }

        return output.Append(random.Next(14) switch { 0 => "/", 1 => "/**", 2 => "/*", 3 => "**", 4 => "*", _ => "" }).ToString();
    }

    private string Letters(string name)
    {
        var output = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            output.Append(rune.Value is '[' or ']' ? $"\\{rune}" : !Chance(8) ? rune.ToString() : random.Next(5) switch
            {
                0 => "?",
                1 => $"[{(rune.Value is '^' ? "\\" : "")}{rune}x]",
                2 => "[a-z]",
                3 when rune.IsAscii && !Rune.IsLetterOrDigit(rune) => $"\\{rune}",
                3 => "*",
                _ => "[^a]",
            });
        }

        return output.ToString();
    }

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;
}
