namespace KegImages.Texts;

/// <summary>Text in lines of a width, broken between words.</summary>
internal static class Wrapping
{
    /// <summary>The lines, at least one; a word that is longer than a line is broken where it must be.</summary>
    /// <param name="text">The text.</param>
    /// <param name="columns">The columns of a line, at least 1.</param>
    public static ImmutableArray<string> Of(string text, int columns)
    {
        if (Columns.Of(text) <= columns)
            return [text];
        var lines = ImmutableArray.CreateBuilder<string>();
        var line = new StringBuilder();
        var room = columns;
        foreach (var word in text.Split(' '))
        {
            var wanted = Columns.Of(word) + (line.Length > 0 ? 1 : 0);
            if (wanted > room && line.Length > 0)
                End();
            if (line.Length > 0)
                Add(" ");
            foreach (var rune in word.EnumerateRunes())
            {
                if (Columns.Of(rune.ToString()) > room && line.Length > 0)
                    End();
                Add(rune.ToString());
            }
        }

        End();
        return lines.ToImmutable();

        void Add(string piece)
        {
            line.Append(piece);
            room -= Columns.Of(piece);
        }

        void End()
        {
            lines.Add(line.ToString());
            line.Clear();
            room = columns;
        }
    }
}
