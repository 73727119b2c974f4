namespace KegImages.Configuration;

/// <summary>Fills in <c>{{ … }}</c> templates: <c>envs.NAME</c> from the image's own entries and then from <c>keg.yml</c>'s args, and words
/// such as the default tag.</summary>
/// <param name="settings">What <c>keg.yml</c> says.</param>
/// <param name="words">What stands for something beside <c>envs.NAME</c> and the default tag.</param>
internal sealed class Templates(
    IReadOnlyDictionary<string, string> entries,
    KegSettings settings,
    IReadOnlyDictionary<string, string> words)
{
    private const string Envs = "envs.";
    private const string DefaultTag = "cli.settings.docker.defaultTag";

    /// <summary>The templates of one <c>values.yml</c> as a build sees them: the same on every machine.</summary>
    public Templates(ImageValues values, KegSettings settings)
        : this(values.Env.ToDictionary(entry => entry.Key, entry => entry.Value.Value, StringComparer.Ordinal), settings,
            Sorted.Empty<string>())
    {
    }

    public static IEnumerable<string> EntriesIn(string text) => Placeholder.In(text)
        .Where(placeholder => placeholder.Name.StartsWith(Envs, StringComparison.Ordinal))
        .Select(placeholder => placeholder.Name[Envs.Length..]);

    /// <summary>Fills in a text; false when a placeholder stands for nothing known, which <paramref name="refusal"/> then quotes.</summary>
    public bool TryFill(string text, out string filled, [NotNullWhen(false)] out string? refusal) =>
        TryFill(text, [], [], out filled, out refusal);

    public bool TryFill(string name, string text, out string filled, [NotNullWhen(false)] out string? refusal) =>
        TryFill(text, [name], [], out filled, out refusal);

    // What an entry comes to is found once a call: each may stand in the next twice, and forty of those would be a million million.
    private bool TryFill(
        string text,
        List<string> within,
        Dictionary<string, Filled> known,
        out string filled,
        [NotNullWhen(false)] out string? refusal)
    {
        filled = text;
        refusal = null;
        if (!text.Contains("{{", StringComparison.Ordinal))
            return true;
        string? trouble = null;
        var length = 0;
        filled = Placeholder.Replace(text, placeholder =>
        {
            var written = text.Substring(placeholder.Begin, placeholder.Length);
            var value = Value(placeholder.Name, within, known, ref trouble) ?? Keep(written, placeholder.Name, within, ref trouble);
            length += value.Length;
            if (length <= TextLimits.Value)
                return value;
            trouble ??= $"'{written}' makes the value longer than {TextLimits.Value} characters";
            return "";
        });
        if (Placeholder.Replace(text, _ => "").Contains("{{", StringComparison.Ordinal))
            trouble ??= $"'{text}' has '{{{{' without '}}}}'";
        if (filled.Length > TextLimits.Value)
            trouble ??= $"the value is longer than {TextLimits.Value} characters";
        refusal = trouble;
        return trouble is null;
    }

    private string? Value(string name, List<string> within, Dictionary<string, Filled> known, ref string? trouble)
    {
        if (name == DefaultTag)
            return settings.DefaultTag.ToString();
        if (words.TryGetValue(name, out var word) || !name.StartsWith(Envs, StringComparison.Ordinal))
            return word;
        var key = name[Envs.Length..];
        if (within.Contains(key))
        {
            trouble ??= $"'{{{{ {name} }}}}' stands for itself ({string.Join(" → ", [.. within, key])})";
            return null;
        }

        if (within.Count == TextLimits.Nesting)
        {
            trouble ??= $"'{{{{ {name} }}}}' stands for others that stand for others, more than {TextLimits.Nesting} times";
            return null;
        }

        if (!entries.TryGetValue(key, out var entry))
            return settings.Args.TryGetValue(key, out var arg) ? arg.Value : null;
        if (!known.TryGetValue(key, out var found))
        {
            TryFill(entry, [.. within, key], known, out var filled, out var inner);
            known[key] = found = new Filled(filled, inner);
        }

        trouble ??= found.Trouble;
        return found.Trouble is null ? found.Text : null;
    }

    private string Keep(string placeholder, string name, List<string> within, ref string? trouble)
    {
        if (trouble is null)
        {
            var others = entries.Keys.Concat(settings.Args.Keys).Except(within).Select(key => Envs + key).Concat(words.Keys);
            trouble = $"'{placeholder}' stands for nothing known{Suggestion.DidYouMean(name, others)}";
        }

        return placeholder;
    }

    private readonly record struct Filled(string Text, string? Trouble);
}
