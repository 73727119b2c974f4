namespace KegImages.Texts;

/// <summary>The fields of a document that is written by hand, as every plan writes it and a serializer costs its start more than the
/// rest of it: what is null is left out.</summary>
/// <param name="json">Where to.</param>
/// <param name="shown">A text as it may be written.</param>
internal sealed class JsonFields(Utf8JsonWriter json, Func<string, string> shown)
{
    // What goes to a file need not be in memory as a whole.
    private const int MostPending = 64 * 1024;

    public void Object(Action write)
    {
        json.WriteStartObject();
        write();
        json.WriteEndObject();
    }

    public void Object<T>(string name, T? value, Action<T> write)
        where T : class
    {
        if (value is null)
            return;
        json.WritePropertyName(name);
        Object(() => write(value));
    }

    public void Each<T>(string name, IReadOnlyList<T>? values, Action<T> write)
        where T : class
    {
        if (values is null)
            return;
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            Object(() => write(value));
            if (json.BytesPending > MostPending)
                json.Flush();
        }

        json.WriteEndArray();
    }

    public void Texts(string name, IReadOnlyList<string>? values)
    {
        if (values is null)
            return;
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(shown(value));
        json.WriteEndArray();
    }

    public void Text(string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, shown(value));
    }

    public void Flag(string name, bool value) => json.WriteBoolean(name, value);

    public void Number(string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    public void Number(string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    public void Time(string name, DateTimeOffset? value)
    {
        if (value is { } time)
            json.WriteString(name, time);
    }
}
