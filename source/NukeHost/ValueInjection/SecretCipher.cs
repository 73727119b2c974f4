using System.Security.Cryptography;
using System.Text;

namespace Nuke.Common.ValueInjection;

/// <summary>
/// Secrets as a parameter file holds them: <c>v1:</c> and base64 of salt, nonce, tag and AES-GCM text, the key derived from a password.
/// </summary>
internal static class SecretCipher
{
    private const string Prefix = "v1:";
    private const int SaltSize = 16;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = 32;
    private const int Iterations = 210_000;

    public static bool IsEncrypted(string value) => value.StartsWith(Prefix, StringComparison.Ordinal);

    public static string Encrypt(string value, string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var nonce = RandomNumberGenerator.GetBytes(NonceSize);
        var plain = Encoding.UTF8.GetBytes(value);
        var (cipher, tag) = (new byte[plain.Length], new byte[TagSize]);
        using var aes = new AesGcm(Key(password, salt), TagSize);
        aes.Encrypt(nonce, plain, cipher, tag);
        return Prefix + Convert.ToBase64String([.. salt, .. nonce, .. tag, .. cipher]);
    }

    /// <summary>
    /// The secret. Throws <see cref="UsageException"/> that names <paramref name="origin"/> when the password is another one or the text is
    /// damaged.
    /// </summary>
    public static string Decrypt(string value, string password, string origin)
    {
        try
        {
            var bytes = Convert.FromBase64String(value[Prefix.Length..]).AsSpan();
            var plain = new byte[bytes.Length - SaltSize - NonceSize - TagSize];
            using var aes = new AesGcm(Key(password, bytes[..SaltSize]), TagSize);
            aes.Decrypt(
                bytes.Slice(SaltSize, NonceSize),
                bytes[(SaltSize + NonceSize + TagSize)..],
                bytes.Slice(SaltSize + NonceSize, TagSize),
                plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException or OverflowException or ArgumentException)
        {
            throw new UsageException($"{origin}: the secret cannot be decrypted: the password is another one, or the text is damaged");
        }
    }

    private static byte[] Key(string password, ReadOnlySpan<byte> salt) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, KeySize);
}
