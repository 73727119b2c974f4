using System.Text;

namespace Nuke.Common.ValueInjection;

/// <summary>Names as they are typed and as they are compared.</summary>
internal static class KebabCase
{
    // One word each, whatever their capitals say: --nuget-api-key, not --nu-get-api-key.
    private static readonly string[] Whole = ["AppVeyor", "DotNet", "GitHub", "GitLab", "GitVersion", "JetBrains", "MSBuild", "NuGet",
        "ReSharper", "SignPath", "TeamCity"];

    /// <summary><c>NodeImage</c> → <c>node-image</c>; a run of capitals is one word.</summary>
    public static string Of(string name) => Split(name, '-').ToLowerInvariant();

    /// <summary><c>NodeImage</c> → <c>Node Image</c>, as a person reads it.</summary>
    public static string Spaced(string name) => Split(name, ' ');

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

    private static string Split(string name, char separator)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length;)
        {
            var length = WordAt(name, i);
            if (StartsWord(name, i) && text[^1] is not ('-' or '_'))
                text.Append(separator);
            text.Append(name, i, length);
            i += length;
        }

        return text.ToString();
    }

    private static bool StartsWord(string name, int i) => char.IsUpper(name[i]) && i > 0
        && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));

    // How much goes on without a look inside: a known word, or one character.
    private static int WordAt(string name, int i)
    {
        if (char.IsUpper(name[i]) && (i == 0 || !char.IsUpper(name[i - 1])))
        {
            foreach (var word in Whole)
            {
                var end = i + word.Length;
                if (string.CompareOrdinal(name, i, word, 0, word.Length) == 0 && (end == name.Length || !char.IsLower(name[end])))
                    return word.Length;
            }
        }

        return 1;
    }
}
