namespace KegImages.Workflows;

/// <summary>A piece of YAML, in the order in which it is written.</summary>
internal abstract record Yaml
{
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator Yaml?(string? text) => text is null ? null : new YamlScalar(text);

    /// <summary>No value at all: <c>delete:</c>.</summary>
    public static Yaml Nothing { get; } = new YamlWord("");

    public static implicit operator Yaml(int number) => new YamlWord(number.ToString(CultureInfo.InvariantCulture));

    public static implicit operator Yaml(bool value) => new YamlWord(value ? "true" : "false");

    public static YamlMap Map(params (string Key, Yaml? Value)[] entries) =>
        new([.. entries.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value!))]);

    public static YamlSequence List(params IEnumerable<Yaml> items) => new([.. items]);
}

/// <summary>Text, quoted where YAML would read something else in it; what follows <c>#</c> is for people.</summary>
internal sealed record YamlScalar(string Text, string? Comment = null) : Yaml;

internal sealed record YamlWord(string Text) : Yaml;

/// <summary>Lines as they are: a script.</summary>
internal sealed record YamlLines(string Text) : Yaml;

internal sealed record YamlSequence(ImmutableArray<Yaml> Items) : Yaml;

internal sealed record YamlMap(ImmutableArray<(string Key, Yaml Value)> Entries) : Yaml;
