using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

public sealed class RegistryPatienceTests : IDisposable
{
    private readonly FakeRegistry registry = new();

    public void Dispose() => registry.Dispose();

    private ImageReference Reference => registry.Repository("tap").With(Tag.Parse("develop"));

    private static RegistryClient Client(int attempts = 3, int firstWait = 1, int longestWait = 60_000, int timeout = 60_000) =>
        new(new FakeCredentials(), new RegistryOptions
    {
        Attempts = attempts,
        FirstWait = TimeSpan.FromMilliseconds(firstWait),
        LongestWait = TimeSpan.FromMilliseconds(longestWait),
        Timeout = TimeSpan.FromMilliseconds(timeout),
    });

    private void FailFirst(int times, int status, string body = "", params (string, string)[] headers)
    {
        var failed = 0;
        registry.Instead = (_, response) =>
        {
            if (Interlocked.Increment(ref failed) > times)
                return false;
            FakeRegistry.Answer(response, status, body, headers: headers);
            return true;
        };
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task A_registry_that_fails_for_a_moment_is_asked_again(int status)
    {
        var digest = registry.Add("tap", "develop");
        using var client = Client();
        FailFirst(2, status);

        (await client.HeadAsync(Reference, default))!.Digest.ShouldBe(digest);
        client.Requests.ShouldBe(3);
    }

    [Theory]
    [InlineData(429, "toomanyrequests: retry-after: 148.926µs, allowed: 44000/minute", "limits requests")]
    [InlineData(503, """{"errors":[{"code":"UNAVAILABLE","message":"down for maintenance"}]}""", "UNAVAILABLE: down for maintenance")]
    public async Task After_all_tries_the_answer_is_told(int status, string body, string expected)
    {
        using var client = Client(attempts: 2);
        FailFirst(int.MaxValue, status, body);

        var error = await Should.ThrowAsync<FailedException>(() => client.GetManifestAsync(Reference, default));

        error.Message.ShouldContain(expected);
        error.Message.ShouldContain(status.ToString());
        error.Message.ShouldContain(Reference.ToString());
        client.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData("registry.invalid/keg/tap:develop", "is registry.invalid right, and does this machine reach it? --profile local brings")]
    [InlineData("127.0.0.1:1/keg/tap:develop", "does anything listen at 127.0.0.1:1?")]
    public async Task A_registry_that_nobody_reaches_is_asked_about(string reference, string question)
    {
        using var client = Client();

        var error = await Should.ThrowAsync<FailedException>(() => client.GetManifestAsync(ImageReference.Parse(reference), default));

        error.Message.Split(Environment.NewLine)[1].ShouldStartWith("  " + question);
    }

    [Fact]
    public async Task As_long_as_the_registry_asks_is_waited()
    {
        registry.Add("tap", "develop");
        using var client = Client();
        FailFirst(1, 429, "toomanyrequests: retry-after: 250ms, allowed: 44000/minute");
        var watch = Stopwatch.StartNew();

        (await client.GetManifestAsync(Reference, default)).ShouldNotBeNull();

        watch.ElapsedMilliseconds.ShouldBeGreaterThanOrEqualTo(240);
    }

    [Fact]
    public async Task A_wait_without_end_is_not_waited_for()
    {
        using var client = Client(longestWait: 1000);
        FailFirst(1, 429, headers: ("Retry-After", "3600"));

        await Should.ThrowAsync<FailedException>(() => client.HeadAsync(Reference, default));
        client.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_in_time_is_asked_again_and_then_told()
    {
        using var client = Client(attempts: 2, timeout: 100);
        registry.Instead = (_, _) => true;

        (await Should.ThrowAsync<FailedException>(() => client.HeadAsync(Reference, default))).Message.ShouldContain(
            "no answer within 0.1 s");
        client.Requests.ShouldBe(2);
    }

    [Fact]
    public async Task A_cancelled_request_is_cancelled_and_no_failure()
    {
        using var client = Client();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        registry.Instead = (_, _) => true;

        await Should.ThrowAsync<OperationCanceledException>(() => client.HeadAsync(Reference, cancellation.Token));
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_named()
    {
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        using var client = Client();

        var error = await Should.ThrowAsync<FailedException>(() =>
            client.HeadAsync(ImageReference.Parse($"localhost:{port}/tap:x"), default));
        error.Message.ShouldContain($"localhost:{port}/tap:x");
        error.Message.ShouldContain("refused");
    }

    [Theory]
    [InlineData("2", "", 2_000)]
    [InlineData("1.5s", "", 1_500)]
    [InlineData("Sun, 22 Nov 2026 10:00:05 GMT", "", 5_000)]
    [InlineData("Sun, 22 Nov 2026 09:00:05 GMT", "", 0)]
    [InlineData(null, "toomanyrequests: retry-after: 148.926µs, allowed: 44000/minute", 0.148926)]
    [InlineData(null, "retry-after: 1m30s", 90_000)]
    [InlineData(null, "Retry after 10 s", 10_000)]
    [InlineData(null, "retry-after: 250ms", 250)]
    [InlineData("soon", "retry-after: 2h", 7_200_000)]
    public void What_a_registry_asks_for_is_understood(string? header, string body, double milliseconds) =>
        RetryDelay.Of(header, body,
            new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero))!.Value.TotalMilliseconds.ShouldBe(milliseconds, 0.001);

    [Theory]
    [InlineData(null, "")]
    [InlineData(null, "too many requests")]
    [InlineData("soon", "retry after the weekend")]
    public void A_registry_that_asks_for_nothing_is_not_misunderstood(string? header, string body) =>
        RetryDelay.Of(header, body, DateTimeOffset.UnixEpoch).ShouldBeNull();
}
