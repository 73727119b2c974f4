namespace KegImages.Workflows;

/// <summary><c>.github/dependabot.yml</c>: what moves the pins of actions where nothing else does.</summary>
public static class DependabotFile
{
    /// <summary>Where GitHub reads it.</summary>
    public const string Path = ".github/dependabot.yml";

    private const string FirstLine = "# Generated with the workflows: it stays as it is written here until this line is taken away.";

    /// <summary>What is written.</summary>
    public static string Text { get; } = $"{FirstLine}\n" + YamlWriter.Write(Yaml.Map(
        ("version", 2),
        ("updates", Yaml.List(Yaml.Map(
            ("package-ecosystem", "github-actions"),
            ("directory", "/"),
            ("schedule", Yaml.Map(("interval", "weekly"))),
            ("groups", Yaml.Map(("actions", Yaml.Map(("patterns", Yaml.List("*")))))))))));

    /// <summary>Whether a text was written by this program.</summary>
    public static bool IsOwn(string text) => text.StartsWith($"{FirstLine}\n", StringComparison.Ordinal);

    /// <summary>Whether a text that others wrote sees to actions already.</summary>
    public static bool MovesActions(string text) => text.Contains("github-actions", StringComparison.Ordinal);
}
