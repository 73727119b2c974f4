using System.Collections.Immutable;

namespace KegImages.ReliabilityTests.Generators;

/// <summary>One reader of outside text.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Samples">Valid texts of its grammar.</param>
/// <param name="Words">What its grammar is made of, and what is near to it.</param>
/// <param name="Read">Reads a text to its end; a value or an error of the two that are meant.</param>
internal sealed record Reader(string Name, ImmutableArray<string> Samples, ImmutableArray<string> Words, Action<byte[]> Read)
{
    /// <summary>A reader of text: bytes that are none arrive as a file would be read.</summary>
    public static Reader OfText(string name, ImmutableArray<string> samples, ImmutableArray<string> words, Action<string> read) =>
        new(name, samples, words, bytes => read(System.Text.Encoding.UTF8.GetString(bytes)));

    public override string ToString() => Name;
}
