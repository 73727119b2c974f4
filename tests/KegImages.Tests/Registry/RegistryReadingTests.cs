using System.Text;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>What is asked of a registry, and what is believed.</summary>
public sealed class RegistryReadingTests () : FakeRegistryTests(attempts: 3)
{
    [Fact]
    public async Task What_is_under_a_tag_is_read_with_one_request_that_accepts_all_four_types()
    {
        var digest = Registry.Add("tap", "develop");
        string? accept = null;
        Registry.Instead = (request, _) =>
        {
            accept = request.Headers["Accept"];
            return false;
        };

        var found = await Client.HeadAsync(Registry.Repository("tap").With(Tag.Parse("develop")), default);

        found.ShouldNotBeNull();
        found.Digest.ShouldBe(digest);
        found.MediaType.ShouldBe(MediaTypes.OciManifest);
        found.Size.ShouldBeGreaterThan(200);
        Client.Requests.ShouldBe(1);
        foreach (var type in MediaTypes.Manifests)
            accept!.ShouldContain(type);
        MediaTypes.Manifests.Length.ShouldBe(4);
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        var missing = Registry.Repository("tap").With(Tag.Parse("nope"));

        (await Client.HeadAsync(missing, default)).ShouldBeNull();
        (await Client.GetManifestAsync(missing, default)).ShouldBeNull();
        (await Client.GetImageConfigAsync(missing, default)).ShouldBeNull();
        (await Client.GetCompressedSizeAsync(missing, default)).ShouldBeNull();
        (await Client.GetBlobAsync(missing, Digest.Of([1]), default)).ShouldBeNull();
        (await Client.ListTagsAsync(missing, default)).Seen.ShouldBeEmpty();
        (await Client.DeleteManifestAsync(missing.At(Digest.Of([1])), default)).ShouldBe(DeleteOutcome.NotFound);
        (await Should.ThrowAsync<FailedException>(() => Client.CopyTagAsync(missing, Tag.Parse("x"), default))).Message.ShouldContain(
            "no such image");
    }

    [Fact]
    public async Task A_registry_that_does_not_say_the_digest_of_a_HEAD_is_asked_for_the_manifest()
    {
        var digest = Registry.Add("tap", "develop");
        Registry.Instead = (request, response) =>
        {
            if (request.HttpMethod == "HEAD")
                FakeRegistry.Answer(response, 200);
            return request.HttpMethod == "HEAD";
        };

        (await Client.HeadAsync(Registry.Repository("tap").With(Tag.Parse("develop")), default))!.Digest.ShouldBe(digest);
    }

    [Fact]
    public async Task Content_that_its_digest_does_not_fit_is_refused()
    {
        var digest = Registry.Add("tap", "develop");
        Registry.Instead = (request, response) =>
        {
            FakeRegistry.Answer(response, 200, """{"schemaVersion":2}""", MediaTypes.OciManifest,
                ("Docker-Content-Digest", digest.ToString()));
            return true;
        };

        var byDigest = await Should.ThrowAsync<FailedException>(() =>
            Client.GetManifestAsync(Registry.Repository("tap").At(digest), default));
        byDigest.Message.ShouldContain(digest.ToString());
        await Should.ThrowAsync<FailedException>(() =>
            Client.GetManifestAsync(Registry.Repository("tap").With(Tag.Parse("develop")), default));
        await Should.ThrowAsync<FailedException>(() => Client.GetBlobAsync(Registry.Repository("tap"), digest, default));
        await Should.ThrowAsync<FailedException>(() => Client.HeadAsync(Registry.Repository("tap").At(Digest.Of([7])), default));
    }

    [Fact]
    public async Task An_image_is_described_by_its_configuration_and_its_size()
    {
        Registry.Add("tap", "develop", ("io.keg.branch", "feature/x"));
        var reference = Registry.Repository("tap").With(Tag.Parse("develop"));

        var config = await Client.GetImageConfigAsync(reference, default);

        config!.Labels["io.keg.branch"].ShouldBe("feature/x");
        config.DiffIds.ShouldBe([Digest.Parse($"sha256:{new string('a', 64)}")]);
        config.Created.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        config.Platform.ShouldBe("linux/amd64");
        var size = await Client.GetCompressedSizeAsync(reference, default);
        size.ShouldBe(1000 + TinyImage.Config(("io.keg.branch", "feature/x")).Length);
    }

    [Fact]
    public async Task Of_an_index_an_image_is_read_and_never_an_attestation()
    {
        var attestation = Encoding.UTF8.GetBytes(TinyImage.Manifest([1]));
        var image = Registry.Add("tap", null, ("platform", "image"));
        var bytes = (await Client.GetManifestAsync(Registry.Repository("tap").At(image), default))!.Bytes.ToArray();
        Registry.AddManifest("tap", "develop", TinyImage.Index(("unknown/unknown", attestation), ("plan9/other", bytes)),
            MediaTypes.OciIndex);
        var reference = Registry.Repository("tap").With(Tag.Parse("develop"));

        (await Client.GetImageManifestAsync(reference, default))!.Descriptor.Digest.ShouldBe(image);
        (await Client.GetImageConfigAsync(reference, default))!.Labels["platform"].ShouldBe("image");
        (await Client.GetManifestAsync(reference, default))!.IsIndex.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_an_index_the_image_of_this_machine_is_preferred()
    {
        var other = Registry.Add("tap", null, ("platform", "other"));
        var own = Registry.Add("tap", null, ("platform", "own"));
        var processor =
            System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64
                ? "arm64" : "amd64";
        byte[][] bytes = [.. await Task.WhenAll(new[] { other, own }.Select(async digest =>
            (await Client.GetManifestAsync(Registry.Repository("tap").At(digest), default))!.Bytes.ToArray()))];
        Registry.AddManifest("tap", "develop", TinyImage.Index(("linux/s390x", bytes[0]), ($"linux/{processor}", bytes[1])),
            MediaTypes.OciIndex);

        (await Client.GetImageManifestAsync(Registry.Repository("tap").With(Tag.Parse("develop")),
            default))!.Descriptor.Digest.ShouldBe(own);
    }
}
