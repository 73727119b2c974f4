using System.Buffers;

namespace KegImages.Workflows;

/// <summary>Writes YAML as people write workflows: block style, two spaces, LF, quotes only where they are needed.</summary>
internal static class YamlWriter
{
    private static readonly string[] Words = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "~"];
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> NumberSigns = SearchValues.Create("0123456789_.:eE+-");

    /// <summary>The map's lines; between its entries an empty line.</summary>
    public static string Write(YamlMap document)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in document.Entries)
        {
            if (text.Length > 0)
                text.Append('\n');
            Entry(text, key, value, 0);
        }

        return text.ToString();
    }

    private static void Entry(StringBuilder text, string key, Yaml value, int indent)
    {
        text.Append(' ', indent).Append(key == "on" ? key : Quoted(key)).Append(':');
        switch (value)
        {
            case YamlWord { Text: "" }:
                text.Append('\n');
                break;
            case YamlMap { Entries: [] }:
                text.Append(" {}\n");
                break;
            case YamlSequence { Items: [] }:
                text.Append(" []\n");
                break;
            case YamlMap map:
                text.Append('\n');
                foreach (var (name, child) in map.Entries)
                    Entry(text, name, child, indent + 2);
                break;
            case YamlSequence { Items: var items } when items.All(item => item is YamlScalar or YamlWord):
                text.Append(" [").AppendJoin(", ", items.Select(InList)).Append("]\n");
                break;
            case YamlSequence { Items: var items }:
                text.Append('\n');
                foreach (var item in items)
                    Item(text, (YamlMap)item, indent + 2);
                break;
            case YamlLines lines:
                text.Append(" |\n");
                foreach (var line in lines.Text.TrimEnd('\n').Split('\n'))
                    text.Append(' ', line.Length == 0 ? 0 : indent + 2).Append(line).Append('\n');
                break;
            default:
                text.Append(' ').Append(Inline(value)).Append(value is YamlScalar { Comment: { } comment } ? $" # {comment}" : "")
                    .Append('\n');
                break;
        }
    }

    private static void Item(StringBuilder text, YamlMap map, int indent)
    {
        var start = text.Length;
        foreach (var (key, value) in map.Entries)
            Entry(text, key, value, indent + 2);
        text[start + indent] = '-';
    }

    private static string Inline(Yaml value) => value switch
    {
        YamlScalar scalar => Quoted(scalar.Text),
        YamlWord word => word.Text,
        _ => throw new ArgumentException($"{value.GetType().Name} does not stand on one line", nameof(value)),
    };

    private static string InList(Yaml value) =>
        value is YamlScalar { Text: var text } && text.AsSpan().IndexOfAny(",[]{}") >= 0
            ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : Inline(value);

    private static string Quoted(string text) => IsPlain(text) ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool IsPlain(string text) =>
        BeginsPlain(text) && text.AsSpan().IndexOfAny('\n', '\t') < 0 && !IsAmbiguous(text)
            && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal)
        && !text.EndsWith(':') && !text.EndsWith(' ');

    private static bool BeginsPlain(string text) => text.Length > 0
        && (char.IsAsciiLetterOrDigit(text[0]) || text[0] is '_' or '.' or '/' or '(' || text.StartsWith("~/", StringComparison.Ordinal)
            || text.StartsWith("${{", StringComparison.Ordinal));

    // YAML 1.1 reads these as booleans, null or numbers.
    private static bool IsAmbiguous(string text) => Words.Contains(text, StringComparer.OrdinalIgnoreCase) || IsNumber(text)
        || (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.Length > 2 && text.AsSpan(2).IndexOfAnyExcept(HexDigits) < 0);

    private static bool IsNumber(string text)
    {
        var digits = text.AsSpan(text.Length > 0 && text[0] is '-' or '+' or '.' ? 1 : 0);
        return digits.Length > 0 && char.IsAsciiDigit(digits[0]) && digits.IndexOfAnyExcept(NumberSigns) < 0;
    }
}
