namespace KegImages.Configuration;

/// <summary>Reads <c>values.yml</c>. Pure: text in, values and problems out.</summary>
internal static class ValuesReader
{
    /// <summary>Reads the text; <paramref name="path"/> names the file in problems.</summary>
    public static (ImageValues Values, IReadOnlyList<Problem> Problems) Read(string text, string path)
    {
        var source = new YamlSource(path);
        var root = source.Read(text);
        if (root.IsNull())
            return (new ImageValues(), source.Problems);

        ValuesFormat.File.Check(root!, "", source);
        var atTop = root.Entries().Where(entry => IsVariable(entry.Key.Value)).ToList();
        foreach (var (name, value) in atTop)
            VariablesShape.CheckValue(value, name.Value!, source);
        var variables = atTop.Concat(root.At("env").Entries()).ToList();
        var env = Located(variables, source);
        var values = new ImageValues
        {
            Env = env,
            Declared = Sorted.Empty<SourceLocation>().SetItems(variables
                .Where(entry => entry.Value.IsNull() && entry.Key.Value is { Length: > 0 } name && !env.ContainsKey(name))
                .Select(entry => KeyValuePair.Create(entry.Key.Value!, source.At(entry.Key)))),
            Secrets = SecretsShape.Declarations(root, source),
            Args = Located(root.At("args").Entries(), source),
            Alias = source.Located(root.At("alias")),
            Context = source.Located(root.At("context")),
            Target = source.Located(root.At("target")),
            Ports = [.. root.At("ports").Items()
                .Select(port => int.TryParse(port.Text(), CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Where(port => port > 0)],
        };
        return (values, source.Problems);
    }

    private static bool IsVariable(string? key) =>
        key is { Length: > 0 } && char.IsAsciiLetterUpper(key[0])
            && key.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    // An entry with nothing behind it is not set, as in the Keg tools.
    private static ImmutableSortedDictionary<string, Located<string>> Located(IEnumerable<YamlEntry> entries, YamlSource source)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, Located<string>>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            if (key.Value is { } name && value.Text() is { } text)
                all[name] = new Located<string>(text, source.At(key));
        }

        return all.ToImmutable();
    }
}
