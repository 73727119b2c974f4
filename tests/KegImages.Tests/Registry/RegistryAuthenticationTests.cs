using System.Collections.Concurrent;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>When a login is looked for, and where it is sent.</summary>
public sealed class RegistryAuthenticationTests : RegistryLoginTests
{
    [Fact]
    public async Task A_password_is_sent_when_it_is_asked_for_and_with_every_request_from_then_on()
    {
        var digest = Registry.Add("tap", "develop");
        WantPassword();
        using var client = Client(Login());

        (await client.HeadAsync(Reference(), default))!.Digest.ShouldBe(digest);
        (await client.HeadAsync(Reference(), default))!.Digest.ShouldBe(digest);

        client.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task A_registry_that_wants_no_login_is_asked_without_looking_for_one()
    {
        Registry.Add("tap", "develop");
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
        var wanted = Registry.Instead!;
        Registry.Instead = (request, response) =>
        {
            if (wanted(request, response))
                return true;
            if (request.HttpMethod == "HEAD")
                return false;
            FakeRegistry.Answer(response, request.HttpMethod == "POST" ? 202 : 307,
                headers: ("Location", $"http://{storage.Host}/bucket?signed=1"));
            return true;
        };
        using var client = Client(Login());

        await client.PutBlobAsync(Registry.Repository("tap"), "hello"u8.ToArray(), default);
        (await client.GetBlobAsync(Registry.Repository("tap"), Digest.Of("hello"u8), default)).ShouldNotBeNull();

        sent.ShouldBe([null, null]);
    }
}
