using System.Text.Json.Nodes;

namespace KegImages.Running;

/// <summary>
/// A committed container's configuration as a package has it: variables, command, user, ports and history as they ran; the labels of the
/// image alone,
/// because Compose's name folders of the machine, and keg-proxy's would route a second time. Pure.
/// See <see href="https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md"/>.
/// </summary>
public static class PackageConfig
{
    // What engines write beside the specification: names of this machine's container.
    private static readonly ImmutableArray<string> OwnProperties = ["container", "container_config"];

    /// <summary>The configuration with other labels. Throws <see cref="FailedException"/> when the bytes are none.</summary>
    /// <param name="committed">The committed image's configuration.</param>
    /// <param name="labels">All labels that the package has.</param>
    public static byte[] With(ReadOnlySpan<byte> committed, IReadOnlyDictionary<string, string> labels)
    {
        var config = new OutsideDocument("the committed image's configuration").ReadObject(committed);
        foreach (var name in OwnProperties)
            config.Remove(name);
        if (config["config"] is not JsonObject inner)
            config["config"] = inner = [];
        inner.Remove("Hostname");
        inner.Remove("Image");
        var kept = new JsonObject();
        foreach (var (name, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
            kept[name] = value;
        inner["Labels"] = kept;
        return Bytes(config);
    }

    /// <summary>A manifest with another configuration. Throws <see cref="FailedException"/> when the bytes are none.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="digest">The other configuration's digest.</param>
    /// <param name="size">Its size in bytes.</param>
    public static byte[] Manifest(ReadOnlySpan<byte> manifest, References.Digest digest, int size)
    {
        var root = new OutsideDocument("the committed image's manifest").ReadObject(manifest);
        if (root["config"] is not JsonObject config)
            throw new FailedException("the committed image's manifest names no configuration");
        config["digest"] = digest.ToString();
        config["size"] = size;
        return Bytes(root);
    }

    private static byte[] Bytes(JsonObject node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = ReadableJson.Encoder }))
            node.WriteTo(writer);
        return stream.ToArray();
    }
}
