using System.Security.Cryptography;

namespace KegImages.Fingerprints;

/// <summary>What an image is made of, as one number: the SHA-256 of its manifest of inputs, <c>fp2:</c> and 64 hexadecimal digits. The
/// format is written in <c>docs/fingerprints.md</c>.</summary>
public sealed record Fingerprint
{
    private const int TagLength = 20;
    private const int LongestFormat = 6;

    private Fingerprint(int version, string sha256) => (Version, Sha256) = (version, sha256);

    /// <summary>The version of the manifest's format; fingerprints of two versions are never equal.</summary>
    public int Version { get; }

    /// <summary>The SHA-256 of the manifest, 64 lowercase hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>The immutable tag that an image of these inputs is stored under: <c>fp-</c> and the first 20 hexadecimal digits.</summary>
    public Tag ContentTag => Tag.Parse($"fp-{Sha256[..TagLength]}");

    /// <summary>Reads a fingerprint. Throws <see cref="WrongUseException"/> when the text is none.</summary>
    public static Fingerprint Parse(string text) => TryParse(text, out var fingerprint)
        ? fingerprint
        : throw new WrongUseException($"'{text}' is not a fingerprint: expected 'fp', a version, ':' and 64 hexadecimal digits");

    /// <summary>Reads a fingerprint of any version; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Fingerprint? fingerprint)
    {
        fingerprint = text?.Split(':', 2) is [['f', 'p', >= '1' and <= '9', ..] format, var sha256] && format.Length <= LongestFormat
            && Spelling.IsHex(sha256, 64)
            && int.TryParse(format.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? new Fingerprint(version, sha256)
                : null;
        return fingerprint is not null;
    }

    /// <summary>The whole fingerprint, as parsed.</summary>
    public override string ToString() => $"fp{Version}:{Sha256}";

    internal static Fingerprint Of(int version, ReadOnlySpan<byte> manifest) =>
        new(version, Convert.ToHexStringLower(SHA256.HashData(manifest)));
}
