namespace KegImages.Proposals;

/// <summary>What the file of another tool builds, as far as <c>keg.yml</c> can say it.</summary>
/// <param name="Builds">The builds; the texts of their Dockerfiles are not read yet.</param>
/// <param name="Left">What has no counterpart.</param>
internal sealed record TakenOver(ImmutableArray<AdoptedBuild> Builds, ImmutableArray<LeftBehind> Left)
{
    /// <summary>What has no counterpart, as a table; no line where everything has one.</summary>
    public ImmutableArray<string> ToTable() => Left.IsEmpty ? [] :
    [
        .. Columns.Table([
            ["of", "has no counterpart", "what to do"],
            .. Left.Select(left => (IReadOnlyList<string>)[left.Of, left.What, left.Instead]),
        ]),
    ];
}

/// <summary>Something that is not taken over.</summary>
/// <param name="Of">The target or service.</param>
/// <param name="What">Its key, with the value where that tells more.</param>
/// <param name="Instead">What stands in its place here, or what to do.</param>
internal sealed record LeftBehind(string Of, string What, string Instead);
