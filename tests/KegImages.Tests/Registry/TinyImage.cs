using System.Text;
using System.Text.Json;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>The smallest image there is: a configuration and a manifest, no layer.</summary>
internal static class TinyImage
{
    public static string Config(params (string Name, string Value)[] labels) => JsonSerializer.Serialize(new
    {
        os = "linux",
        architecture = "amd64",
        created = "2026-01-02T03:04:05Z",
        config = new { Labels = labels.ToDictionary(label => label.Name, label => label.Value) },
        rootfs = new { type = "layers", diff_ids = new[] { $"sha256:{new string('a', 64)}" } },
    });

    public static string Manifest(byte[] config) =>
        $$"""
        {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Digest.Of(config)}}","size":{{config.Length}}},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:{{new string('b', 64)}}","size":1000}]}
        """;

    public static byte[] Index(params (string Platform, byte[] Manifest)[] children) => Encoding.UTF8.GetBytes(
        $$"""
        {"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{{string.Join(',', children.Select(child =>
            $$$"""{"mediaType":"{{{MediaTypes.OciManifest}}}","digest":"{{{Digest.Of(child.Manifest)}}}","size":{{{child.Manifest.Length}}},"platform":{"os":"{{{child.Platform.Split('/')[0]}}}","architecture":"{{{child.Platform.Split('/')[1]}}}"}}"""))}}]}
        """);
}
