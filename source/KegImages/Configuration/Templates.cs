using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace KegImages.Configuration;

/// <summary>Fills in the <c>{{ … }}</c> templates of one <c>values.yml</c>: <c>envs.NAME</c> from its own entries and then from <c>keg.yml</c>'s args, and the default tag.</summary>
internal sealed partial class Templates(ImageValues values, KegSettings settings)
{
    private const string Envs = "envs.";
    private const string DefaultTag = "cli.settings.docker.defaultTag";

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
        if (!name.StartsWith(Envs, StringComparison.Ordinal))
            return null;
        var key = name[Envs.Length..];
        if (within.Contains(key))
        {
            trouble ??= $"'{{{{ {name} }}}}' stands for itself ({string.Join(" → ", [.. within, key])})";
            return null;
        }

        if (!values.Env.TryGetValue(key, out var entry))
            return settings.Args.TryGetValue(key, out var arg) ? arg.Value : null;
        var isFilled = TryFill(entry.Value, [.. within, key], out var filled, out var inner);
        trouble ??= inner;
        return isFilled ? filled : null;
    }

    private string Keep(string placeholder, string name, List<string> within, ref string? trouble)
    {
        var known = values.Env.Keys.Concat(settings.Args.Keys).Except(within).Select(key => Envs + key);
        trouble ??= $"'{placeholder}' stands for nothing known{Suggestion.DidYouMean(name, known)}";
        return placeholder;
    }

    [GeneratedRegex(@"\{\{(?<name>[^{}]*)\}\}")]
    private static partial Regex Placeholder();
}
