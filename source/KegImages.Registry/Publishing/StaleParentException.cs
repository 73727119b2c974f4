namespace KegImages.Publishing;

/// <summary>
/// Images would have been published beside another parent than the one that they stand on. Nothing was moved; they have to be built again.
/// </summary>
/// <param name="stale">The images.</param>
/// <param name="next">What to do, as a clause.</param>
public sealed class StaleParentException(ImmutableArray<StaleParent> stale, string next) : FailedException(
    string.Join(Environment.NewLine,
        stale.Select(image => image.ToString()).Append($"no tag was moved, because these do not fit each other: {next}")))
{
    /// <summary>The images, each with the parent that it stands on and the one that is published.</summary>
    public ImmutableArray<StaleParent> Stale { get; } = stale;
}
