namespace KegImages.Explaining;

/// <summary>Explanations for people as short trees and for machines as <c>output/explain.json</c>.</summary>
/// <param name="Explanations">One an image, parents before children.</param>
public sealed record ExplainReport(ImmutableArray<Explanation> Explanations)
{
    /// <summary>Those that nothing can be said of.</summary>
    public ImmutableArray<UnexplainedImage> Unknown { get; init; } = [];

    // A person looks for the cause, not for a listing: the file has them all.
    private const int Shown = 10;

    /// <summary>The trees.</summary>
    public ImmutableArray<string> ToLines() =>
    [
        .. Explanations.SelectMany((explanation, index) => index == 0 ? LinesOf(explanation) : LinesOf(explanation).Prepend("")),
        .. Unknown.Select(image => image.Sentence),
    ];

    /// <summary>The report as JSON text, with every reason.</summary>
    public string ToJson() => ReadableJson.Text(
        new ExplainDocument(1, [.. Explanations.Select(ExplainedDocument.Of), .. Unknown.Select(ExplainedDocument.Of)]),
        ExplainJsonContext.Default.ExplainDocument);

    private static IEnumerable<string> LinesOf(Explanation explanation)
    {
        yield return explanation.Sentence;
        if (explanation.Tagged is { } tagged)
        {
            var same = explanation.Reused?.Digest == tagged.Digest;
            var origin = tagged.Origin.Length > 0 && !same ? $", {tagged.Origin}" : "";
            yield return $"  {(same ? "it is" : explanation.IsBuilt ? "compared with" : "it is not")} {tagged.Reference} "
                + $"({tagged.Digest.Abbreviated}){origin}{(tagged.Builder is { } builder ? $", last built by '{builder}'" : "")}";
        }

        // One chain is told by the sentence already.
        if (!explanation.IsBuilt || !IsChain(explanation.Reasons))
        {
            foreach (var line in Tree(explanation.Reasons, "  "))
                yield return line;
        }
    }

    private static bool IsChain(ImmutableArray<Reason> reasons) => reasons.Length <= 1 && reasons.All(reason => IsChain(reason.Because));

    private static IEnumerable<string> Tree(ImmutableArray<Reason> reasons, string indent)
    {
        var left = reasons.Length - Shown;
        for (var i = 0; i < Math.Min(reasons.Length, Shown); i++)
        {
            var isLast = i == reasons.Length - 1;
            yield return $"{indent}{(isLast ? "└─" : "├─")} {reasons[i].Text}";
            foreach (var line in Tree(reasons[i].Because, indent + (isLast ? "   " : "│  ")))
                yield return line;
        }

        if (left > 0)
            yield return $"{indent}└─ and {left} more, all in output/explain.json";
    }
}

/// <summary>An image that nothing can be said of.</summary>
/// <param name="Image">The image.</param>
/// <param name="Why">Why not, as a clause.</param>
public sealed record UnexplainedImage(Image Image, string Why)
{
    /// <summary>That, as a sentence.</summary>
    public string Sentence => $"{Image.Name}: whether it is built or reused is unknown: {Why}";
}

internal sealed record ExplainDocument(int Version, ImmutableArray<ExplainedDocument> Images);

internal sealed record ExplainedDocument(
    string Image, string Group, string Plan, string Sentence, string? Fingerprint, string? Reused, TaggedDocument? Tagged,
        ImmutableArray<ReasonDocument> Reasons)
{
    public static ExplainedDocument Of(UnexplainedImage unknown) => new(unknown.Image.Name.ToString(), unknown.Image.Group.Name, "unknown",
        unknown.Sentence, null, null, null, []);

    public static ExplainedDocument Of(Explanation explanation) => new(
        explanation.Image.Name.ToString(),
        explanation.Image.Group.Name,
        explanation.Skipped is not null ? "skip" : explanation.IsBuilt ? "build" : "reuse",
        explanation.Sentence,
        explanation.Fingerprint.ToString(),
        explanation.Reused?.ToString(),
        explanation.Tagged is { } tagged
            ? new TaggedDocument(tagged.Reference.ToString(), tagged.Digest.ToString(), tagged.Fingerprint?.ToString(), tagged.Commit,
                tagged.Branch, tagged.Builder)
            : null,
        [.. explanation.Reasons.Select(ReasonDocument.Of)]);
}

internal sealed record TaggedDocument(string Reference, string Digest, string? Fingerprint, string? Commit, string? Branch,
    string? Builder);

internal sealed record ReasonDocument(
    string Kind, string Text, string? Parent, string? File, int? Line, string? Name, string? Before, string? After,
        ImmutableArray<ReasonDocument>? Because)
{
    public static ReasonDocument Of(Reason reason) => new(
        reason.Kind, reason.Text, reason.Parent?.ToString(), reason.File, reason.Line, reason.Name, reason.Before, reason.After,
        reason.Because.IsEmpty ? null : [.. reason.Because.Select(Of)]);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExplainDocument))]
internal sealed partial class ExplainJsonContext : JsonSerializerContext;
