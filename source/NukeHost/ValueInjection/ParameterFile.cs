using System.Text;
using System.Text.Json;

namespace Nuke.Common.ValueInjection;

/// <summary>A parameter file: names and the words given for them, each with its line.</summary>
/// <param name="Name">The file's name as a user would type it.</param>
/// <param name="Entries">What it says, in its order.</param>
internal sealed record ParameterFile(string Name, IReadOnlyList<ParameterFileEntry> Entries)
{
    public static ParameterFile Read(string name, byte[] content)
    {
        var bytes = content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? content.AsSpan(Encoding.UTF8.Preamble.Length) : content;
        try
        {
            return new ParameterFile(name, ReadEntries(name, bytes));
        }
        catch (JsonException exception)
        {
            throw new UsageException(
                $"{name}:{exception.LineNumber + 1}:{exception.BytePositionInLine + 1}: this is no JSON: "
                    + $"{exception.Message.Split(" LineNumber", 2)[0]}");
        }
    }

    private static List<ParameterFileEntry> ReadEntries(string name, ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes,
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var entries = new List<ParameterFileEntry>();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new UsageException($"{name}:1: expected an object, {{ \"Name\": value }}");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            var line = bytes[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
            reader.Read();
            var words = new List<string>();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    words.Add(Word(ref reader, name, line, key));
            }
            else if (reader.TokenType != JsonTokenType.Null)
            {
                words.Add(Word(ref reader, name, line, key));
            }
            else
            {
                continue;
            }

            if (key != "$schema")
                entries.Add(new ParameterFileEntry(key, words, line));
        }

        reader.Read();
        return entries;
    }

    private static string Word(ref Utf8JsonReader reader, string file, int line, string key) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => throw new UsageException($"{file}:{line}: '{key}' is neither text, number, true, false nor a list of them"),
    };
}

/// <summary>One line of a parameter file.</summary>
internal sealed record ParameterFileEntry(string Key, IReadOnlyList<string> Words, int Line);
