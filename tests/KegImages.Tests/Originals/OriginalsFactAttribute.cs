using System.Runtime.CompilerServices;

namespace KegImages.Tests.Originals;

/// <summary>
/// A test that reads checkouts of the original Keg repositories: skipped, and shown so, where <c>KEG_ORIGINALS</c> names no folder that
/// holds them.
/// </summary>
public sealed class OriginalsFactAttribute : FactAttribute
{
    public OriginalsFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) =>
        Skip = WhySkipped;

    /// <summary>The folder that holds the checkouts.</summary>
    public static string? Folder =>
        Environment.GetEnvironmentVariable("KEG_ORIGINALS") is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    private static string? WhySkipped => Folder switch
    {
        null => "KEG_ORIGINALS names no folder with checkouts of keg-cli, keg-hub, keg-herkin, tap-events-force and tap-snack",
        // A path that is given and wrong is a mistake: the test runs, and fails by it.
        _ => null,
    };
}
