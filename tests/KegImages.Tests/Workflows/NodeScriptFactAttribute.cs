using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace KegImages.Tests.Workflows;

/// <summary>
/// A test that runs a workflow's script with Node: skipped with its reason without one. With CI=true it is run all the same, and fails.
/// </summary>
public sealed class NodeScriptFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Missing = new(Find);

    public NodeScriptFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) =>
        Skip = Environment.GetEnvironmentVariable("CI") == "true" ? null : Missing.Value;

    private static string? Find()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            var version = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return int.TryParse(version.TrimStart('v').Split('.')[0], out var major) && major >= 20 ? null
                : $"the workflows' scripts need Node 20 or newer, and this is {version}";
        }
        catch (Win32Exception exception)
        {
            return $"the workflows' scripts need Node: {exception.Message}";
        }
    }
}
