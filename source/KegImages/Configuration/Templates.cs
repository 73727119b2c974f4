using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace KegImages.Configuration;

/// <summary>Fills in <c>{{ … }}</c> templates: <c>envs.NAME</c> from the image's own entries and then from <c>keg.yml</c>'s args, and words such as the default tag.</summary>
/// <param name="entries">The image's own entries, as written.</param>
/// <param name="settings">What <c>keg.yml</c> says.</param>
/// <param name="words">What stands for something beside <c>envs.NAME</c> and the default tag.</param>
internal sealed partial class Templates(IReadOnlyDictionary<string, string> entries, KegSettings settings, IReadOnlyDictionary<string, string> words)
{
    private const string Envs = "envs.";
    private const string DefaultTag = "cli.settings.docker.defaultTag";

    /// <summary>The templates of one <c>values.yml</c> as a build sees them: the same on every machine.</summary>
    public Templates(ImageValues values, KegSettings settings)
        : this(values.Env.ToDictionary(entry => entry.Key, entry => entry.Value.Value, StringComparer.Ordinal), settings, Sorted.Empty<string>())
    {
    }

    /// <summary>The entries that a text's templates stand for.</summary>
    public static IEnumerable<string> EntriesIn(string text) => Placeholder().Matches(text)
        .Select(match => match.Groups["name"].Value.Trim())
        .Where(name => name.StartsWith(Envs, StringComparison.Ordinal))
        .Select(name => name[Envs.Length..]);

    /// <summary>Fills in a text; false when a placeholder stands for nothing known, which <paramref name="refusal"/> then quotes.</summary>
    public bool TryFill(string text, out string filled, [NotNullWhen(false)] out string? refusal) => TryFill(text, [], out filled, out refusal);

    /// <summary>Fills in the text of an entry, which cannot stand for itself.</summary>
    public bool TryFill(string name, string text, out string filled, [NotNullWhen(false)] out string? refusal) => TryFill(text, [name], out filled, out refusal);

    private bool TryFill(string text, List<string> within, out string filled, [NotNullWhen(false)] out string? refusal)
    {
        filled = text;
        refusal = null;
        if (!text.Contains("{{", StringComparison.Ordinal))
            return true;
        string? trouble = null;
        filled = Placeholder().Replace(text, match =>
        {
            var name = match.Groups["name"].Value.Trim();
            return Value(name, within, ref trouble) is { } value ? value : Keep(match.Value, name, within, ref trouble);
        });
        if (Placeholder().Replace(text, "").Contains("{{", StringComparison.Ordinal))
            trouble ??= $"'{text}' has '{{{{' without '}}}}'";
        refusal = trouble;
        return trouble is null;
    }

    private string? Value(string name, List<string> within, ref string? trouble)
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

        if (!entries.TryGetValue(key, out var entry))
            return settings.Args.TryGetValue(key, out var arg) ? arg.Value : null;
        var isFilled = TryFill(entry, [.. within, key], out var filled, out var inner);
        trouble ??= inner;
        return isFilled ? filled : null;
    }

    private string Keep(string placeholder, string name, List<string> within, ref string? trouble)
    {
        var known = entries.Keys.Concat(settings.Args.Keys).Except(within).Select(key => Envs + key).Concat(words.Keys);
        trouble ??= $"'{placeholder}' stands for nothing known{Suggestion.DidYouMean(name, known)}";
        return placeholder;
    }

    [GeneratedRegex(@"\{\{(?<name>[^{}]*)\}\}")]
    private static partial Regex Placeholder();
}
