using System.Collections;
using System.Reflection;
using Nuke.Common.Output;

namespace Nuke.Common.Startup;

/// <summary>
/// What the world gives a run: its words, its variables, its console and its clock. Everything the host does goes through one of these.
/// </summary>
internal sealed record HostEnvironment
{
    public required IReadOnlyList<string> Arguments { get; init; }

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public required string WorkingDirectory { get; init; }

    public required TextWriter Out { get; init; }

    /// <summary>Where problems of use go.</summary>
    public required TextWriter Error { get; init; }

    public TextReader In { get; init; } = TextReader.Null;

    /// <summary>Whether someone can answer a question.</summary>
    public bool IsInteractive { get; init; }

    public bool HasColor { get; init; }

    /// <summary>How messages become lines.</summary>
    public MessageLines Messages { get; init; } = MessageLines.Unbroken;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where the build's assembly lies; its nearest folder with <c>.nuke</c> is the root.</summary>
    public string? AssemblyFile { get; init; }

    /// <summary>What the tool says of itself that this build is; null for a build of the repository's own.</summary>
    public ToolFacts? Tool { get; init; }

    /// <summary>How a person starts the build.</summary>
    public string Program => Tool?.Program ?? (Variables.GetValueOrDefault("KEG_PROGRAM") is "./build.ps1" or "./build.cmd"
        ? Variables["KEG_PROGRAM"] : "./build.sh");

    public static HostEnvironment OfThisProcess() => new()
    {
        Arguments = Environment.GetCommandLineArgs()[1..],
        Variables = VariablesOfThisProcess(),
        WorkingDirectory = Environment.CurrentDirectory,
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        IsInteractive = !Console.IsInputRedirected && !Console.IsOutputRedirected,
        Messages = MessageLines.OfThisProcess,
        HasColor = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or ""
            && Environment.GetEnvironmentVariable("TERM") != "dumb",
        // Not its Location, which machine code has none of; what Native compiles lies beside the assembly.
        AssemblyFile = Assembly.GetEntryAssembly()?.GetName().Name is { } name ? Path.Combine(AppContext.BaseDirectory, name + ".dll")
            : null,
    };

    private static Dictionary<string, string> VariablesOfThisProcess()
    {
        var variables = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        return variables;
    }
}
