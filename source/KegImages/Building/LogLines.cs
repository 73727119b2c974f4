using System.Text;
using System.Text.RegularExpressions;

namespace KegImages.Building;

/// <summary>Cuts the bytes that a command writes, which come in any pieces, into lines as a terminal would show them.</summary>
internal sealed partial class LogLines
{
    private readonly Decoder decoder = new UTF8Encoding(false).GetDecoder();
    private readonly StringBuilder partial = new();

    /// <summary>The lines that these bytes complete.</summary>
    public IEnumerable<string> Add(byte[] data)
    {
        var characters = new char[decoder.GetCharCount(data, flush: false)];
        decoder.GetChars(data, characters, flush: false);
        partial.Append(characters);
        var text = partial.ToString();
        var end = text.LastIndexOf('\n');
        if (end < 0)
            return [];
        partial.Clear().Append(text, end + 1, text.Length - end - 1);
        return text[..end].Split('\n').Select(Shown);
    }

    /// <summary>The line that has no end, where there is one.</summary>
    public IEnumerable<string> Complete()
    {
        var text = partial.ToString();
        partial.Clear();
        return text.Length == 0 ? [] : [Shown(text)];
    }

    // A carriage return goes back to the line's begin: of a progress bar, the last state is what counts.
    private static string Shown(string line)
    {
        var plain = EscapeSequences().Replace(line, "").TrimEnd('\r');
        return plain[(plain.LastIndexOf('\r') + 1)..];
    }

    [GeneratedRegex(@"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\^_])")]
    private static partial Regex EscapeSequences();
}
