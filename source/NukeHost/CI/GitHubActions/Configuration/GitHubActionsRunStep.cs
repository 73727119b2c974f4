using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Runs the build.</summary>
public class GitHubActionsRunStep : GitHubActionsStep
{
    /// <summary>The targets to run.</summary>
    public string[] InvokedTargets { get; set; } = [];

    /// <summary>The variables that it is given.</summary>
    public Dictionary<string, string> Imports { get; set; } = [];

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"- name: 'Run: {string.Join(", ", InvokedTargets)}'");
        using (writer.Indent())
        {
            writer.WriteLine($"run: {string.Join(' ', ["./build.cmd", .. InvokedTargets])}");
            if (Imports.Count == 0)
                return;
            writer.WriteLine("env:");
            using (writer.Indent())
            {
                foreach (var (key, value) in Imports)
                    writer.WriteLine($"{key}: {value}");
            }
        }
    }
}
