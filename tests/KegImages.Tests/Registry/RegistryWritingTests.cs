using System.Text;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>What is put into a registry, and taken out of it.</summary>
public sealed class RegistryWritingTests () : FakeRegistryTests(attempts: 3)
{
    [Fact]
    public async Task A_tag_is_copied_byte_for_byte()
    {
        // Spaces and a line end at the end: what a JSON writer would not keep.
        var bytes =
            Encoding.UTF8.GetBytes(TinyImage.Manifest([1]).Replace(",", " , ", StringComparison.Ordinal)
            .Replace(MediaTypes.OciManifest, MediaTypes.DockerManifest, StringComparison.Ordinal) + "\n");
        var digest = Registry.AddManifest("tap", null, bytes, MediaTypes.DockerManifest);

        var copied = await Client.CopyTagAsync(Registry.Repository("tap").At(digest), Tag.Parse("feature-x"), default);

        copied.Digest.ShouldBe(digest);
        Registry.TagOf("tap", "feature-x").ShouldBe(digest);
        var read = await Client.GetManifestAsync(Registry.Repository("tap").With(Tag.Parse("feature-x")), default);
        read!.Bytes.ToArray().ShouldBe(bytes);
        read.Descriptor.MediaType.ShouldBe(MediaTypes.DockerManifest);
    }

    [Fact]
    public async Task A_registry_that_stores_other_bytes_than_it_was_given_is_found_out()
    {
        Registry.Instead = (_, response) =>
        {
            FakeRegistry.Answer(response, 201, headers: ("Docker-Content-Digest", Digest.Of([9]).ToString()));
            return true;
        };

        var put = () => Client.PutManifestAsync(Registry.Repository("tap").With(Tag.Parse("x")), "{}"u8.ToArray(), MediaTypes.OciManifest,
            default);
        (await Should.ThrowAsync<FailedException>(put)).Message.ShouldContain(Digest.Of([9]).ToString());
    }

    [Fact]
    public async Task A_blob_is_uploaded_once_and_read_back()
    {
        var repository = Registry.Repository("tap");
        var bytes = "hello"u8.ToArray();

        var digest = await Client.PutBlobAsync(repository, bytes, default);
        (await Client.PutBlobAsync(repository, bytes, default)).ShouldBe(digest);

        digest.ShouldBe(Digest.Of(bytes));
        (await Client.GetBlobAsync(repository, digest, default))!.Value.ToArray().ShouldBe(bytes);
        Registry.Count("^POST ").ShouldBe(1);
        Registry.Count("^PUT .*_state=s&digest=").ShouldBe(1, "the address of the upload keeps what the registry put into it");
    }

    [Fact]
    public async Task An_upload_whose_answer_was_lost_counts_as_done()
    {
        var bytes = "hello"u8.ToArray();
        var uploaded = false;
        Registry.Instead = (request, response) =>
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

        (await Client.PutBlobAsync(Registry.Repository("tap"), bytes, default)).ShouldBe(Digest.Of(bytes));
    }

    [Fact]
    public async Task A_deletion_takes_every_tag_of_the_digest()
    {
        var digest = Registry.Add("tap", "a");
        Registry.Add("tap", "b");
        var reference = Registry.Repository("tap").At(digest);

        (await Client.DeleteManifestAsync(reference, default)).ShouldBe(DeleteOutcome.Deleted);

        Registry.TagOf("tap", "b").ShouldBeNull();
        await Should.ThrowAsync<ArgumentException>(() => Client.DeleteManifestAsync(reference.With(Tag.Parse("a")), default));
    }

    [Fact]
    public async Task A_registry_that_does_not_delete_says_so()
    {
        Registry.Instead = (_, response) =>
        {
            FakeRegistry.Answer(response, 405, """{"errors":[{"code":"UNSUPPORTED","message":"The operation is unsupported."}]}""");
            return true;
        };

        (await Client.DeleteManifestAsync(Registry.Repository("tap").At(Digest.Of([1])), default)).ShouldBe(DeleteOutcome.NotSupported);
    }

    [Fact]
    public async Task Push_access_to_a_registry_without_logins_is_asked_once_without_leaving_anything()
    {
        await Client.CheckPushAccessAsync([Registry.Repository("tap"), Registry.Repository("tap"), Registry.Repository("evf")], default);

        Registry.Asked.Count.ShouldBe(2);
        Registry.Count("^POST /v2/keg/tap/blobs/uploads/$").ShouldBe(1);
        Registry.Count("^DELETE /v2/keg/tap/blobs/uploads/").ShouldBe(1);
        (await Client.ListTagsAsync(Registry.Repository("tap"), default)).Seen.ShouldBeEmpty();
    }
}
