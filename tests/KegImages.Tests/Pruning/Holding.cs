using System.Collections.Immutable;
using System.Text.Json;
using KegImages.Pruning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;
using KegImages.Revisions;
using KegImages.Tagging;
using KegImages.Tests.Records;

namespace KegImages.Tests.Pruning;

/// <summary>What a registry holds, put together by hand.</summary>
internal sealed class Holding
{
    /// <summary>A content tag, as every build gives one.</summary>
    public const string Content = "fp-0123456789abcdef0123";

    private readonly Dictionary<string, (List<TagFacts> Tags, Dictionary<Digest, ManifestFacts> Manifests)> images = [];
    private readonly List<TagFacts> family = [];
    private readonly Dictionary<Digest, ManifestFacts> familyManifests = [];
    private readonly Dictionary<Digest, FamilyRecord> records = [];

    public static readonly TagSettings Settings = new(BranchName.Parse("develop"), Tag.Parse("develop"), [Tag.Parse("master")]);

    public TagSettings Tags { get; set; } = Settings;

    public string[] Live { get; set; } = ["develop"];

    public TimeSpan Grace { get; set; } = TimeSpan.FromDays(14);

    public string? Only { get; set; }

    public PruneFacts Facts => new()
    {
        Provider = Sets.Provider,
        Images = [.. images.OrderBy(image => image.Key, StringComparer.Ordinal)
            .Select(image => new RepositoryFacts(Sets.Provider.Of(Sets.Name(image.Key)), [.. image.Value.Tags],
                image.Value.Manifests.ToImmutableDictionary()))],
        Family = new RepositoryFacts(FamilyRecordStore.RepositoryOf(Sets.Provider), [.. family], familyManifests.ToImmutableDictionary()),
        Records = records.ToImmutableDictionary(),
        Live = new LiveBranches([.. Live.Select(BranchName.Parse)], null, "asked"),
        Settings = Tags,
        Now = Sets.Now,
        Grace = Grace,
        Only = Only is null ? null : BranchName.Parse(Only),
    };

    public PrunePlan Plan => PrunePlanner.Plan(Facts);

    /// <summary>What goes, as <c>image:tag, tag</c> or <c>image@digest</c>, with <c>!</c> where the manifest goes too.</summary>
    public IEnumerable<string> Gone =>
        Plan.Removals.Select(verdict => $"{verdict.Subject}{(verdict.Action == PruneAction.RemoveManifest ? "!" : "")}");

    public string ReasonOf(string image, string tag) =>
        Plan.Verdicts.Single(verdict => verdict.Repository.Name == image && verdict.Tags.Contains(Tag.Parse(tag))).Reason;

    public static Digest DigestOf(string content) => Manifest(content, [], null).Descriptor.Digest;

    /// <summary>Adds an image that was made of some content.</summary>
    public Digest Add(string image, string content, params string[] tags) => Add(image, Manifest(content, [], null), tags);

    /// <summary>Adds layers that BuildKit keeps for later builds.</summary>
    public Digest AddCache(string image, string content, params string[] tags) => Add(image, RegistryManifest.Parse(
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = MediaTypes.OciManifest,
            config = new { mediaType = MediaTypes.LayerCache, digest = Digest.Of(System.Text.Encoding.UTF8.GetBytes(content)).ToString(),
                size = 1 },
            layers = Array.Empty<object>(),
        }), MediaTypes.OciManifest), tags);

    public Digest AddIndex(string image, string content, Digest[] children, params string[] tags) =>
        Add(image, Manifest(content, children, null), tags);

    public Digest AddAttached(string image, string content, Digest subject, params string[] tags) =>
        Add(image, Manifest(content, [], subject), tags);

    public void Label(string image, Digest digest, string branch, string builtFor) => Change(image, digest, manifest => manifest with
    {
        Labels = new Dictionary<string, string> { ["io.keg.branch"] = branch,
            ["org.opencontainers.image.ref.name"] = builtFor }.ToImmutableSortedDictionary(),
    });

    public void UnreachedFor(string image, Digest digest, double days) =>
        Change(image, digest, manifest => manifest with { UnreachedSince = Sets.Now - TimeSpan.FromDays(days) });

    public void Change(string image, Digest digest, Func<ManifestFacts, ManifestFacts> change) =>
        images[image].Manifests[digest] = change(images[image].Manifests[digest]);

    public FamilyRecord Record(string tag, string branch, char commit, double days, params (string Image, Digest Digest)[] named)
    {
        var record = Sets.Record(tag.Split('.')[0], branch, commit) with
        {
            CommitTime = Sets.Now - TimeSpan.FromDays(days),
            Images = [.. named.Select(image =>
                new RecordedImage { Name = Sets.Name(image.Image), Digest = image.Digest,
                    Fingerprint = Sets.Print(image.Digest.ToString()) })],
        };
        return Record(tag, record);
    }

    public FamilyRecord Record(string tag, FamilyRecord record)
    {
        var manifest = Manifest(JsonSerializer.Serialize(System.Text.Encoding.UTF8.GetString(FamilyRecordJson.Write(record))), [], null);
        family.Add(new TagFacts(Tag.Parse(tag), manifest.Descriptor.Digest));
        familyManifests[manifest.Descriptor.Digest] = new ManifestFacts(manifest);
        records[manifest.Descriptor.Digest] = record;
        return record;
    }

    public void AddToFamily(string tag)
    {
        var manifest = Manifest(tag, [], null);
        family.Add(new TagFacts(Tag.Parse(tag), manifest.Descriptor.Digest));
        familyManifests[manifest.Descriptor.Digest] = new ManifestFacts(manifest);
    }

    /// <summary>Adds a signature of cosign's under the tag that it has where a registry lists nothing.</summary>
    public Digest AddSignature(string image, Digest subject) => Add(image, Signature(subject, null), [$"sha256-{subject.Encoded}.sig"]);

    /// <summary>The same, in the registry's list of what is attached to the subject.</summary>
    public Digest AddReferringSignature(string image, Digest subject) => Add(image, Signature(subject, subject), []);

    /// <summary>Adds the signature of a record.</summary>
    public void AddFamilySignature(string tag)
    {
        var subject = family.Single(record => record.Tag == Tag.Parse(tag)).Digest;
        var manifest = Signature(subject, null);
        family.Add(new TagFacts(Tag.Parse($"sha256-{subject.Encoded}.sig"), manifest.Descriptor.Digest));
        familyManifests[manifest.Descriptor.Digest] = new ManifestFacts(manifest);
    }

    private static RegistryManifest Signature(Digest of, Digest? subject)
    {
        var payload = Digest.Of(System.Text.Encoding.UTF8.GetBytes($"payload of {of}")).ToString();
        var json = new Dictionary<string, object>
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["config"] = new { mediaType = MediaTypes.OciConfig, digest = payload, size = 1 },
            ["layers"] = new[] { new { mediaType = MediaTypes.CosignPayload, digest = payload, size = 1 } },
        };
        if (subject is not null)
            json["subject"] = new { mediaType = MediaTypes.OciManifest, digest = subject.ToString(), size = 1 };
        return RegistryManifest.Parse(JsonSerializer.SerializeToUtf8Bytes(json), MediaTypes.OciManifest);
    }

    private Digest Add(string image, RegistryManifest manifest, string[] tags)
    {
        if (!images.TryGetValue(image, out var held))
            images[image] = held = ([], []);
        held.Manifests[manifest.Descriptor.Digest] = new ManifestFacts(manifest);
        held.Tags.AddRange(tags.Select(tag => new TagFacts(Tag.Parse(tag), manifest.Descriptor.Digest)));
        return manifest.Descriptor.Digest;
    }

    private static RegistryManifest Manifest(string content, Digest[] children, Digest? subject)
    {
        var type = children.Length > 0 ? MediaTypes.OciIndex : MediaTypes.OciManifest;
        object Of(Digest digest) => new { mediaType = MediaTypes.OciManifest, digest = digest.ToString(), size = 1 };
        var json = new Dictionary<string, object> { ["schemaVersion"] = 2, ["mediaType"] = type, ["annotations"] = new { content } };
        if (children.Length > 0)
            json["manifests"] = children.Select(Of);
        if (subject is not null)
            json["subject"] = Of(subject);
        return RegistryManifest.Parse(JsonSerializer.SerializeToUtf8Bytes(json), type);
    }
}
