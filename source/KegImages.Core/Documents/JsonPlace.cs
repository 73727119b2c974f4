namespace KegImages.Documents;

/// <summary>Places in a JSON document, as paths: <c>$.images[3].digest</c>.</summary>
internal static class JsonPlace
{
    public const string Root = "$";

    /// <summary>The first text that is no Unicode, such as half a surrogate pair; the document itself where none is.</summary>
    public static string OfBrokenText(ReadOnlySpan<byte> json)
    {
        var open = new Stack<Level>();
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        Next(open);
                        open.Push(new Level("", reader.TokenType == JsonTokenType.StartArray ? -1 : int.MinValue));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        open.Pop();
                        break;
                    case JsonTokenType.PropertyName:
                        open.Pop();
                        open.Push(new Level("", int.MinValue));
                        var name = reader.GetString()!;
                        open.Pop();
                        open.Push(new Level(name, int.MinValue));
                        break;
                    case JsonTokenType.String:
                        Next(open);
                        _ = reader.GetString();
                        break;
                    default:
                        Next(open);
                        break;
                }
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or JsonException)
        {
            return Root + string.Concat(open.Reverse()
                .Select(level => level.Index >= 0 ? $"[{level.Index}]" : level.Name.Length > 0 ? $".{level.Name}" : ""));
        }

        return Root;
    }

    // An element of an array counts on; a member's value has its name already.
    private static void Next(Stack<Level> open)
    {
        if (open.TryPeek(out var level) && level.Index != int.MinValue)
        {
            open.Pop();
            open.Push(level with { Index = level.Index + 1 });
        }
    }

    private sealed record Level(string Name, int Index);
}
