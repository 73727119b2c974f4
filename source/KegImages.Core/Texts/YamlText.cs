namespace KegImages.Texts;

/// <summary>Writes a text as a scalar that YAML reads as that very text, also between brackets and braces.</summary>
internal static class YamlText
{
    private static readonly string[] Words = ["TRUE", "FALSE", "NULL", "YES", "NO", "ON", "OFF", "Y", "N"];

    /// <summary>The text, plain where it can be, in single quotes otherwise.</summary>
    public static string Of(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && Spelling.IsMadeOf(text, "-_./@")
            && !Words.Contains(text.ToUpperInvariant(), StringComparer.Ordinal)
            ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
