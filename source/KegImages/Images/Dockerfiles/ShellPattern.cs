using System.Text;
using System.Text.RegularExpressions;

namespace KegImages.Images.Dockerfiles;

/// <summary>A shell pattern of <c>${a#…}</c>, <c>${a%…}</c> and <c>${a/…/…}</c>: <c>*</c> is any text, <c>?</c> any character, <c>\</c> takes either's meaning away.</summary>
internal sealed class ShellPattern
{
    // No backtracking: a pattern full of stars from a file must not cost exponential time.
    private const RegexOptions Options = RegexOptions.Singleline | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    private readonly Regex whole;
    private readonly Regex part;

    private ShellPattern(string regex) => (whole, part) = (new Regex($@"\A(?:{regex})\z", Options), new Regex(regex, Options));

    /// <summary>Reads a pattern. Throws <see cref="FormatException"/> when it is too large to match with.</summary>
    public static ShellPattern Of(string pattern)
    {
        var regex = new StringBuilder();
        for (var at = 0; at < pattern.Length; at++)
        {
            var c = pattern[at];
            if (c == '\\' && at + 1 < pattern.Length)
                regex.Append(Regex.Escape(pattern[++at].ToString()));
            else
                regex.Append(c switch { '*' => ".*", '?' => ".", _ => Regex.Escape(c.ToString()) });
        }

        try
        {
            return new ShellPattern(regex.ToString());
        }
        catch (NotSupportedException)
        {
            throw new FormatException($"the pattern '{pattern[..20]}…' is too large");
        }
    }

    /// <summary>The text without the shortest or longest beginning that matches.</summary>
    public string TrimStart(string text, bool longest)
    {
        var ends = Enumerable.Range(0, text.Length + 1);
        var end = (longest ? ends.Reverse() : ends).FirstOrDefault(end => whole.IsMatch(text[..end]), -1);
        return end < 0 ? text : text[end..];
    }

    /// <summary>The text without the shortest or longest end that matches.</summary>
    public string TrimEnd(string text, bool longest)
    {
        var begins = Enumerable.Range(0, text.Length + 1);
        var begin = (longest ? begins : begins.Reverse()).FirstOrDefault(begin => whole.IsMatch(text[begin..]), -1);
        return begin < 0 ? text : text[..begin];
    }

    /// <summary>The text with the first or every match replaced.</summary>
    public string Replace(string text, string replacement, bool all) =>
        part.Replace(text, _ => replacement, all ? -1 : 1);
}
