using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KegImages.Engines;

/// <summary>The files by which an engine is known and knows its client: <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>.</summary>
/// <param name="Folder">Where they are; what is not there is done without.</param>
/// <param name="Verifies">Whether an engine that nothing vouches for is refused.</param>
public sealed record EngineKeys(string Folder, bool Verifies)
{
    /// <summary>How a connection is made with them. Throws <see cref="FailedException"/> when a file is none.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "A context that says SkipTLSVerify, or DOCKER_TLS alone, says just this.")]
    internal SslClientAuthenticationOptions Options()
    {
        try
        {
            var options = new SslClientAuthenticationOptions();
            if (FileOf("cert.pem") is { } certificate && FileOf("key.pem") is { } key)
                options.ClientCertificates = [Own(certificate, key)];
            if (!Verifies)
                options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
            else if (FileOf("ca.pem") is { } authority)
            {
                options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck };
                options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(authority);
            }

            return options;
        }
        catch (Exception exception) when (exception is CryptographicException or IOException
            or UnauthorizedAccessException)
        {
            throw new FailedException($"the engine's keys in {Folder} cannot be read: {exception.Message}", exception);
        }
    }

    // Windows takes no key that is in memory alone.
    private static X509Certificate2 Own(string certificate, string key)
    {
        var own = X509Certificate2.CreateFromPemFile(certificate, key);
        return OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null) : own;
    }

    private string? FileOf(string name) => Path.Combine(Folder, name) is var path && File.Exists(path) ? path : null;
}
