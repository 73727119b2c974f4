using System.Diagnostics;
using System.Net;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>
/// A registry, or something between, that answers what nobody should: each a clear failure, in bounded time and memory.
/// </summary>
public sealed class HostileRegistryTests : HostileRegistry
{
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

    [Fact]
    public async Task An_answer_without_end_is_given_up()
    {
        using var client = Client(largest: 100_000);
        Registry.Instead = (_, response) =>
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
        Registry.Instead = (_, response) =>
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

    [Fact]
    public async Task What_is_no_manifest_is_named_with_its_type()
    {
        using var client = Client();
        Answer(200, "{}");

        (await Should.ThrowAsync<FailedException>(() => client.GetManifestAsync(Reference, default))).Message.ShouldBe(
            $"the manifest of {Reference} cannot be read: it is of the type 'application/json', which is that of no manifest");
    }
}
