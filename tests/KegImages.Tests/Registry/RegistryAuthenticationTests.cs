using System.Collections.Concurrent;
using System.Net;
using System.Text;
using KegImages.Images;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

public sealed class RegistryAuthenticationTests : IDisposable
{
    private const string Password = "s3cret-pass";

    private readonly FakeRegistry registry = new();
    private readonly ManualClock clock = new();
    private readonly ConcurrentDictionary<string, bool> tokens = new();

    public void Dispose() => registry.Dispose();

    private ImageReference Reference(string name = "tap") => registry.Repository(name).With(Tag.Parse("develop"));

    private RegistryClient Client(RegistryCredential? login) => new(new FakeCredentials(login), new RegistryOptions
    {
        FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 2, Clock = clock,
    });

    private static RegistryCredential Login(string password = Password) => new("user", password);

    private static string? Basic(HttpListenerRequest request) =>
        request.Headers["Authorization"] is { } header && header.StartsWith("Basic ", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..]))
            : null;

    private void WantPassword() => registry.Instead = (request, response) =>
    {
        if (Basic(request) == $"user:{Password}")
            return false;
        FakeRegistry.Answer(response, 401, $$"""{"errors":[{"code":"UNAUTHORIZED","message":"authentication required for {{Basic(request)}}"}]}""",
            headers: ("WWW-Authenticate", "Basic realm=\"Registry\""));
        return true;
    };

    /// <summary>A token service beside the registry: a token is good for the scope it was asked for, and to read anonymously when that is allowed.</summary>
    private void WantToken(bool anonymousPull = true, int? expiresIn = 300) => registry.Instead = (request, response) =>
    {
        if (request.Url!.AbsolutePath == "/token")
        {
            var form = request.HttpMethod == "POST" ? new StreamReader(request.InputStream).ReadToEnd() : "";
            var isKnown = Basic(request) == $"user:{Password}" || form.Contains($"refresh_token={Password}", StringComparison.Ordinal);
            var scope = request.QueryString["scope"] ?? Uri.UnescapeDataString(form.Split('&').First(pair => pair.StartsWith("scope=", StringComparison.Ordinal))[6..]);
            if (!isKnown && (Basic(request) is not null || !anonymousPull))
            {
                FakeRegistry.Answer(response, 401, """{"errors":[{"code":"UNAUTHORIZED","message":"incorrect username or password"}]}""");
                return true;
            }

            var granted = isKnown ? scope : scope.Replace(",push", "", StringComparison.Ordinal);
            var token = $"token-{Guid.NewGuid()}|{granted}";
            tokens[token] = true;
            FakeRegistry.Answer(response, 200, expiresIn is null ? $$"""{"access_token":"{{token}}"}""" : $$"""{"token":"{{token}}","expires_in":{{expiresIn}}}""");
            return true;
        }

        var wanted = $"repository:{string.Join('/', request.Url.AbsolutePath.Split('/').Skip(2).Take(2))}:pull{(request.HttpMethod is "GET" or "HEAD" ? "" : ",push")}";
        var header = request.Headers["Authorization"];
        if (header is not null && tokens.ContainsKey(header["Bearer ".Length..]) && header.Split('|')[1].StartsWith(wanted, StringComparison.Ordinal))
            return false;
        FakeRegistry.Answer(response, 401, """{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}""",
            headers: ("WWW-Authenticate", $"Bearer realm=\"http://{registry.Host}/token\",service=\"keg\",scope=\"{wanted}\""));
        return true;
    };

    [Fact]
    public async Task A_password_is_sent_when_it_is_asked_for_and_with_every_request_from_then_on()
    {
        var digest = registry.Add("tap", "develop");
        WantPassword();
        using var client = Client(Login());

        (await client.HeadAsync(Reference(), default))!.Digest.ShouldBe(digest);
        (await client.HeadAsync(Reference(), default))!.Digest.ShouldBe(digest);

        client.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task One_token_serves_all_requests_of_a_repository()
    {
        registry.Add("tap", "develop");
        WantToken();
        using var client = Client(login: null);

        for (var i = 0; i < 5; i++)
            (await client.HeadAsync(Reference(), default)).ShouldNotBeNull();

        registry.Count("/token").ShouldBe(1);
        client.Requests.ShouldBe(7, "a refusal, a token, five answers");
    }

    [Fact]
    public async Task Many_requests_at_once_are_refused_once_and_share_tokens()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"tap-{i}")];
        foreach (var name in names)
            registry.Add(name, "develop");
        WantToken();
        using var client = Client(Login());

        var found = await Task.WhenAll(names.Concat(names).Select(name => client.HeadAsync(Reference(name), default)));

        found.ShouldAllBe(descriptor => descriptor != null);
        client.Requests.ShouldBe(1 + 20 + 40);
    }

    [Theory]
    [InlineData(300, 291)]
    [InlineData(null, 51)]
    public async Task A_token_is_renewed_before_it_expires(int? expiresIn, int seconds)
    {
        registry.Add("tap", "develop");
        WantToken(expiresIn: expiresIn);
        using var client = Client(login: null);

        await client.HeadAsync(Reference(), default);
        clock.Now += TimeSpan.FromSeconds(seconds - 2);
        await client.HeadAsync(Reference(), default);
        registry.Count("/token").ShouldBe(1);
        clock.Now += TimeSpan.FromSeconds(2);
        await client.HeadAsync(Reference(), default);

        registry.Count("/token").ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_is_refused_early_is_renewed_once()
    {
        registry.Add("tap", "develop");
        WantToken();
        using var client = Client(login: null);
        await client.HeadAsync(Reference(), default);

        tokens.Clear();

        (await client.HeadAsync(Reference(), default)).ShouldNotBeNull();
        registry.Count("/token").ShouldBe(2);
    }

    [Fact]
    public async Task Writing_takes_a_token_of_its_own()
    {
        var digest = registry.Add("tap", "develop");
        WantToken();
        using var client = Client(Login());

        await client.CopyTagAsync(registry.Repository("tap").At(digest), Tag.Parse("x"), default);

        registry.TagOf("tap", "x").ShouldBe(digest);
        registry.Asked.ShouldContain(asked => asked.EndsWith("scope=repository%3Akeg%2Ftap%3Apull%2Cpush", StringComparison.Ordinal));
        registry.Asked.ShouldContain(asked => asked.Contains("/token?service=keg&scope=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_identity_token_is_exchanged()
    {
        registry.Add("tap", "develop");
        WantToken(anonymousPull: false);
        using var client = Client(new RegistryCredential(null, Password));

        (await client.HeadAsync(Reference(), default)).ShouldNotBeNull();
        registry.Count("^POST /token").ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_login_the_error_names_the_command_once_for_all_repositories()
    {
        WantPassword();
        using var client = Client(login: null);

        var error = await Should.ThrowAsync<WrongUseException>(() => client.CheckPushAccessAsync([registry.Repository("tap"), registry.Repository("evf")], default));

        error.Problems.ShouldHaveSingleItem();
        error.Message.ShouldContain($"docker login {registry.Host}");
        (await Should.ThrowAsync<WrongUseException>(() => client.GetManifestAsync(Reference(), default))).Message.ShouldContain($"docker login {registry.Host}");
    }

    [Fact]
    public async Task An_anonymous_token_that_may_not_push_is_told_as_no_login()
    {
        WantToken();
        using var client = Client(login: null);

        var error = await Should.ThrowAsync<WrongUseException>(() => client.CheckPushAccessAsync([registry.Repository("tap")], default));

        error.Message.ShouldContain($"not logged in to {registry.Host}");
        client.Requests.ShouldBeLessThanOrEqualTo(3, "a fresh token that is refused is not fetched again");
    }

    [Fact]
    public async Task With_a_login_every_repository_is_asked_for_the_right_to_push()
    {
        WantToken();
        var allowed = registry.Instead!;
        registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "POST" || !request.RawUrl!.Contains("/evf/", StringComparison.Ordinal))
                return allowed(request, response);
            FakeRegistry.Answer(response, 403, """{"errors":[{"code":"DENIED","message":"permission_denied: write_package"}]}""");
            return true;
        };
        using var client = Client(Login());

        var error = await Should.ThrowAsync<WrongUseException>(() => client.CheckPushAccessAsync([registry.Repository("tap"), registry.Repository("evf")], default));

        error.Problems.ShouldHaveSingleItem().Message.ShouldContain("lacks the right to 'keg/evf'");
        error.Message.ShouldContain("permission_denied: write_package");
        registry.Count("^DELETE /v2/keg/tap/blobs/uploads/").ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_password_is_told_for_every_repository_and_never_shown()
    {
        WantPassword();
        using var client = Client(Login("wr0ng-pass"));

        var push = await Should.ThrowAsync<WrongUseException>(() => client.CheckPushAccessAsync([registry.Repository("tap"), registry.Repository("evf")], default));
        var read = await Should.ThrowAsync<WrongUseException>(() => client.GetManifestAsync(Reference(), default));

        push.Problems.Length.ShouldBe(2);
        foreach (var error in new[] { push, read })
        {
            error.Message.ShouldContain("refuses it");
            error.Message.ShouldContain("docker login");
            error.ToString().ShouldNotContain("wr0ng-pass");
        }

        read.Message.ShouldContain("***");
    }

    [Fact]
    public async Task A_wrong_password_at_the_token_service_is_no_absence()
    {
        WantToken();
        using var client = Client(Login("wr0ng-pass"));

        (await Should.ThrowAsync<WrongUseException>(() => client.HeadAsync(Reference(), default))).Message.ShouldContain("incorrect username or password");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_login_may_not_see_counts_as_absent_and_without_a_login_is_told(bool hasLogin)
    {
        registry.Instead = (request, response) =>
        {
            if (request.Url!.AbsolutePath == "/token")
                FakeRegistry.Answer(response, 403, """{"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]}""");
            else
                FakeRegistry.Answer(response, 401, headers: ("WWW-Authenticate", $"Bearer realm=\"http://{registry.Host}/token\",service=\"keg\""));
            return true;
        };
        using var client = Client(hasLogin ? Login() : null);

        if (hasLogin)
            (await client.HeadAsync(Reference(), default)).ShouldBeNull();
        else
            (await Should.ThrowAsync<WrongUseException>(() => client.HeadAsync(Reference(), default))).Message.ShouldContain("DENIED");
    }

    [Fact]
    public async Task A_registry_that_wants_no_login_is_asked_without_looking_for_one()
    {
        registry.Add("tap", "develop");
        var credentials = new FakeCredentials(Login());
        using var client = new RegistryClient(credentials);

        await client.HeadAsync(Reference(), default);

        credentials.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_login_is_not_sent_to_where_a_registry_keeps_its_blobs()
    {
        using var storage = new FakeRegistry();
        var sent = new ConcurrentQueue<string?>();
        storage.Instead = (request, response) =>
        {
            sent.Enqueue(request.Headers["Authorization"]);
            FakeRegistry.Answer(response, request.HttpMethod == "PUT" ? 201 : 200, request.HttpMethod == "PUT" ? "" : "hello");
            return true;
        };
        WantPassword();
        var wanted = registry.Instead!;
        registry.Instead = (request, response) =>
        {
            if (wanted(request, response))
                return true;
            if (request.HttpMethod == "HEAD")
                return false;
            FakeRegistry.Answer(response, request.HttpMethod == "POST" ? 202 : 307, headers: ("Location", $"http://{storage.Host}/bucket?signed=1"));
            return true;
        };
        using var client = Client(Login());

        await client.PutBlobAsync(registry.Repository("tap"), "hello"u8.ToArray(), default);
        (await client.GetBlobAsync(registry.Repository("tap"), Digest.Of("hello"u8), default)).ShouldNotBeNull();

        sent.ShouldBe([null, null]);
    }

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
