namespace KegImages.Running;

/// <summary>An image that exists and is to be run, fixed so that nothing that moves meanwhile changes it.</summary>
public sealed record RunnableImage
{
    private const int DigitsOfDigest = 12;

    /// <summary>The reference that chose it, by tag or digest.</summary>
    public required ImageReference Reference { get; init; }

    /// <summary>What chose the reference, as a clause for people.</summary>
    public required string Why { get; init; }

    /// <summary>Its digest in the registry; null for one that only the engine has.</summary>
    public Digest? Digest { get; init; }

    /// <summary>Its id in the engine's store; null where the engine does not have it yet.</summary>
    public Digest? Id { get; init; }

    /// <summary>The digest, or else the id, that the engine had under the same reference before; null where it had none.</summary>
    public Digest? Before { get; init; }

    /// <summary>Its labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The ports that it exposes.</summary>
    public ImmutableArray<int> ExposedPorts { get; init; } = [];

    /// <summary>The bytes that a pull moves, compressed; null where that was not asked.</summary>
    public long? Size { get; init; }

    /// <summary>What an engine is told: the digest, or the id of an image that has none. Neither can move.</summary>
    public string Pinned => Digest is not null ? Reference.At(Digest).ToString() : Id!.ToString();

    /// <summary>The digest, or else the id, abbreviated for people.</summary>
    public string Abbreviated => (Digest ?? Id!).Abbreviated;

    /// <summary>The tag that its URL is made of: its own, else that which it was built for, else the digest's first digits.</summary>
    public Tag UrlTag => Reference.Tag
        ?? (Tag.TryParse(Labels.GetValueOrDefault(ImageLabels.RefName), out var built) ? built
        : Tag.Parse((Digest ?? Id!).Encoded[..DigitsOfDigest]));

    /// <summary>The host's first label in its URL, and so the name of its compose project.</summary>
    /// <param name="alias">The tap's word.</param>
    /// <param name="rule">The family's rule.</param>
    /// <param name="setOf">The set that its tag belongs to; of a variant, whose word says which one it is, it is another one.</param>
    public string LabelOf(string alias, TagRule rule, Func<Tag, Tag>? setOf = null) =>
        rule.LabelOf(alias, setOf is null ? UrlTag : setOf(UrlTag));
}
