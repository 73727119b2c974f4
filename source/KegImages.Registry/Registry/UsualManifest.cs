namespace KegImages.Registry;

/// <summary>A manifest as registries write it, read member by member; null for any other, which the strict reader reads.</summary>
internal static class UsualManifest
{
    private static readonly string[] Manifest =
        ["schemaVersion", "mediaType", "artifactType", "config", "layers", "manifests", "subject", "annotations"];

    private static readonly string[] Descriptor = ["mediaType", "digest", "size", "data", "platform", "annotations"];

    private static readonly string[] Platform = ["os", "architecture", "variant"];

    public static ManifestDocument? Read(ReadOnlySpan<byte> json) => UsualJson.Read<ManifestDocument>(json, ManifestOf);

    private static ManifestDocument ManifestOf(ref UsualJson json)
    {
        var document = new ManifestDocument();
        var seen = 0L;
        while (json.Member(Manifest, ref seen, out var member))
        {
            document = member switch
            {
                0 => document with { SchemaVersion = json.Number() },
                1 => document with { MediaType = json.Text() },
                2 => document with { ArtifactType = json.Text() },
                3 => document with { Config = DescriptorOf(ref json) },
                4 => document with { Layers = json.List<DescriptorDocument>(DescriptorOf) },
                5 => document with { Manifests = json.List<DescriptorDocument>(DescriptorOf) },
                6 => document with { Subject = DescriptorOf(ref json) },
                _ => document with { Annotations = json.Map() },
            };
        }

        return document;
    }

    private static DescriptorDocument DescriptorOf(ref UsualJson json)
    {
        json.Object();
        (string? type, Digest? digest, long size) = (null, null, 0);
        (byte[]? data, PlatformDocument? platform) = (null, null);
        ImmutableSortedDictionary<string, string>? annotations = null;
        var seen = 0L;
        while (json.Member(Descriptor, ref seen, out var member))
        {
            switch (member)
            {
                case 0: type = json.Text(); break;
                case 1: digest = json.Text<Digest>(Digest.TryParse); break;
                case 2: size = json.Size(); break;
                case 3: data = json.Bytes(); break;
                case 4: platform = PlatformOf(ref json); break;
                default: annotations = json.Map(); break;
            }
        }

        UsualJson.Require(seen, 0b111);
        return new DescriptorDocument
        {
            MediaType = type!,
            Digest = digest!,
            Size = size,
            Data = data,
            Platform = platform,
            Annotations = annotations,
        };
    }

    private static PlatformDocument PlatformOf(ref UsualJson json)
    {
        json.Object();
        var document = new PlatformDocument();
        var seen = 0L;
        while (json.Member(Platform, ref seen, out var member))
        {
            var text = json.Text();
            document = member switch
            {
                0 => document with { Os = text },
                1 => document with { Architecture = text },
                _ => document with { Variant = text },
            };
        }

        return document;
    }
}
