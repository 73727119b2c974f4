using System.Text;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

public sealed class PlatformIndexTests
{
    private const string Docker = "application/vnd.docker.distribution.manifest.v2+json";
    private const string Oci = "application/vnd.oci.image.manifest.v1+json";

    [Fact]
    public void The_same_images_give_the_same_bytes_in_whatever_order_they_were_built()
    {
        var (amd, arm) = (Image("amd", Docker), Image("arm", Docker));

        var index = PlatformIndex.Of([("linux/arm64", arm), ("linux/amd64", amd)]);

        Text(PlatformIndex.Of([("linux/amd64", amd), ("linux/arm64", arm)])).ShouldBe(Text(index));
        index.MediaType.ShouldBe("application/vnd.docker.distribution.manifest.list.v2+json");
        Text(index).ShouldBe($$"""
            {
              "schemaVersion": 2,
              "mediaType": "application/vnd.docker.distribution.manifest.list.v2+json",
              "manifests": [
                {
                  "mediaType": "{{Docker}}",
                  "digest": "{{amd.Descriptor.Digest}}",
                  "size": {{amd.Descriptor.Size}},
                  "platform": {
                    "architecture": "amd64",
                    "os": "linux"
                  }
                },
                {
                  "mediaType": "{{Docker}}",
                  "digest": "{{arm.Descriptor.Digest}}",
                  "size": {{arm.Descriptor.Size}},
                  "platform": {
                    "architecture": "arm64",
                    "os": "linux"
                  }
                }
              ]
            }
            """);
        RegistryManifest.Parse(index.Bytes, index.MediaType).IsIndex.ShouldBeTrue();
    }

    [Fact]
    public void Variants_are_kept_and_an_index_of_OCI_images_is_OCIs()
    {
        var index = PlatformIndex.Of([("linux/arm/v7", Image("v7", Oci)), ("linux/arm64/v8", Image("v8", Oci)),
            ("linux/amd64", Image("amd", Docker))]);

        index.MediaType.ShouldBe("application/vnd.oci.image.index.v1+json");
        Text(index).ShouldContain("\"variant\": \"v7\"");
        Text(index).ShouldNotContain("\"v8\"", Case.Sensitive, "arm64 is of its eighth version where nothing else is said");
    }

    [Fact]
    public void What_is_an_index_of_an_image_and_its_attestations_is_taken_apart_with_the_images_first()
    {
        var (digest, other) = (Digest.Of("image"u8), Digest.Of("attestation"u8));
        var attested = RegistryManifest.Parse(Encoding.UTF8.GetBytes($$"""
            { "schemaVersion": 2, "manifests": [
              { "mediaType": "{{Oci}}", "digest": "{{other}}", "size": 2, "platform": { "os": "unknown", "architecture": "unknown" },
                "annotations": { "vnd.docker.reference.digest": "{{digest}}" } },
              { "mediaType": "{{Oci}}", "digest": "{{digest}}", "size": 1, "platform": { "os": "linux", "architecture": "amd64" } } ] }
            """), "application/vnd.oci.image.index.v1+json");

        var index = PlatformIndex.Of([("linux/amd64", attested), ("linux/arm64", Image("arm", Oci))]);

        var read = RegistryManifest.Parse(index.Bytes, index.MediaType);
        read.Images.ShouldBe([digest, Image("arm", Oci).Descriptor.Digest]);
        Text(index).ShouldEndWith($$"""
                    "os": "unknown"
                  },
                  "annotations": {
                    "vnd.docker.reference.digest": "{{digest}}"
                  }
                }
              ]
            }
            """);
    }

    [Fact]
    public void Two_images_of_one_platform_and_none_at_all_are_refused()
    {
        Should.Throw<FailedException>(() => PlatformIndex.Of([("linux/amd64", Image("a", Oci)), ("linux/amd64", Image("b", Oci))])).Message
            .ShouldBe("two images were built for linux/amd64");
        Should.Throw<FailedException>(() => PlatformIndex.Of([]));
    }

    private static RegistryManifest Image(string text, string mediaType) => RegistryManifest.Parse(Encoding.UTF8.GetBytes($$"""
        { "schemaVersion": 2, "layers": [],
          "config": { "mediaType": "x", "digest": "{{Digest.Of(Encoding.UTF8.GetBytes(text))}}", "size": 2 } }
        """), mediaType);

    private static string Text(PlatformIndex index) => Encoding.UTF8.GetString(index.Bytes.Span);
}
