using System.Text;

namespace Nuke.Common.ValueInjection;

/// <summary>Names as they are typed and as they are compared.</summary>
internal static class KebabCase
{
    /// <summary><c>NodeImage</c> → <c>node-image</c>; a run of capitals is one word.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = char.IsUpper(name[i]) && i > 0
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord && text[^1] is not ('-' or '_'))
                text.Append('-');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary>Letters and digits alone, in lowercase: what is left of a name when case and punctuation do not count.</summary>
    public static string Bare(string name) => string.Create(name.Count(char.IsLetterOrDigit), name, static (span, text) =>
    {
        var at = 0;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
                span[at++] = char.ToLowerInvariant(c);
        }
    });
}
