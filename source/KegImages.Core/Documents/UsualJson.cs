namespace KegImages.Documents;

/// <summary>
/// Reads the usual bytes of a document member by member: of the two kinds that every plan reads, the metadata that System.Text.Json makes
/// costs more than the reading. It says nothing of what is wrong: whatever is not as we and registries write it, null and members
/// that are not known too, is unusual, and left to <see cref="OutsideDocument"/>.
/// </summary>
internal ref struct UsualJson(ReadOnlySpan<byte> json)
{
    private Utf8JsonReader reader = new(json);

    /// <summary>Reads a document; null when it is unusual.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> json, Reader<T> read)
        where T : class
    {
        try
        {
            var usual = new UsualJson(json);
            usual.Next(JsonTokenType.StartObject);
            var value = read(ref usual);
            return usual.reader.Read() ? null : value;
        }
        catch (Exception exception) when (exception is UnusualException or JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads a value at whose first token the document stands.</summary>
    public delegate T Reader<T>(ref UsualJson json)
        where T : class;

    /// <summary>Goes to the next member of an object, and to its value; false at its end.</summary>
    /// <param name="names">The members that are known, at most 64.</param>
    /// <param name="seen">Those that were read, a bit each.</param>
    /// <param name="member">The member's place among the names.</param>
    public bool Member(string[] names, ref long seen, out int member)
    {
        member = -1;
        Advance();
        if (reader.TokenType == JsonTokenType.EndObject)
            return false;
        for (var i = 0; member < 0 && i < names.Length; i++)
        {
            if (reader.ValueTextEquals(names[i]))
                member = i;
        }

        if (member < 0 || (seen & (1L << member)) != 0)
            throw new UnusualException();
        seen |= 1L << member;
        Advance();
        return true;
    }

    /// <summary>The values of a list at whose beginning the document stands.</summary>
    public T[] List<T>(Reader<T> read)
        where T : class
    {
        Expect(JsonTokenType.StartArray);
        var values = new List<T>();
        while (true)
        {
            Advance();
            if (reader.TokenType == JsonTokenType.EndArray)
                return [.. values];
            values.Add(read(ref this));
        }
    }

    /// <summary>A map of texts.</summary>
    public ImmutableSortedDictionary<string, string> Map()
    {
        Expect(JsonTokenType.StartObject);
        var values = Sorted.Empty<string>().ToBuilder();
        while (true)
        {
            Advance();
            if (reader.TokenType == JsonTokenType.EndObject)
                return values.ToImmutable();
            var key = reader.GetString()!;
            Advance();
            if (!values.TryAdd(key, Text()))
                throw new UnusualException();
        }
    }

    /// <summary>A text.</summary>
    public readonly string Text() => reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new UnusualException();

    /// <summary>A value that is written as text.</summary>
    public readonly T Text<T>(TextConverter<T>.Parser tryParse)
        where T : class =>
        tryParse(Text(), out var value) ? value : throw new UnusualException();

    /// <summary>A size in bytes, as <see cref="SizeConverter"/> takes it.</summary>
    public readonly long Size() => reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var size)
        && size is >= 0 and <= SizeConverter.Largest ? size : throw new UnusualException();

    /// <summary>A duration, as <see cref="SecondsConverter"/> takes it.</summary>
    public readonly double Seconds() => reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var seconds)
        && seconds is >= 0 and <= SecondsConverter.Largest ? seconds : throw new UnusualException();

    /// <summary>A whole number.</summary>
    public readonly int Number() =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : throw new UnusualException();

    /// <summary>A time.</summary>
    public readonly DateTimeOffset Time() =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) ? time : throw new UnusualException();

    /// <summary>Bytes in base64.</summary>
    public readonly byte[] Bytes() =>
        reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw new UnusualException();

    /// <summary>Holds that the document stands at the beginning of an object.</summary>
    public readonly void Object() => Expect(JsonTokenType.StartObject);

    /// <summary>Holds that all of these members were read.</summary>
    public static void Require(long seen, long members)
    {
        if ((seen & members) != members)
            throw new UnusualException();
    }

    private void Next(JsonTokenType token)
    {
        Advance();
        Expect(token);
    }

    private void Advance()
    {
        if (!reader.Read())
            throw new UnusualException();
    }

    private readonly void Expect(JsonTokenType token)
    {
        if (reader.TokenType != token)
            throw new UnusualException();
    }

    private sealed class UnusualException : Exception;
}
