using KegImages.Configuration;

namespace KegImages.Environments;

/// <summary>One file that may say variables, present or not.</summary>
internal sealed record EnvironmentFile(string Path, EnvironmentFileKind Kind)
{
    /// <summary>The name of the file beside <c>keg.yml</c> that says what all images share.</summary>
    public const string Defaults = "defaults.env";

    /// <summary>All files of an image in an environment, in the order of docs/values.md: later ones win.</summary>
    public static ImmutableArray<EnvironmentFile> Of(string root, string folder, string environment) =>
    [
        new(System.IO.Path.Combine(root, Defaults), EnvironmentFileKind.DotEnv),
        new(System.IO.Path.Combine(folder, ImageValues.FileName), EnvironmentFileKind.Values),
        new(System.IO.Path.Combine(folder, $"values_{environment}.yml"), EnvironmentFileKind.Overlay),
        new(System.IO.Path.Combine(folder, $"values-{environment}.yml"), EnvironmentFileKind.Overlay),
        new(System.IO.Path.Combine(folder, ".env"), EnvironmentFileKind.DotEnv),
        new(System.IO.Path.Combine(folder, $"{environment}.env"), EnvironmentFileKind.DotEnv),
        new(System.IO.Path.Combine(folder, $".env.{environment}"), EnvironmentFileKind.DotEnv),
    ];

    /// <summary>The environment that a file's name says; null when it says none.</summary>
    public static string? EnvironmentOf(string name) => name switch
    {
        _ when name.StartsWith("values_", StringComparison.Ordinal) || name.StartsWith("values-", StringComparison.Ordinal) =>
            name.EndsWith(".yml", StringComparison.Ordinal) ? name["values-".Length..^".yml".Length] : null,
        _ when name.StartsWith(".env.", StringComparison.Ordinal) => name[".env.".Length..],
        Defaults or ".env" => null,
        _ => name.EndsWith(".env", StringComparison.Ordinal) ? name[..^".env".Length] : null,
    };
}

internal enum EnvironmentFileKind
{
    /// <summary><c>values.yml</c> itself.</summary>
    Values,

    /// <summary><c>values.yml</c> of one environment.</summary>
    Overlay,

    /// <summary>Lines of <c>NAME=value</c>.</summary>
    DotEnv,
}
