using System.Security.Cryptography;

namespace KegImages.References;

/// <summary>An OCI digest, <c>algorithm:encoded</c>. See
/// <see href="https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md#digests"/>.</summary>
public sealed record Digest
{
    private Digest(string text) => Text = text;

    private string Text { get; }

    /// <summary>The encoded part, lowercase hexadecimal for SHA-256.</summary>
    public string Encoded => Text[(Text.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>The algorithm and the first 12 characters of the encoded part, for people: <c>sha256:0123456789ab</c>.</summary>
    public string Abbreviated => Text[..(Text.IndexOf(':', StringComparison.Ordinal) + 13)];

    /// <summary>The SHA-256 digest of some bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes) => new($"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}");

    /// <summary>Reads a digest. Throws <see cref="WrongUseException"/> when the text is none.</summary>
    public static Digest Parse(string text) =>
        TryParse(text, out var digest) ? digest
            : throw new WrongUseException($"'{text}' is not a digest: expected 'sha256:' and 64 hexadecimal digits");

    /// <summary>Reads a digest; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Digest? digest)
    {
        digest = text is not null && IsDigest(text) ? new Digest(text) : null;
        return digest is not null;
    }

    private static bool IsDigest(string text) =>
        (text.StartsWith("sha256:", StringComparison.Ordinal) && Spelling.IsHex(text.AsSpan("sha256:".Length), 64))
        || (text.StartsWith("sha512:", StringComparison.Ordinal) && Spelling.IsHex(text.AsSpan("sha512:".Length), 128));

    /// <summary>The whole digest, as parsed.</summary>
    public override string ToString() => Text;
}
