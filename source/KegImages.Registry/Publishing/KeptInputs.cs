using KegImages.Fingerprints;

namespace KegImages.Publishing;

/// <summary>
/// Where it is kept what images are made of: a blob that family records name as a layer, so that a registry keeps it as long as a record
/// needs it.
/// One blob holds the inputs of all images that one publication was the first to name.
/// </summary>
/// <param name="Digest">The blob's digest.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record KeptInputs(Digest Digest, long Size)
{
    /// <summary>The type of such a layer: JSON, fingerprint → text of the inputs.</summary>
    public const string MediaType = "application/vnd.keg.inputs.v1+json";

    // Who asks about one image reads a whole blob.
    private const int LargeEnough = 4 * 1024 * 1024;

    /// <summary>Packs inputs into as many blobs as their size asks for; the same inputs give the same bytes.</summary>
    public static IEnumerable<(byte[] Bytes, ImmutableArray<Fingerprint> Of)> Pack(IEnumerable<ImageInputs> inputs)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var size = 0;
        foreach (var one in inputs.OrderBy(one => one.Fingerprint.ToString(), StringComparer.Ordinal))
        {
            var text = one.ToString();
            texts[one.Fingerprint.ToString()] = text;
            size += text.Length;
            if (size < LargeEnough)
                continue;
            yield return Packed(texts);
            texts.Clear();
            size = 0;
        }

        if (texts.Count > 0)
            yield return Packed(texts);
    }

    /// <summary>Reads a blob. What does not have the fingerprint that it stands for says nothing of an image, and is left out.</summary>
    public static IReadOnlyDictionary<Fingerprint, ImageInputs> Read(ReadOnlySpan<byte> blob)
    {
        var found = new Dictionary<Fingerprint, ImageInputs>();
        // Another format is as good as none.
        if (!new OutsideDocument("kept inputs").TryRead(blob, KeptInputsJson.Default.SortedDictionaryStringString, out var texts))
            return found;
        foreach (var (key, text) in texts)
        {
            if (Fingerprint.TryParse(key, out var fingerprint) && ImageInputs.TryParse(text, out var inputs)
                && inputs.Fingerprint == fingerprint)
                found[fingerprint] = inputs;
        }

        return found;
    }

    private static (byte[], ImmutableArray<Fingerprint>) Packed(SortedDictionary<string, string> texts) =>
        (JsonSerializer.SerializeToUtf8Bytes(texts,
            KeptInputsJson.Default.SortedDictionaryStringString), [.. texts.Keys.Select(Fingerprint.Parse)]);
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties =
    false)]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class KeptInputsJson : JsonSerializerContext;
