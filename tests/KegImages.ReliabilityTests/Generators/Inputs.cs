using System.Text;
using CsCheck;

namespace KegImages.ReliabilityTests.Generators;

/// <summary>
/// Generates what readers may meet: valid texts that were changed a little or much, texts made of a grammar's words, and bytes of any
/// kind.
/// </summary>
internal static class Inputs
{
    private static readonly Gen<Mutation> Mutations = Gen.Select(
        Gen.Enum<MutationKind>(), Gen.Int[0, 1000], Gen.Int[0, 120], Gen.Int[0, 0xffff], (kind, place, length, choice) =>
            new Mutation(kind, place, length, choice));

    /// <summary>Inputs for a reader.</summary>
    public static Gen<byte[]> For(Reader reader)
    {
        var changed = Gen.Select(Gen.Int[0, reader.Samples.Length - 1], Mutations.List[0, 6], (sample, mutations) =>
            Changed(reader, sample, mutations));
        var word = Gen.Int[0, reader.Words.Length - 1].Select(place => reader.Words[place]);
        var composed = word.Array[0, 60].Select(words => Encoding.UTF8.GetBytes(string.Concat(words)));
        var nested = Gen.Select(word, Gen.Int[1, 3000], (one, times) =>
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(one, times))));
        var any = Gen.Byte.Array[0, 400];
        return Gen.Frequency((12, changed), (4, composed), (1, nested), (2, any));
    }

    private static byte[] Changed(Reader reader, int sample, List<Mutation> mutations) =>
        Encoding.UTF8.GetBytes(mutations.Aggregate(reader.Samples[sample], (text, mutation) => mutation.Apply(text, reader.Words)));
}
