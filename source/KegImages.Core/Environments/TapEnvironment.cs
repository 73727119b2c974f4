namespace KegImages.Environments;

/// <summary>All variables that an image runs with.</summary>
internal sealed record TapEnvironment
{
    /// <summary>The environment's name: <c>local</c>, <c>staging</c>, …</summary>
    public required string Name { get; init; }

    public required ImmutableArray<TapVariable> Variables { get; init; }

    /// <summary>What lost against a later place, the last one to lose first, as written.</summary>
    public ImmutableArray<TapVariable> Overridden { get; init; } = [];

    public ImmutableSortedDictionary<string, SourceLocation> Unset { get; init; } =
        ImmutableSortedDictionary.Create<string, SourceLocation>(StringComparer.Ordinal);

    /// <summary>The files that were read, later ones winning; relative to the root.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The value of a variable; null when it has none.</summary>
    public string? Find(string name) => Variables.FirstOrDefault(variable => variable.Name == name)?.Value;
}
