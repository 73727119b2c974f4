namespace KegImages.Scaffolding;

/// <summary>All taps of a family, for people as a table and for machines as JSON.</summary>
internal sealed record TapsReport(ImmutableArray<TapEntry> Taps)
{
    /// <summary>The version of the JSON's shape; raised when an entry changes its meaning.</summary>
    public const int Version = 1;

    public ImmutableArray<string> ToLines() =>
    [
        .. Columns.Table([
            ["tap", "alias", "folder", "", "built on", "host"],
            .. Taps.Select(tap => (IReadOnlyList<string>)[tap.Name, tap.Alias, tap.Folder, tap.IsLinked ? "linked" : "own",
                string.Join(", ", tap.Parents), tap.Label ?? "(no branch)"]),
        ]),
    ];

    public string ToJson() => ReadableJson.Text(new TapsDocument(Version, Taps), TapsJson.Default.TapsDocument);
}

/// <summary>One tap.</summary>
/// <param name="Alias">Its alias; the name where it has none.</param>
/// <param name="Label">The first label of its host for the tag of the branch that is checked out; null where there is none.</param>
internal sealed record TapEntry(string Name, string Alias, string Folder, bool IsLinked, ImmutableArray<string> Parents, string? Label);

internal sealed record TapsDocument(int Version, ImmutableArray<TapEntry> Taps);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TapsDocument))]
internal sealed partial class TapsJson : JsonSerializerContext;
