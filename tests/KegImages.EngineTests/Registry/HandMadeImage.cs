using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Registry;

/// <summary>
/// A real image of a few hundred bytes, one layer with one file, made without an engine and pushed through our own client.
/// </summary>
internal sealed record HandMadeImage(byte[] Layer, byte[] Config, byte[] Manifest)
{
    public Digest Digest => Digest.Of(Manifest);

    public static HandMadeImage Of(string content, params (string Name, string Value)[] labels)
    {
        var tar = Tar(content);
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(tar);
        var layer = packed.ToArray();
        var config = JsonSerializer.SerializeToUtf8Bytes(new
        {
            os = "linux",
            architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64",
            config = new { Labels = labels.ToDictionary(label => label.Name, label => label.Value) },
            rootfs = new { type = "layers", diff_ids = new[] { Digest.Of(tar).ToString() } },
        });
        // The line end at the end is not what a JSON writer would make: only exact bytes keep the digest.
        var manifest = Encoding.UTF8.GetBytes(
            $$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}",
             "config":{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Digest.Of(config)}}","size":{{config.Length}}},
             "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"{{Digest.Of(layer)}}","size":{{layer.Length}}}]}

            """);
        return new HandMadeImage(layer, config, manifest);
    }

    public async Task<Digest> PushAsync(RegistryClient client, ImageReference reference)
    {
        await client.PutBlobAsync(reference, Layer, default);
        await client.PutBlobAsync(reference, Config, default);
        return (await client.PutManifestAsync(reference, Manifest, MediaTypes.OciManifest, default)).Digest;
    }

    private static byte[] Tar(string content)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "hello")
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
                ModificationTime = DateTimeOffset.UnixEpoch,
            });
        }

        return stream.ToArray();
    }
}
