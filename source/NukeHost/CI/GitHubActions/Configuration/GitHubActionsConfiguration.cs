using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>A workflow. See <see href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax"/>.</summary>
public class GitHubActionsConfiguration : ConfigurationEntity
{
    /// <summary>The workflow's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What starts it, in the short form.</summary>
    public GitHubActionsTrigger[] ShortTriggers { get; set; } = [];

    /// <summary>What starts it, in detail.</summary>
    public GitHubActionsDetailedTrigger[] DetailedTriggers { get; set; } = [];

    /// <summary>What its token may do, such as <c>(Packages, "write")</c>.</summary>
    public (GitHubActionsPermissions Type, string Permission)[] Permissions { get; set; } = [];

    /// <summary>The group in which only one run goes on at a time.</summary>
    public string? ConcurrencyGroup { get; set; }

    /// <summary>Whether a newer run of the group ends an older one.</summary>
    public bool ConcurrencyCancelInProgress { get; set; }

    /// <summary>The jobs.</summary>
    public GitHubActionsJob[] Jobs { get; set; } = [];

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"name: {Name}");
        writer.WriteLine();
        WriteTriggers(writer);
        if (Permissions.Length > 0)
        {
            writer.WriteLine();
            writer.WriteLine("permissions:");
            using (writer.Indent())
            {
                foreach (var (type, permission) in Permissions)
                    writer.WriteLine($"{GitHubText.Of(type)}: {permission}");
            }
        }

        if (!string.IsNullOrEmpty(ConcurrencyGroup) || ConcurrencyCancelInProgress)
        {
            writer.WriteLine();
            Concurrency.Write(writer, ConcurrencyGroup, ConcurrencyCancelInProgress);
        }

        writer.WriteLine();
        writer.WriteLine("jobs:");
        using (writer.Indent())
        {
            foreach (var job in Jobs)
                job.Write(writer);
        }
    }

    private void WriteTriggers(CustomFileWriter writer)
    {
        if (ShortTriggers.Length > 0)
        {
            writer.WriteLine($"on: [{string.Join(", ", ShortTriggers.Select(GitHubText.Of))}]");
            return;
        }

        writer.WriteLine("on:");
        using (writer.Indent())
        {
            foreach (var trigger in DetailedTriggers)
                trigger.Write(writer);
        }
    }
}
