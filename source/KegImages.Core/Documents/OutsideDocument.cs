using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace KegImages.Documents;

/// <summary>The one reader of JSON that others wrote. Whatever the bytes are, the answer is a value that is whole, with nothing null that
/// must not be, or an <see cref="UnreadableDocumentException"/>.</summary>
/// <param name="Name">Which document it is and where it is from, for messages: <c>the manifest of host/repository:tag</c>.</param>
internal readonly record struct OutsideDocument(string Name)
{
    // What System.Text.Json says after its sentence; the place is said in front of it here.
    private const string PathMark = " Path: ";

    private const string MissingMark = "was missing required properties";

    private const string WrongKindMark = " could not be converted to ";

    private const int LongestPlace = 200;

    /// <exception cref="UnreadableDocumentException">It is no JSON, or not of this form.</exception>
    public T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
    {
        ThrowUnlessStrict(type);
        if (json.IsEmpty)
            throw Unreadable(JsonPlace.Root, "it is empty");
        T? value;
        try
        {
            value = JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception.Path ?? JsonPlace.Root, Sentence(exception), (int)(exception.LineNumber ?? 0) + 1, exception);
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or FormatException or OverflowException or ArgumentException
                or NotSupportedException)
        {
            // Half a surrogate pair is found out only where the text is made, and said without its place.
            throw Unreadable(JsonPlace.OfBrokenText(json), "it holds text that is no Unicode", innerException: exception);
        }

        if (value is null)
            throw Unreadable(JsonPlace.Root, "it is null");
        return NullPlaces.Find(value, type) is { } place ? throw Unreadable(JsonPlace.Root + place, "it is null") : value;
    }

    /// <exception cref="UnreadableDocumentException">It is no JSON, or not of this form.</exception>
    public T Read<T>(string json, JsonTypeInfo<T> type) => Read(Encoding.UTF8.GetBytes(json), type);

    /// <summary>Reads a document that says no more than a missing one where it is not of this form: a cache, or the text of an
    /// error.</summary>
    public bool TryRead<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value)
        where T : class
    {
        try
        {
            value = Read(json, type);
        }
        catch (UnreadableDocumentException)
        {
            value = null;
        }

        return value is not null;
    }

    /// <exception cref="UnreadableDocumentException">It is no JSON, or no object.</exception>
    public JsonObject ReadObject(ReadOnlySpan<byte> json)
    {
        // Its parts are read only when they are asked for, and text that is no Unicode would be found out only then.
        if (JsonPlace.OfBrokenText(json) is var place && place != JsonPlace.Root)
            throw Unreadable(place, "it holds text that is no Unicode");
        try
        {
            var read = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject
                ?? throw Unreadable(JsonPlace.Root, "it is no object");
            // The names of its own members have no place but the root: they are made here.
            _ = read.Count;
            return read;
        }
        catch (InvalidOperationException exception)
        {
            throw Unreadable(JsonPlace.Root, "it holds text that is no Unicode", innerException: exception);
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception.Path ?? JsonPlace.Root, Sentence(exception), (int)(exception.LineNumber ?? 0) + 1, exception);
        }
    }

    public UnreadableDocumentException Unreadable(string place, string problem, int line = 1, Exception? innerException = null) =>
        new(Name, place.Length > LongestPlace ? place[..LongestPlace] + "…" : place, problem, line, innerException);

    private static string Sentence(JsonException exception)
    {
        var end = exception.Message.IndexOf(PathMark, StringComparison.Ordinal);
        var sentence = (end < 0 ? exception.Message : exception.Message[..end]).TrimEnd('.', ' ');
        // Which type of ours it should have become tells nobody anything.
        if (sentence.IndexOf(MissingMark, StringComparison.Ordinal) is >= 0 and var missing)
            return $"it {sentence[missing..]}";
        return sentence.Length == 0 ? "it is no JSON"
            : sentence.Contains(WrongKindMark, StringComparison.Ordinal) ? "it is of another kind than is read here" : sentence;
    }

    // A form that lets null through is a mistake of ours, and every document would show it.
    private static void ThrowUnlessStrict(JsonTypeInfo type)
    {
        var options = type.Options;
        if (!options.RespectNullableAnnotations || !options.RespectRequiredConstructorParameters || options.AllowDuplicateProperties)
            throw new ArgumentException(
                $"the form of {type.Type.Name} takes null, missing or doubled members: its context needs the strict options", nameof(type));
    }
}
