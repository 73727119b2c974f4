namespace KegImages.Pipeline;

/// <summary>The machine's bundle of CA certificates.</summary>
internal static class CertificateBundle
{
    private static readonly string[] Usual = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem"];

    /// <summary>What <c>SSL_CERT_FILE</c> names, else the system's own; null where there is none.</summary>
    public static string? Find(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault("SSL_CERT_FILE") is { Length: > 0 } chosen ? chosen : Usual.FirstOrDefault(File.Exists);
}
