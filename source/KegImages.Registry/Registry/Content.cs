using System.Security.Cryptography;

namespace KegImages.Registry;

internal static class Content
{
    public static void ThrowUnlessIs(Digest? expected, ReadOnlySpan<byte> bytes, string what)
    {
        if (expected is null)
            return;
        var actual = expected.ToString().StartsWith("sha512:", StringComparison.Ordinal)
            ? Digest.Parse($"sha512:{Convert.ToHexStringLower(SHA512.HashData(bytes))}")
            : Digest.Of(bytes);
        ThrowUnlessSame(expected, actual, what);
    }

    public static async Task ThrowUnlessIsAsync(Digest expected, Stream bytes, string what, CancellationToken cancellationToken)
    {
        var actual = expected.ToString().StartsWith("sha512:", StringComparison.Ordinal)
            ? $"sha512:{Convert.ToHexStringLower(await SHA512.HashDataAsync(bytes, cancellationToken))}"
            : $"sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancellationToken))}";
        ThrowUnlessSame(expected, Digest.Parse(actual), what);
    }

    public static void ThrowUnlessSame(Digest? expected, Digest actual, string what)
    {
        if (expected is not null && expected != actual)
            throw new FailedException($"{what}: the content is not what was asked for: expected {expected}, got {actual}");
    }
}
