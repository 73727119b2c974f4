using System.Diagnostics;
using System.Net;
using KegImages.Images;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>
/// A registry, or something between, that answers what nobody should: each a clear failure, in bounded time and memory, and the login
/// stays.
/// </summary>
public sealed class HostileRegistryTests : IDisposable
{
    private readonly FakeRegistry registry = new();
    private readonly FakeRegistry other = new();

    public void Dispose()
    {
        registry.Dispose();
        other.Dispose();
    }

    private ImageReference Reference => registry.Repository("tap").With(Tag.Parse("develop"));

    private static RegistryClient Client(RegistryCredential? login = null, int longestWait = 60_000, int timeout = 20_000, int largest =
        1024 * 1024) => new(new FakeCredentials(login), new RegistryOptions
    {
        Attempts = 3,
        FirstWait = TimeSpan.FromMilliseconds(1),
        LongestWait = TimeSpan.FromMilliseconds(longestWait),
        Timeout = TimeSpan.FromMilliseconds(timeout),
        LargestAnswer = largest,
    });

    private void Answer(int status, string body = "", params (string, string)[] headers) => registry.Instead = (_, response) =>
    {
        FakeRegistry.Answer(response, status, body, headers: headers);
        return true;
    };

    [Theory]
    [InlineData("1111111111111111111111111111111111 !")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("-5")]
    [InlineData("1e99")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("1h1h1h1h1h1h1h1h1h1h!")]
    public async Task A_wait_that_makes_no_sense_is_read_at_once_and_not_waited_for(string header)
    {
        using var client = Client(longestWait: 50);
        var watch = Stopwatch.StartNew();
        Answer(429, "", ("Retry-After", header));

        await Should.ThrowAsync<FailedException>(() => client.HeadAsync(Reference, default));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Waits_are_bounded_together()
    {
        using var client = Client(longestWait: 300);
        Answer(429, "retry-after: 200ms");
        var watch = Stopwatch.StartNew();

        await Should.ThrowAsync<FailedException>(() => client.HeadAsync(Reference, default));
        await Should.ThrowAsync<FailedException>(() => client.GetManifestAsync(Reference, default));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        client.Requests.ShouldBeLessThanOrEqualTo(5);
    }

    [Theory]
    [InlineData("retry-after: ")]
    [InlineData("1")]
    [InlineData("1.")]
    [InlineData("1s")]
    [InlineData("retry")]
    public void Any_text_of_an_answer_is_read_in_linear_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        var watch = Stopwatch.StartNew();

        RetryDelay.Of(text, text, DateTimeOffset.UnixEpoch);
        RetryDelay.Of(text[..250], "retry-after: " + text, DateTimeOffset.UnixEpoch);

        watch.ElapsedMilliseconds.ShouldBeLessThan(500);
    }

    [Theory]
    [InlineData("Bearer realm=\"")]
    [InlineData("Basic ")]
    [InlineData("a=\"b\",")]
    [InlineData(" , ")]
    [InlineData("\\\"")]
    [InlineData("Bearer")]
    public void Any_challenge_is_read_in_linear_time(string piece)
    {
        var watch = Stopwatch.StartNew();
        foreach (var length in new[] { HeaderText.Longest, 1_000_000 })
            Challenge.Parse([string.Concat(Enumerable.Repeat(piece, length / piece.Length))]);

        watch.ElapsedMilliseconds.ShouldBeLessThan(500);
    }

    [Fact]
    public async Task A_challenge_that_is_too_long_is_named()
    {
        using var client = Client();
        Answer(401, "", ("WWW-Authenticate", $"Bearer realm=\"https://a.example/{new string('a', 39_000)}\""));

        (await Should.ThrowAsync<FailedException>(() => client.HeadAsync(Reference, default))).Message.ShouldContain(
            "a header WWW-Authenticate of 39");
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("gopher://127.0.0.1/")]
    public async Task Nothing_is_uploaded_or_read_where_there_is_no_web(string location)
    {
        using var client = Client();
        Answer(202, "", ("Location", location));
        (await Should.ThrowAsync<FailedException>(() => client.PutNewBlobAsync(Reference, "x"u8.ToArray(), default))).Message.ShouldContain(
            $"'{location}'");

        Answer(307, "", ("Location", location));
        (await Should.ThrowAsync<FailedException>(() => client.GetBlobAsync(Reference, Digest.Of("x"u8), default))).Message.ShouldContain(
            $"'{location}', which is no address of the web");
        client.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task A_blob_is_read_at_another_host_and_the_login_stays()
    {
        using var client = Client(new RegistryCredential("keg", "s3cret"));
        other.Instead = (request, response) =>
        {
            request.Headers["Authorization"].ShouldBeNull();
            FakeRegistry.Answer(response, 200, "content");
            return true;
        };
        var seen = new List<string?>();
        registry.Instead = (request, response) =>
        {
            seen.Add(request.Headers["Authorization"]);
            if (request.Headers["Authorization"] is null)
                FakeRegistry.Answer(response, 401, headers: ("WWW-Authenticate", "Basic realm=\"x\""));
            else
                FakeRegistry.Answer(response, 307, headers: ("Location", $"http://{other.Host}/storage/blob"));
            return true;
        };

        (await client.GetBlobAsync(Reference, Digest.Of("content"u8), default)).ShouldNotBeNull();

        other.Asked.ShouldBe(["GET /storage/blob"]);
        seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_written_at_another_host_and_no_request_is_sent_on_for_ever()
    {
        using var client = Client();
        Answer(307, "", ("Location", $"http://{other.Host}/v2/keg/tap/manifests/develop"));
        (await Should.ThrowAsync<FailedException>(() =>
            client.PutManifestAsync(Reference, "{}"u8.ToArray(), MediaTypes.OciManifest, default))).Message.ShouldContain(
            "and a PUT is not sent on");
        await Should.ThrowAsync<FailedException>(() => client.DeleteManifestAsync(Reference.At(Digest.Of("x"u8)), default));
        other.Asked.ShouldBeEmpty();

        Answer(302, "", ("Location", "/again"));
        (await Should.ThrowAsync<FailedException>(() => client.GetManifestAsync(Reference, default))).Message.ShouldContain(
            "sends a request on more than 10 times");
    }

    [Fact]
    public async Task An_answer_without_end_is_given_up()
    {
        using var client = Client(largest: 100_000);
        registry.Instead = (_, response) =>
        {
            response.SendChunked = true;
            var chunk = new byte[16 * 1024];
            try
            {
                while (true)
                    response.OutputStream.Write(chunk);
            }
            catch (HttpListenerException)
            {
                return true;
            }
        };

        (await Should.ThrowAsync<FailedException>(() => client.GetManifestAsync(Reference, default))).Message.ShouldContain(
            "which is no answer to what was asked");
        client.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_drips_is_given_up()
    {
        using var client = Client(timeout: 200);
        registry.Instead = (_, response) =>
        {
            response.SendChunked = true;
            try
            {
                for (var i = 0; i < 100; i++)
                {
                    response.OutputStream.WriteByte((byte)'{');
                    response.OutputStream.Flush();
                    // The drip itself: a byte at a time is what is tested.
                    Thread.Sleep(20);
                }
            }
            catch (HttpListenerException)
            {
            }

            return true;
        };

        (await Should.ThrowAsync<FailedException>(() => client.GetManifestAsync(Reference, default))).Message.ShouldContain(
            "no answer within 0.2 s");
        client.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"token":"a","expires_in":-5}""")]
    [InlineData("""{"token":"a","expires_in":99999999999999999999}""")]
    [InlineData("""{"token":"a","expires_in":1e300}""")]
    [InlineData("""{"token":"","access_token":"a","expires_in":null}""")]
    public async Task A_token_lives_as_long_as_makes_sense(string answer)
    {
        registry.Add("tap", "develop");
        using var client = Client();
        Tokens(answer);

        (await client.HeadAsync(Reference, default)).ShouldNotBeNull();
        (await client.HeadAsync(Reference, default)).ShouldNotBeNull();

        registry.Count("/token").ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"token":"a\nb"}""", "no header can carry it")]
    [InlineData("""{"token":"\ud800"}""", "$.token")]
    [InlineData("""{"token":7}""", "$.token")]
    [InlineData("""{"token":"a","expires_in":"soon"}""", "$.expires_in")]
    [InlineData("""{}""", "without a token")]
    [InlineData("null", "it is null")]
    [InlineData("", "it is empty")]
    [InlineData("<html>", "cannot be read")]
    public async Task A_token_that_is_none_is_named(string answer, string expected)
    {
        using var client = Client();
        Tokens(answer);

        (await Should.ThrowAsync<FailedException>(() => client.HeadAsync(Reference, default))).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("http://registry.example.com/token")]
    [InlineData("http://10.1.2.3/token")]
    public async Task A_login_leaves_this_machine_only_with_TLS(string realm)
    {
        using var client = Client(new RegistryCredential("keg", "s3cret"));
        Answer(401, "", ("WWW-Authenticate", $"Bearer realm=\"{realm}\""));

        (await Should.ThrowAsync<FailedException>(() => client.HeadAsync(Reference, default))).Message.ShouldContain(
            "without TLS: refused");
    }

    [Fact]
    public async Task A_login_that_cannot_be_read_matters_only_where_the_registry_insists_on_one()
    {
        registry.Add("tap", "develop");
        var broken = new FakeCredentials(failure: new WrongUseException("the credential helper 'docker-credential-x' is not on the PATH"));
        using var client = new RegistryClient(broken, new RegistryOptions { Attempts = 1 });
        (await client.HeadAsync(Reference, default)).ShouldNotBeNull();
        broken.Asked.ShouldBeEmpty();

        Answer(401, "", ("WWW-Authenticate", "Basic realm=\"x\""));
        (await Should.ThrowAsync<WrongUseException>(() => client.GetManifestAsync(Reference, default))).Message.ShouldContain(
            "its login cannot be read: the credential helper 'docker-credential-x' is not on the PATH");
        await Should.ThrowAsync<WrongUseException>(() => client.CheckPushAccessAsync([Reference], default));
        broken.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_no_manifest_is_named_with_its_type()
    {
        using var client = Client();
        Answer(200, "{}");

        (await Should.ThrowAsync<FailedException>(() => client.GetManifestAsync(Reference, default))).Message.ShouldBe(
            $"the manifest of {Reference} cannot be read: it is of the type 'application/json', which is that of no manifest");
    }

    private void Tokens(string answer) => registry.Instead = (request, response) =>
    {
        if (request.Url!.AbsolutePath == "/token")
        {
            FakeRegistry.Answer(response, 200, answer);
            return true;
        }

        if (request.Headers["Authorization"] is not null)
            return false;
        FakeRegistry.Answer(response, 401, headers: ("WWW-Authenticate", $"Bearer realm=\"http://{registry.Host}/token\""));
        return true;
    };
}
