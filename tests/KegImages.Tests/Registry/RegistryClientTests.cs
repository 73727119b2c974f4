using System.Text;
using KegImages.Images;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

public sealed class RegistryClientTests : IDisposable
{
    private readonly FakeRegistry registry = new();
    private readonly RegistryClient client = new(new FakeCredentials(), new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 3 });

    public void Dispose()
    {
        client.Dispose();
        registry.Dispose();
    }

    [Fact]
    public async Task What_is_under_a_tag_is_read_with_one_request_that_accepts_all_four_types()
    {
        var digest = registry.Add("tap", "develop");
        string? accept = null;
        registry.Instead = (request, _) =>
        {
            accept = request.Headers["Accept"];
            return false;
        };

        var found = await client.HeadAsync(registry.Repository("tap").With(Tag.Parse("develop")), default);

        found.ShouldNotBeNull();
        found.Digest.ShouldBe(digest);
        found.MediaType.ShouldBe(MediaTypes.OciManifest);
        found.Size.ShouldBeGreaterThan(200);
        client.Requests.ShouldBe(1);
        foreach (var type in MediaTypes.Manifests)
            accept!.ShouldContain(type);
        MediaTypes.Manifests.Length.ShouldBe(4);
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        var missing = registry.Repository("tap").With(Tag.Parse("nope"));

        (await client.HeadAsync(missing, default)).ShouldBeNull();
        (await client.GetManifestAsync(missing, default)).ShouldBeNull();
        (await client.GetImageConfigAsync(missing, default)).ShouldBeNull();
        (await client.GetCompressedSizeAsync(missing, default)).ShouldBeNull();
        (await client.GetBlobAsync(missing, Digest.Of([1]), default)).ShouldBeNull();
        (await client.ListTagsAsync(missing, default)).ShouldBeEmpty();
        (await client.DeleteManifestAsync(missing.At(Digest.Of([1])), default)).ShouldBe(DeleteOutcome.NotFound);
        (await Should.ThrowAsync<FailedException>(() => client.CopyTagAsync(missing, Tag.Parse("x"), default))).Message.ShouldContain("no such image");
    }

    [Fact]
    public async Task A_registry_that_does_not_say_the_digest_of_a_HEAD_is_asked_for_the_manifest()
    {
        var digest = registry.Add("tap", "develop");
        registry.Instead = (request, response) =>
        {
            if (request.HttpMethod == "HEAD")
                FakeRegistry.Answer(response, 200);
            return request.HttpMethod == "HEAD";
        };

        (await client.HeadAsync(registry.Repository("tap").With(Tag.Parse("develop")), default))!.Digest.ShouldBe(digest);
    }

    [Fact]
    public async Task A_tag_is_copied_byte_for_byte()
    {
        // Spaces and a line end at the end: what a JSON writer would not keep.
        var bytes = Encoding.UTF8.GetBytes(TinyImage.Manifest([1]).Replace(",", " , ", StringComparison.Ordinal) + "\n");
        var digest = registry.AddManifest("tap", null, bytes, MediaTypes.DockerManifest);

        var copied = await client.CopyTagAsync(registry.Repository("tap").At(digest), Tag.Parse("feature-x"), default);

        copied.Digest.ShouldBe(digest);
        registry.TagOf("tap", "feature-x").ShouldBe(digest);
        var read = await client.GetManifestAsync(registry.Repository("tap").With(Tag.Parse("feature-x")), default);
        read!.Bytes.ToArray().ShouldBe(bytes);
        read.Descriptor.MediaType.ShouldBe(MediaTypes.DockerManifest);
    }

    [Fact]
    public async Task Content_that_its_digest_does_not_fit_is_refused()
    {
        var digest = registry.Add("tap", "develop");
        registry.Instead = (request, response) =>
        {
            FakeRegistry.Answer(response, 200, """{"schemaVersion":2}""", MediaTypes.OciManifest, ("Docker-Content-Digest", digest.ToString()));
            return true;
        };

        var byDigest = await Should.ThrowAsync<FailedException>(() => client.GetManifestAsync(registry.Repository("tap").At(digest), default));
        byDigest.Message.ShouldContain(digest.ToString());
        await Should.ThrowAsync<FailedException>(() => client.GetManifestAsync(registry.Repository("tap").With(Tag.Parse("develop")), default));
        await Should.ThrowAsync<FailedException>(() => client.GetBlobAsync(registry.Repository("tap"), digest, default));
        await Should.ThrowAsync<FailedException>(() => client.HeadAsync(registry.Repository("tap").At(Digest.Of([7])), default));
    }

    [Fact]
    public async Task A_registry_that_stores_other_bytes_than_it_was_given_is_found_out()
    {
        registry.Instead = (_, response) =>
        {
            FakeRegistry.Answer(response, 201, headers: ("Docker-Content-Digest", Digest.Of([9]).ToString()));
            return true;
        };

        var put = () => client.PutManifestAsync(registry.Repository("tap").With(Tag.Parse("x")), "{}"u8.ToArray(), MediaTypes.OciManifest, default);
        (await Should.ThrowAsync<FailedException>(put)).Message.ShouldContain(Digest.Of([9]).ToString());
    }

    [Fact]
    public async Task A_blob_is_uploaded_once_and_read_back()
    {
        var repository = registry.Repository("tap");
        var bytes = "hello"u8.ToArray();

        var digest = await client.PutBlobAsync(repository, bytes, default);
        (await client.PutBlobAsync(repository, bytes, default)).ShouldBe(digest);

        digest.ShouldBe(Digest.Of(bytes));
        (await client.GetBlobAsync(repository, digest, default))!.Value.ToArray().ShouldBe(bytes);
        registry.Count("^POST ").ShouldBe(1);
        registry.Count("^PUT .*_state=s&digest=").ShouldBe(1, "the address of the upload keeps what the registry put into it");
    }

    [Fact]
    public async Task An_upload_whose_answer_was_lost_counts_as_done()
    {
        var bytes = "hello"u8.ToArray();
        var uploaded = false;
        registry.Instead = (request, response) =>
        {
            if (request.HttpMethod == "HEAD" && uploaded)
                FakeRegistry.Answer(response, 200);
            else if (request.HttpMethod == "PUT")
                FakeRegistry.Answer(response, uploaded ? 404 : 503);
            else
                return false;
            uploaded = true;
            return true;
        };

        (await client.PutBlobAsync(registry.Repository("tap"), bytes, default)).ShouldBe(Digest.Of(bytes));
    }

    [Fact]
    public async Task An_image_is_described_by_its_configuration_and_its_size()
    {
        registry.Add("tap", "develop", ("io.keg.branch", "feature/x"));
        var reference = registry.Repository("tap").With(Tag.Parse("develop"));

        var config = await client.GetImageConfigAsync(reference, default);

        config!.Labels["io.keg.branch"].ShouldBe("feature/x");
        config.DiffIds.ShouldBe([Digest.Parse($"sha256:{new string('a', 64)}")]);
        config.Created.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        config.Platform.ShouldBe("linux/amd64");
        var size = await client.GetCompressedSizeAsync(reference, default);
        size.ShouldBe(1000 + TinyImage.Config(("io.keg.branch", "feature/x")).Length);
    }

    [Fact]
    public async Task Of_an_index_an_image_is_read_and_never_an_attestation()
    {
        var attestation = Encoding.UTF8.GetBytes(TinyImage.Manifest([1]));
        var image = registry.Add("tap", null, ("platform", "image"));
        var bytes = (await client.GetManifestAsync(registry.Repository("tap").At(image), default))!.Bytes.ToArray();
        registry.AddManifest("tap", "develop", TinyImage.Index(("unknown/unknown", attestation), ("plan9/other", bytes)), MediaTypes.OciIndex);
        var reference = registry.Repository("tap").With(Tag.Parse("develop"));

        (await client.GetImageManifestAsync(reference, default))!.Descriptor.Digest.ShouldBe(image);
        (await client.GetImageConfigAsync(reference, default))!.Labels["platform"].ShouldBe("image");
        (await client.GetManifestAsync(reference, default))!.IsIndex.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_an_index_the_image_of_this_machine_is_preferred()
    {
        var other = registry.Add("tap", null, ("platform", "other"));
        var own = registry.Add("tap", null, ("platform", "own"));
        var processor = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";
        byte[][] bytes = [.. await Task.WhenAll(new[] { other, own }.Select(async digest =>
            (await client.GetManifestAsync(registry.Repository("tap").At(digest), default))!.Bytes.ToArray()))];
        registry.AddManifest("tap", "develop", TinyImage.Index(("linux/s390x", bytes[0]), ($"linux/{processor}", bytes[1])), MediaTypes.OciIndex);

        (await client.GetImageManifestAsync(registry.Repository("tap").With(Tag.Parse("develop")), default))!.Descriptor.Digest.ShouldBe(own);
    }

    [Theory]
    [InlineData("""{"name":"keg/tap","tags":null}""", "")]
    [InlineData("""{"name":"keg/tap","tags":["b","a","b"]}""", "a b")]
    public async Task Tags_are_listed_in_order(string body, string expected)
    {
        registry.Instead = (_, response) =>
        {
            FakeRegistry.Answer(response, 200, body);
            return true;
        };

        string.Join(' ', await client.ListTagsAsync(registry.Repository("tap"), default)).ShouldBe(expected);
    }

    [Fact]
    public async Task All_pages_of_tags_are_read()
    {
        registry.Instead = (request, response) =>
        {
            if (request.QueryString["last"] is null)
                FakeRegistry.Answer(response, 200, """{"tags":["a","b"]}""", headers: ("Link", "</v2/keg/tap/tags/list?last=b&n=100>; rel=\"next\""));
            else
                FakeRegistry.Answer(response, 200, """{"tags":["c"]}""", headers: ("Link", "<https://elsewhere.example.com/v2/keg/tap/tags/list>; rel=\"next\""));
            return true;
        };

        string.Join(' ', await client.ListTagsAsync(registry.Repository("tap"), default)).ShouldBe("a b c");
    }

    [Fact]
    public async Task A_deletion_takes_every_tag_of_the_digest()
    {
        var digest = registry.Add("tap", "a");
        registry.Add("tap", "b");
        var reference = registry.Repository("tap").At(digest);

        (await client.DeleteManifestAsync(reference, default)).ShouldBe(DeleteOutcome.Deleted);

        registry.TagOf("tap", "b").ShouldBeNull();
        await Should.ThrowAsync<ArgumentException>(() => client.DeleteManifestAsync(reference.With(Tag.Parse("a")), default));
    }

    [Fact]
    public async Task A_registry_that_does_not_delete_says_so()
    {
        registry.Instead = (_, response) =>
        {
            FakeRegistry.Answer(response, 405, """{"errors":[{"code":"UNSUPPORTED","message":"The operation is unsupported."}]}""");
            return true;
        };

        (await client.DeleteManifestAsync(registry.Repository("tap").At(Digest.Of([1])), default)).ShouldBe(DeleteOutcome.NotSupported);
    }

    [Fact]
    public async Task Push_access_to_a_registry_without_logins_is_asked_once_without_leaving_anything()
    {
        await client.CheckPushAccessAsync([registry.Repository("tap"), registry.Repository("tap"), registry.Repository("evf")], default);

        registry.Asked.Count.ShouldBe(2);
        registry.Count("^POST /v2/keg/tap/blobs/uploads/$").ShouldBe(1);
        registry.Count("^DELETE /v2/keg/tap/blobs/uploads/").ShouldBe(1);
        (await client.ListTagsAsync(registry.Repository("tap"), default)).ShouldBeEmpty();
    }
}
