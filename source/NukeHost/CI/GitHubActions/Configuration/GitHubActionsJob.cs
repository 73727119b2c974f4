using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>A job of a workflow.</summary>
public class GitHubActionsJob : ConfigurationEntity
{
    /// <summary>The job's name; its id too, with <c>_</c> for each dot.</summary>
    public string Name { get; set; } = "";

    /// <summary>The machine that it runs on.</summary>
    public GitHubActionsImage Image { get; set; }

    /// <summary>How long it may run, in minutes; GitHub's own limit when 0.</summary>
    public int TimeoutMinutes { get; set; }

    /// <summary>The environment that it deploys to.</summary>
    public string? EnvironmentName { get; set; }

    /// <summary>The address of that environment.</summary>
    public string? EnvironmentUrl { get; set; }

    /// <summary>The group in which only one such job goes on at a time.</summary>
    public string? ConcurrencyGroup { get; set; }

    /// <summary>Whether a newer job of the group ends an older one.</summary>
    public bool ConcurrencyCancelInProgress { get; set; }

    /// <summary>Its steps.</summary>
    public GitHubActionsStep[] Steps { get; set; } = [];

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"{Name.Replace('.', '_')}:");
        using (writer.Indent())
        {
            writer.WriteLine($"name: {Name}");
            writer.WriteLine($"runs-on: {GitHubText.Of(Image)}");
            WriteEnvironment(writer);
            if (TimeoutMinutes > 0)
                writer.WriteLine($"timeout-minutes: {TimeoutMinutes}");
            if (!string.IsNullOrEmpty(ConcurrencyGroup) || ConcurrencyCancelInProgress)
                Concurrency.Write(writer, ConcurrencyGroup, ConcurrencyCancelInProgress);
            writer.WriteLine("steps:");
            using (writer.Indent())
            {
                foreach (var step in Steps)
                    step.Write(writer);
            }
        }
    }

    private void WriteEnvironment(CustomFileWriter writer)
    {
        if (string.IsNullOrEmpty(EnvironmentName))
            return;
        if (string.IsNullOrEmpty(EnvironmentUrl))
        {
            writer.WriteLine($"environment: {EnvironmentName}");
            return;
        }

        writer.WriteLine("environment:");
        using (writer.Indent())
        {
            writer.WriteLine($"name: {EnvironmentName}");
            writer.WriteLine($"url: {EnvironmentUrl}");
        }
    }
}
