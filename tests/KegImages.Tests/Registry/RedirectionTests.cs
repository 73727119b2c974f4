using KegImages.Logins;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>
/// Where an answer sends a request on to: read at any host without the login, written at none, and what is no registry's says nothing.
/// </summary>
public sealed class RedirectionTests : HostileRegistry
{
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
        Other.Instead = (request, response) =>
        {
            request.Headers["Authorization"].ShouldBeNull();
            FakeRegistry.Answer(response, 200, "content");
            return true;
        };
        var seen = new List<string?>();
        Registry.Instead = (request, response) =>
        {
            seen.Add(request.Headers["Authorization"]);
            if (request.Headers["Authorization"] is null)
                FakeRegistry.Answer(response, 401, headers: ("WWW-Authenticate", "Basic realm=\"x\""));
            else
                FakeRegistry.Answer(response, 307, headers: ("Location", $"http://{Other.Host}/storage/blob"));
            return true;
        };

        (await client.GetBlobAsync(Reference, Digest.Of("content"u8), default)).ShouldNotBeNull();

        Other.Asked.ShouldBe(["GET /storage/blob"]);
        seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_written_at_another_host_and_no_request_is_sent_on_for_ever()
    {
        using var client = Client();
        Answer(307, "", ("Location", $"http://{Other.Host}/v2/keg/tap/manifests/develop"));
        (await Should.ThrowAsync<FailedException>(() =>
            client.PutManifestAsync(Reference, "{}"u8.ToArray(), MediaTypes.OciManifest, default))).Message.ShouldContain(
            "and a PUT is not sent on");
        await Should.ThrowAsync<FailedException>(() => client.DeleteManifestAsync(Reference.At(Digest.Of("x"u8)), default));
        Other.Asked.ShouldBeEmpty();

        Answer(302, "", ("Location", "/again"));
        (await Should.ThrowAsync<FailedException>(() => client.GetManifestAsync(Reference, default))).Message.ShouldContain(
            "sends a request on more than 10 times");
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(404, "<html>no such page</html>")]
    [InlineData(403, "<Error><Code>AccessDenied</Code></Error>")]
    [InlineData(401, "")]
    public async Task A_page_elsewhere_is_no_answer_of_a_registry(int status, string page)
    {
        using var client = Client(new RegistryCredential("keg", "s3cret"));
        Other.Instead = (_, response) =>
        {
            FakeRegistry.Answer(response, status, page);
            return true;
        };
        Answer(303, "", ("Location", $"http://{Other.Host}/elsewhere?signature=1"));
        var expected = $"it is sent on to http://{Other.Host}/elsewhere, where no registry answers: {status} ";

        (await Should.ThrowAsync<FailedException>(() => client.GetManifestAsync(Reference, default))).Message.ShouldContain(expected);
        (await Should.ThrowAsync<FailedException>(() => client.HeadAsync(Reference, default))).Message.ShouldContain(expected);
        (await Should.ThrowAsync<FailedException>(() => client.FindDigestAsync(Reference, default))).Message.ShouldContain(expected);
        (await Should.ThrowAsync<FailedException>(() => client.ListTagsAsync(Reference, default))).Message.ShouldContain(expected);
        (await Should.ThrowAsync<FailedException>(() => client.GetBlobAsync(Reference, Digest.Of("x"u8), default))).Message.ShouldContain(
            expected);
    }

    [Fact]
    public async Task Another_registry_s_answer_counts()
    {
        using var client = Client();
        Other.Instead = (_, response) =>
        {
            FakeRegistry.Answer(response, 404, """{"errors":[{"code":"MANIFEST_UNKNOWN"}]}""",
                headers: ("Docker-Distribution-Api-Version", "registry/2.0"));
            return true;
        };
        Answer(307, "", ("Location", $"http://{Other.Host}/v2/keg/tap/manifests/develop"));

        (await client.HeadAsync(Reference, default)).ShouldBeNull();
        (await client.GetManifestAsync(Reference, default)).ShouldBeNull();
    }
}
