namespace KegImages.Dockerfiles;

/// <summary>The fields of one line of CSV, the form that mounts and secrets have. See
/// <see href="https://datatracker.ietf.org/doc/html/rfc4180"/>.</summary>
internal static class CsvFields
{
    /// <summary>The fields between commas; a comma between quotes is part of its field, and so is a doubled quote there, as a single
    /// one.</summary>
    public static List<string> Split(string text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[i++]);
            else if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
                fields.Add(Take(field));
            else
                field.Append(c);
        }

        fields.Add(Take(field));
        return fields;
    }

    private static string Take(StringBuilder field)
    {
        var text = field.ToString();
        field.Clear();
        return text;
    }
}
