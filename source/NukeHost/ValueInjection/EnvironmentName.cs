namespace Nuke.Common.ValueInjection;

/// <summary>The variable that help and errors name for a parameter; others that differ in case and punctuation count too.</summary>
internal static class EnvironmentName
{
    // Shells and systems set these on every machine, whatever the build: PATH is no value of --path.
    private static readonly HashSet<string> Everybodys = ["alias", "baseimage", "ci", "env", "group", "home", "host", "hostname", "json",
        "lang", "name", "path", "pwd", "release", "secret", "shell", "ssh", "template", "term", "user"];

    public static string Of(BuildParameter parameter)
    {
        var name = parameter.Option.Replace('-', '_').ToUpperInvariant();
        return NeedsPrefix(parameter) ? "NUKE_" + name : name;
    }

    /// <summary>Whether only a variable with <c>NUKE</c> in front is meant for the parameter.</summary>
    public static bool NeedsPrefix(BuildParameter parameter) => parameter.IsOwn || Everybodys.Contains(KebabCase.Bare(parameter.Name));
}
