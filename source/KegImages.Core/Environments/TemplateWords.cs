using KegImages.Configuration;

namespace KegImages.Environments;

/// <summary>What the <c>{{ cli.… }}</c> templates of the Keg tools stand for on this machine when an image runs. A build never sees
/// them.</summary>
internal static class TemplateWords
{
    /// <summary>The folders of the family's images, the environment's name, and what <c>templates</c> of <c>keg.yml</c> says, which
    /// wins.</summary>
    public static IReadOnlyDictionary<string, string> Of(FamilyModel model, string environment)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["cli.settings.defaultEnv"] = environment };
        foreach (var image in model.Family.Images)
        {
            foreach (var name in new[] { image.Name.ToString(), image.Alias })
            {
                words[$"cli.taps.{name}.path"] = image.ContextPath;
                words[$"cli.taps.links.{name}"] = image.ContextPath;
            }
        }

        foreach (var (name, text) in model.Settings.Templates)
            words[name] = IsFolder(text.Value) ? Path.GetFullPath(Path.Combine(model.Root, text.Value)) : text.Value;
        return words;
    }

    private static bool IsFolder(string text) =>
        text is "." or ".." || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal);
}
