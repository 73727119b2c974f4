namespace KegImages.Pruning;

/// <summary>A plan as people read it, and as <c>output/prune.json</c>.</summary>
internal sealed record PruneReport(PruneFacts Facts, PrunePlan Plan, ImmutableArray<LocalImage> Local)
{
    private const int WidestSubject = 72;
    private const int MostReasons = 12;

    public ImmutableArray<string> ToLines()
    {
        var rows = Plan.Removals.Select(verdict =>
            new[] { verdict.Action == PruneAction.RemoveTag ? "tag" : "image", Columns.Fit(verdict.Subject, WidestSubject),
                verdict.Digest.Abbreviated, verdict.Reason })
            .Concat(Local.Select(image =>
                new[] { "local", Columns.Fit(image.Name.ToString(), WidestSubject), "", $"its branch '{image.Branch}' is gone" })).ToList();
        return
        [
            $"{Facts.Provider}: {Facts.Live.Note}",
            "",
            .. rows.Count == 0 ? ["nothing to remove"] : Columns.Table([["Goes", "Name", "Digest", "Why"], .. rows]),
            .. Stays(),
        ];
    }

    public string ToJson() => ReadableJson.Text(
        new PruneDocument(1, Facts.Provider.ToString(), Facts.Live.Note,
            [.. Plan.Verdicts.Select(verdict => new VerdictDocument(
                verdict.Repository.Name, [.. verdict.Tags.Select(tag => tag.ToString())], verdict.Digest.ToString(), Word(verdict.Action),
                    verdict.Reason, verdict.UnreachedSince?.ToUniversalTime()))],
            [.. Local.Select(image => image.Name.ToString())]),
        PruneJson.Default.PruneDocument);

    private IEnumerable<string> Stays()
    {
        var reasons = Plan.Verdicts.Where(verdict => verdict.Action == PruneAction.Keep && !verdict.Tags.IsEmpty)
            .GroupBy(verdict => verdict.Reason)
            .Select(group => (Text: group.Key, Count: group.Count())).OrderByDescending(reason => reason.Count)
            .ThenBy(reason => reason.Text, StringComparer.Ordinal).ToList();
        if (reasons.Count == 0)
            yield break;
        yield return "";
        yield return $"{reasons.Sum(reason => reason.Count)} tags stay:";
        foreach (var (text, count) in reasons.Take(MostReasons))
            yield return $"  {count,5}  {text}";
        if (reasons.Count > MostReasons)
            yield return $"  {reasons.Skip(MostReasons).Sum(reason => reason.Count),5}  for other reasons, each in output/prune.json";
    }

    private static string Word(PruneAction action) => action switch
    {
        PruneAction.RemoveTag => "removeTag",
        PruneAction.RemoveManifest => "removeManifest",
        _ => "keep",
    };
}

internal sealed record PruneDocument(int Version, string Provider, string Branches, ImmutableArray<VerdictDocument> Verdicts,
    ImmutableArray<string> Local);

internal sealed record VerdictDocument(string Image, ImmutableArray<string> Tags, string Digest, string Action, string Reason,
    DateTimeOffset? UnreachedSince);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PruneDocument))]
internal sealed partial class PruneJson : JsonSerializerContext;
