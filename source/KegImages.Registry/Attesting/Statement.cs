namespace KegImages.Attesting;

/// <summary>What an attestation says, as in-toto writes it: of which content, and of which kind. See
/// <see href="https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md"/>.</summary>
/// <param name="Type">The kind of what is said, as an address.</param>
/// <param name="Subjects">What it is about.</param>
/// <param name="Materials">What the content was made of, by provenance; none where it is of another kind.</param>
internal sealed record Statement(string Type, ImmutableHashSet<Digest> Subjects, ImmutableHashSet<Digest> Materials)
{
    private const string Slsa = "https://slsa.dev/provenance/";
    private const string Spdx = "https://spdx.dev/Document";
    private const string CycloneDx = "https://cyclonedx.org/bom";

    /// <summary>Whether it says how the content was built.</summary>
    public bool IsProvenance => Type.StartsWith(Slsa, StringComparison.Ordinal);

    /// <summary>Whether it lists the packages that are in the content.</summary>
    public bool IsSbom => Type.StartsWith(Spdx, StringComparison.Ordinal) || Type.StartsWith(CycloneDx, StringComparison.Ordinal);

    /// <summary>Reads one. Throws <see cref="UnreadableDocumentException"/> when the bytes are none.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="name">What it is and where it is from, for messages.</param>
    public static Statement Parse(ReadOnlySpan<byte> bytes, string name)
    {
        var document = new OutsideDocument(name).Read(bytes, StatementJson.Default.StatementDocument);
        return new Statement(document.PredicateType, DigestsOf(document.Subject),
            DigestsOf(document.Predicate?.Materials).Union(DigestsOf(document.Predicate?.BuildDefinition?.ResolvedDependencies)));
    }

    // A material may be a git commit, which has no digest of this kind.
    private static ImmutableHashSet<Digest> DigestsOf(ResourceDocument[]? resources) =>
    [
        .. (resources ?? []).SelectMany(resource => resource.Digest ?? [])
            .Select(digest => Digest.TryParse($"{digest.Key}:{digest.Value}", out var read) ? read : null).OfType<Digest>(),
    ];
}

internal sealed record StatementDocument
{
    public required string PredicateType { get; init; }
    public ResourceDocument[]? Subject { get; init; }
    public PredicateDocument? Predicate { get; init; }
}

internal sealed record PredicateDocument
{
    public ResourceDocument[]? Materials { get; init; }
    public BuildDefinitionDocument? BuildDefinition { get; init; }
}

internal sealed record BuildDefinitionDocument(ResourceDocument[]? ResolvedDependencies = null);

internal sealed record ResourceDocument
{
    public Dictionary<string, string>? Digest { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(StatementDocument))]
internal sealed partial class StatementJson : JsonSerializerContext;
