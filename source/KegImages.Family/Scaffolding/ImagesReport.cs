using KegImages.Dockerfiles;

namespace KegImages.Scaffolding;

/// <summary>All images of a family, for people as a tree and for machines as JSON.</summary>
/// <param name="Tag">The tag of the branch; null where there is none.</param>
/// <param name="Images">The images, parents before children.</param>
internal sealed record ImagesReport(Tag? Tag, ImmutableArray<ListedImage> Images)
{
    /// <summary>The version of the JSON's shape; raised when an entry changes its meaning.</summary>
    public const int Version = 1;

    public ImmutableArray<string> ToLines() =>
    [
        .. Columns.Table([["image", "group", "folder", "built on"], .. Below(null, "")]),
        "",
        $"{Human.Counted(Images.Length, "image")}; tag {Tag?.ToString() ?? "(no branch)"}",
    ];

    public string ToJson() => ReadableJson.Text(new ImagesDocument(Version, Tag?.ToString(), Images), ImagesJson.Default.ImagesDocument);

    // Below an image stands what derives from it; what it is built on beside that stands in its own line.
    private IEnumerable<IReadOnlyList<string>> Below(string? stem, string indent)
    {
        var children = Images.Where(image => image.Stem == stem).ToList();
        foreach (var image in children)
        {
            var isLast = image == children[^1];
            yield return [stem is null ? image.Name : indent + (isLast ? "└─ " : "├─ ") + image.Name, image.Group, image.Place,
                string.Join(", ", image.Parents)];
            foreach (var line in Below(image.Name, stem is null ? "" : indent + (isLast ? "   " : "│  ")))
                yield return line;
        }
    }
}

/// <summary>One image.</summary>
/// <param name="Folder">Its folder, relative to <c>keg.yml</c>.</param>
/// <param name="Dockerfile">Its Dockerfile, relative to <c>keg.yml</c>.</param>
/// <param name="Target">The stage that is built; null for the last one.</param>
/// <param name="Parents">What it is built on, members of the family by their names.</param>
/// <param name="Stem">The image that it derives from; null where that is none of those listed.</param>
internal sealed record ListedImage(string Name, string Alias, string Group, string Folder, string Dockerfile,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Target, ImmutableArray<string> Parents,
    [property: JsonIgnore] string? Stem)
{
    /// <summary>What it is made from, for people: its folder, or its Dockerfile where the folder has others; and the stage where one is
    /// named.</summary>
    [JsonIgnore]
    public string Place => (Dockerfile.Split('/')[^1] == DockerfileName.Usual ? Folder : Dockerfile)
        + (Target is null ? "" : $" ({Target})");

    public static ListedImage Of(Image image, FamilyModel model, IReadOnlySet<ImageName> listed) => new(
        image.Name.ToString(), image.Alias, image.Group.Name, model.Shown(image.FolderPath), image.Dockerfile.Path, image.Target,
        [.. image.Parents.Select(parent => parent.Member?.ToString() ?? parent.Reference.ToString()).Distinct(StringComparer.Ordinal)],
        image.Parents.Where(parent => parent.Use == ParentUse.From).Select(parent => parent.Member).OfType<ImageName>()
            .LastOrDefault(listed.Contains)?.ToString());
}

internal sealed record ImagesDocument(int Version, string? Tag, ImmutableArray<ListedImage> Images);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImagesDocument))]
internal sealed partial class ImagesJson : JsonSerializerContext;
