using KegImages.Fingerprints;
using KegImages.Planning;

namespace KegImages.Publishing;

/// <summary>A family record as this program writes it, read member by member; null for any other, which the strict reader reads.</summary>
internal static class UsualRecord
{
    private static readonly string[] Record =
        ["version", "tag", "images", "branch", "commit", "commitTime", "source", "hold", "inputs"];

    private static readonly string[] Shard = ["version", "images", "inputs"];

    private static readonly string[] Image =
    [
        "name", "digest", "fingerprint", "parents", "standsOn", "commit", "commitTime", "size", "manifest", "inputs", "lastBuild",
    ];

    private static readonly string[] Hold = ["kind", "at", "by", "over", "overTime"];
    private static readonly string[] Inputs = ["digest", "size"];
    private static readonly string[] Content = ["mediaType", "data"];
    private static readonly string[] Build = ["seconds", "platforms", "builder"];

    public static RecordDocument? Read(ReadOnlySpan<byte> json) => UsualJson.Read<RecordDocument>(json, RecordOf);

    /// <summary>A shard of a record, in the same way.</summary>
    public static RecordShardDocument? ReadShard(ReadOnlySpan<byte> json) => UsualJson.Read<RecordShardDocument>(json, ShardOf);

    private static RecordShardDocument ShardOf(ref UsualJson json)
    {
        var document = new RecordShardDocument { Version = 0, Images = [] };
        var seen = 0L;
        while (json.Member(Shard, ref seen, out var member))
        {
            document = member switch
            {
                0 => document with { Version = json.Number() },
                1 => document with { Images = json.List<RecordImageDocument>(ImageOf) },
                _ => document with { Inputs = json.List<KeptInputsDocument>(InputsOf) },
            };
        }

        UsualJson.Require(seen, 0b11);
        return document;
    }

    private static RecordDocument RecordOf(ref UsualJson json)
    {
        var document = new RecordDocument { Version = 0, Tag = null!, Images = [] };
        var seen = 0L;
        while (json.Member(Record, ref seen, out var member))
        {
            document = member switch
            {
                0 => document with { Version = json.Number() },
                1 => document with { Tag = json.Text<Tag>(Tag.TryParse) },
                2 => document with { Images = json.List<RecordImageDocument>(ImageOf) },
                3 => document with { Branch = json.Text<BranchName>(BranchName.TryParse) },
                4 => document with { Commit = json.Text<CommitId>(CommitId.TryParse) },
                5 => document with { CommitTime = json.Time() },
                6 => document with { Source = json.Text<Uri>(WebAddress.TryParse) },
                7 => document with { Hold = HoldOf(ref json) },
                _ => document with { Inputs = json.List<KeptInputsDocument>(InputsOf) },
            };
        }

        UsualJson.Require(seen, 0b111);
        return document;
    }

    private static RecordImageDocument ImageOf(ref UsualJson json)
    {
        json.Object();
        var image = new RecordImageDocument { Name = null!, Digest = null! };
        var seen = 0L;
        while (json.Member(Image, ref seen, out var member))
        {
            image = member switch
            {
                0 => image with { Name = json.Text<ImageName>(ImageName.TryParse) },
                1 => image with { Digest = json.Text<Digest>(Digest.TryParse) },
                2 => image with { Fingerprint = json.Text<Fingerprint>(Fingerprint.TryParse) },
                3 => image with { Parents = json.List<ImageReference>(ParentOf) },
                4 => image with { StandsOn = json.Text<FamilyParents>(FamilyParents.TryParse) },
                5 => image with { Commit = json.Text<CommitId>(CommitId.TryParse) },
                6 => image with { CommitTime = json.Time() },
                7 => image with { Size = json.Size() },
                8 => image with { Manifest = ContentOf(ref json) },
                9 => image with { Inputs = json.Number() },
                _ => image with { LastBuild = BuildOf(ref json) },
            };
        }

        UsualJson.Require(seen, 0b11);
        return image;
    }

    private static ImageReference ParentOf(ref UsualJson json) => json.Text<ImageReference>(ImageReference.TryParse);

    private static string TextOf(ref UsualJson json) => json.Text();

    private static KeptInputsDocument InputsOf(ref UsualJson json)
    {
        json.Object();
        var inputs = new KeptInputsDocument(null!, 0);
        var seen = 0L;
        while (json.Member(Inputs, ref seen, out var member))
            inputs = member == 0 ? inputs with { Digest = json.Text<Digest>(Digest.TryParse) } : inputs with { Size = json.Size() };
        UsualJson.Require(seen, 0b11);
        return inputs;
    }

    private static ManifestContentDocument ContentOf(ref UsualJson json)
    {
        json.Object();
        var content = new ManifestContentDocument { MediaType = null!, Data = null! };
        var seen = 0L;
        while (json.Member(Content, ref seen, out var member))
            content = member == 0 ? content with { MediaType = json.Text() } : content with { Data = json.Bytes() };
        UsualJson.Require(seen, 0b11);
        return content;
    }

    private static LastBuild BuildOf(ref UsualJson json)
    {
        json.Object();
        var build = new LastBuild(0, []);
        var seen = 0L;
        while (json.Member(Build, ref seen, out var member))
        {
            build = member switch
            {
                0 => build with { Seconds = json.Seconds() },
                1 => build with { Platforms = json.List<string>(TextOf) },
                _ => build with { Builder = json.Text() },
            };
        }

        UsualJson.Require(seen, 0b11);
        return build;
    }

    private static HoldDocument HoldOf(ref UsualJson json)
    {
        json.Object();
        var hold = new HoldDocument { Kind = null!, At = default, By = null! };
        var seen = 0L;
        while (json.Member(Hold, ref seen, out var member))
        {
            hold = member switch
            {
                0 => hold with { Kind = json.Text() },
                1 => hold with { At = json.Time() },
                2 => hold with { By = json.Text() },
                3 => hold with { Over = json.Text<CommitId>(CommitId.TryParse) },
                _ => hold with { OverTime = json.Time() },
            };
        }

        UsualJson.Require(seen, 0b111);
        return hold;
    }
}
