namespace KegImages.Environments;

/// <summary>The escapes of a value in double quotes, as Compose knows them: those that it does not know stay as they are.</summary>
internal static class DotEnvEscapes
{
    private const int LastByte = 0xFF;

    /// <summary>The text with its escapes replaced. <c>\$</c> becomes <c>$$</c>, which stands for a <c>$</c> that begins no
    /// variable.</summary>
    public static string Expand(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var result = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\' || at + 1 == text.Length)
                result.Append(text[at]);
            else if (text[at + 1] == '0')
                result.Append(Octal(text, ref at));
            else
                result.Append(Simple(text[++at]));
        }

        return result.ToString();
    }

    private static string Simple(char letter) => letter switch
    {
        'a' => "\a",
        'b' => "\b",
        'f' => "\f",
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'v' => "\v",
        '"' or '\\' => letter.ToString(),
        '$' => "$$",
        _ => $"\\{letter}",
    };

    // \0 and three octal digits; with fewer, or where they make no byte, the 0 alone is lost.
    private static string Octal(string text, ref int at)
    {
        var begin = at + 2;
        var end = begin;
        while (end < text.Length && end < begin + 3 && char.IsAsciiDigit(text[end]))
            end++;
        at = end - 1;
        var digits = text[begin..end];
        return digits.Length == 3 && digits.All(digit => digit is >= '0' and <= '7')
            && Convert.ToInt32(digits, 8) is <= LastByte and var code
            ? ((char)code).ToString()
            : $"\\{digits}";
    }
}
