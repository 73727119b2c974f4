using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KegImages.Engines;

namespace KegImages.Tests.Engines;

/// <summary>An engine at a host is known by its authority, and knows its client by its key.</summary>
public sealed class EngineKeysTests : IDisposable
{
    private const string Version = """{"Version":"26.1.5"}""";

    private readonly string folder = Directory.CreateTempSubdirectory("keg-keys-").FullName;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 authority = Authority("a keg's authority");

    public EngineKeysTests()
    {
        listener.Start();
        using var own = Signed("a client");
        File.WriteAllText(Path.Combine(folder, "ca.pem"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "cert.pem"), own.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), own.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _ = ServeAsync(Signed("localhost"));
    }

    public void Dispose()
    {
        listener.Dispose();
        authority.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_its_keys_it_answers(bool verifies) => (await AskAsync(verifies)).ShouldBe("26.1.5");

    [Fact]
    public async Task One_that_nothing_vouches_for_is_refused_unless_that_is_wanted()
    {
        using var other = Authority("somebody else's");
        await File.WriteAllTextAsync(Path.Combine(folder, "ca.pem"), other.ExportCertificatePem());

        (await Should.ThrowAsync<EngineException>(AskAsync(verifies: true))).IsUnreachable.ShouldBeTrue();
        (await AskAsync(verifies: false)).ShouldBe("26.1.5");
    }

    [Fact]
    public async Task Without_a_key_the_engine_refuses()
    {
        File.Delete(Path.Combine(folder, "key.pem"));

        await Should.ThrowAsync<EngineException>(AskAsync(verifies: true));
    }

    [Fact]
    public async Task Keys_that_are_none_are_said()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), "no key");

        (await Should.ThrowAsync<FailedException>(AskAsync(verifies: true))).Message
            .ShouldStartWith($"the engine's keys in {folder} cannot be read");
    }

    private async Task<string> AskAsync(bool verifies)
    {
        using var engine = new Engine(EngineAddress.Parse($"tcp://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}") with {
            Keys = new EngineKeys(folder, verifies) });
        return await engine.VersionAsync(CancellationToken.None);
    }

    private async Task ServeAsync(X509Certificate2 certificate)
    {
        try
        {
            while (true)
                _ = AnswerAsync(await listener.AcceptTcpClientAsync(), certificate);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            certificate.Dispose();
        }
    }

    private async Task AnswerAsync(TcpClient client, X509Certificate2 certificate)
    {
        using var connection = client;
        await using var stream = new SslStream(client.GetStream(), false, (_, given, _, _) => given?.Issuer == authority.Subject);
        try
        {
            await stream.AuthenticateAsServerAsync(certificate, clientCertificateRequired: true, checkCertificateRevocation: false);
            while (await stream.ReadAsync(new byte[4096]) > 0)
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 200 OK\r\nApi-Version: 1.45\r\nContent-Length: {Version.Length}\r\n\r\n{Version}"));
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            // It was refused, by either.
        }
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private X509Certificate2 Signed(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name.Replace(' ', '-'));
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1),
            RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
