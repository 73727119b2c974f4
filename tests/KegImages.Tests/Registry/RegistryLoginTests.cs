using System.Collections.Concurrent;
using System.Net;
using System.Text;
using KegImages.Logins;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>Tests of a registry that wants a login, by password or by token.</summary>
public abstract class RegistryLoginTests : IDisposable
{
    private protected const string Password = "s3cret-pass";

    private protected FakeRegistry Registry { get; } = new();

    private protected ManualClock Clock { get; } = new();

    /// <summary>The tokens that the token service gave, and that the registry takes.</summary>
    private protected ConcurrentDictionary<string, bool> Tokens { get; } = new();

    public void Dispose()
    {
        Registry.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected ImageReference Reference(string name = "tap") => Registry.Repository(name).With(Tag.Parse("develop"));

    private protected RegistryClient Client(RegistryCredential? login) => new(new FakeCredentials(login), new RegistryOptions
    {
        FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 2, Clock = Clock,
    });

    private protected static RegistryCredential Login(string password = Password) => new("user", password);

    private protected void WantPassword() => Registry.Instead = (request, response) =>
    {
        if (Basic(request) == $"user:{Password}")
            return false;
        FakeRegistry.Answer(response, 401,
            $$"""{"errors":[{"code":"UNAUTHORIZED","message":"authentication required for {{Basic(request)}}"}]}""",
            headers: ("WWW-Authenticate", "Basic realm=\"Registry\""));
        return true;
    };

    /// <summary>
    /// A token service beside the registry: a token is good for the scope it was asked for, and to read anonymously when that is allowed.
    /// </summary>
    private protected void WantToken(bool anonymousPull = true, int? expiresIn = 300) => Registry.Instead = (request, response) =>
    {
        if (request.Url!.AbsolutePath == "/token")
        {
            var form = request.HttpMethod == "POST" ? new StreamReader(request.InputStream).ReadToEnd() : "";
            var isKnown = Basic(request) == $"user:{Password}" || form.Contains($"refresh_token={Password}", StringComparison.Ordinal);
            var scope = request.QueryString["scope"]
                ?? Uri.UnescapeDataString(form.Split('&').First(pair => pair.StartsWith("scope=", StringComparison.Ordinal))[6..]);
            if (!isKnown && (Basic(request) is not null || !anonymousPull))
            {
                FakeRegistry.Answer(response, 401, """{"errors":[{"code":"UNAUTHORIZED","message":"incorrect username or password"}]}""");
                return true;
            }

            var granted = isKnown ? scope : scope.Replace(",push", "", StringComparison.Ordinal);
            var token = $"token-{Guid.NewGuid()}|{granted}";
            Tokens[token] = true;
            FakeRegistry.Answer(response, 200, expiresIn is null ? $$"""{"access_token":"{{token}}"}"""
                : $$"""{"token":"{{token}}","expires_in":{{expiresIn}}}""");
            return true;
        }

        var wanted =
            $"repository:{string.Join('/', request.Url.AbsolutePath.Split('/').Skip(2).Take(2))}:pull{(request.HttpMethod is "GET" or "HEAD" ? "" : ",push")}";
        var header = request.Headers["Authorization"];
        if (header is not null && Tokens.ContainsKey(header["Bearer ".Length..])
            && header.Split('|')[1].StartsWith(wanted, StringComparison.Ordinal))
            return false;
        FakeRegistry.Answer(response, 401, """{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}""",
            headers: ("WWW-Authenticate", $"Bearer realm=\"http://{Registry.Host}/token\",service=\"keg\",scope=\"{wanted}\""));
        return true;
    };

    private static string? Basic(HttpListenerRequest request) =>
        request.Headers["Authorization"] is { } header && header.StartsWith("Basic ", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..]))
            : null;

    private protected sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
