namespace KegImages.Configuration;

/// <summary>What an image folder's <c>values.yml</c> says, as written: templates are not filled in yet.</summary>
internal sealed record ImageValues
{
    public const string FileName = "values.yml";

    /// <summary>Variables of the container, and build args of the same names: the entries of <c>env</c>, and capitalised keys at the top of
    /// the file.</summary>
    public ImmutableSortedDictionary<string, Located<string>> Env { get; init; } = Sorted.Empty<Located<string>>();

    /// <summary>Names that stand in <c>env</c> with nothing behind them: declared, and given their value by whoever runs the
    /// image.</summary>
    public ImmutableSortedDictionary<string, SourceLocation> Declared { get; init; } = Sorted.Empty<SourceLocation>();

    /// <summary>The secrets and SSH agents that it declares, file paths as written; the variables among them are never shown.</summary>
    public SecretDeclarations Secrets { get; init; } = SecretDeclarations.None;

    public ImmutableSortedDictionary<string, Located<string>> Args { get; init; } = Sorted.Empty<Located<string>>();

    /// <summary>A second, shorter name.</summary>
    public Located<string>? Alias { get; init; }

    /// <summary>The build context's folder, relative to the file's.</summary>
    public Located<string>? Context { get; init; }

    public Located<string>? Target { get; init; }

    /// <summary>Whether it is another image's too, which alone has what can be said of one only.</summary>
    public bool IsShared { get; init; }

    public ImmutableArray<int> Ports { get; init; } = [];
}
