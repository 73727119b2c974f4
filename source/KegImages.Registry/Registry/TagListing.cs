namespace KegImages.Registry;

/// <summary>What came of listing a repository's tags. Whoever reads it says what for: <see cref="Seen"/> is enough to show something, and
/// <see cref="AllOrThrow"/> alone says that there is no other.</summary>
/// <param name="Seen">The tags that were listed, in ordinal order.</param>
/// <param name="Gap">Why these may not be all, as a clause; null where they are.</param>
public sealed record TagListing(ImageReference Repository, ImmutableArray<Tag> Seen, string? Gap)
{
    /// <summary>Whether the repository is not shown: it does not exist, or not for this login. There is no tag in it that could be
    /// seen.</summary>
    public bool IsHidden { get; private init; }

    /// <summary>Whether the registry answered null in place of a list, as some do for a repository that lost all its tags.</summary>
    public bool IsNull { get; private init; }

    /// <summary>Whether there are no other tags.</summary>
    public bool IsWhole => Gap is null;

    /// <summary>All tags, where it is known that they are.</summary>
    /// <exception cref="FailedException">It is not.</exception>
    public ImmutableArray<Tag> AllOrThrow() => IsWhole ? Seen : throw new FailedException(NotAll(this));

    internal static string NotAll(TagListing listing) => $"not all tags of {listing.Repository.Locator} could be listed: {listing.Gap}";

    internal static TagListing Hidden(ImageReference repository, string gap) => new(repository, [], gap) { IsHidden = true };

    internal static TagListing Null(ImageReference repository) =>
        new(repository, [], "the registry answers null in place of a list") { IsNull = true };
}
