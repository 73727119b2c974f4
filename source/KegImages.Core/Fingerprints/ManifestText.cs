namespace KegImages.Fingerprints;

/// <summary>How a field stands in a manifest: printable ASCII as it is, every other byte of its UTF-8 (and <c>%</c>, <c>"</c> and space) as
/// <c>%XX</c>, nothing at all as <c>""</c>.</summary>
internal static class ManifestText
{
    private const string Empty = "\"\"";

    private static readonly AsciiSet Plain =
        new("!#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public static string Escape(string text)
    {
        if (text.Length == 0)
            return Empty;
        if (Plain.MakesUp(text))
            return text;
        var output = new StringBuilder(text.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (Plain.Contains((char)value))
                output.Append((char)value);
            else
                output.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }

        return output.ToString();
    }

    /// <summary>The text that was written so, or null when <see cref="Escape"/> would not have written it.</summary>
    public static string? Unescape(string field)
    {
        if (field == Empty)
            return "";
        if (!field.Contains('%', StringComparison.Ordinal))
            return field.Length > 0 && Plain.MakesUp(field) ? field : null;
        var bytes = new List<byte>(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] != '%')
            {
                bytes.Add((byte)field[i]);
                continue;
            }

            if (i + 2 >= field.Length
                || !byte.TryParse(field.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                return null;
            bytes.Add(value);
            i += 2;
        }

        var text = Encoding.UTF8.GetString([.. bytes]);
        return Escape(text) == field ? text : null;
    }
}
