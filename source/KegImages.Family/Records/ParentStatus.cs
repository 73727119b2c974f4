namespace KegImages.Records;

/// <summary>A parent that an image was built on, and what the parent's tag names now.</summary>
/// <param name="Parent">The parent's repository.</param>
/// <param name="Digest">The digest that the image was built on.</param>
/// <param name="Now">The digest that the parent's tag names now; null where that is not known, or nothing.</param>
/// <param name="State"><c>fresh</c>, <c>stale</c>, <c>gone</c> where no tag that the family builds on names one, or <c>unknown</c> where
/// the working tree could not be read.</param>
public sealed record ParentStatus(string Parent, string Digest, string? Now, string State)
{
    /// <summary>Whether it is an image of the family, which is published beside what stands on it.</summary>
    [JsonIgnore]
    public bool IsMember { get; init; }

    internal bool IsStale => State is "stale" or "gone";

    /// <summary>The parent for people: its repository's last part, the digest built on, and the one now.</summary>
    public override string ToString()
    {
        var (name, digest, now) = (Parent[(Parent.LastIndexOf('/') + 1)..], References.Digest.Parse(Digest).Abbreviated, Now is null
            ? "none" : References.Digest.Parse(Now).Abbreviated);
        return IsMember && Now is not null ? $"stands on another {name} than the one published: {digest}, now {now}"
            : $"built on {name} {digest}, now {now}";
    }

    internal static ParentStatus Of(ImageReference parent, StatusFacts facts)
    {
        var now = facts.Parents.GetValueOrDefault(parent.Locator) ?? [];
        var digest = parent.Digest!;
        var isMember = facts.IsMember(parent);
        return now.Contains(digest)
            ? new ParentStatus(parent.Locator, digest.ToString(), digest.ToString(), "fresh")
            : new ParentStatus(parent.Locator, digest.ToString(), now.FirstOrDefault()?.ToString(), !now.IsEmpty ? "stale"
            : facts.WorkingTree is null ? "unknown" : "gone") { IsMember = isMember };
    }
}
