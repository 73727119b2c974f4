using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>The times at which a workflow starts by itself.</summary>
public class GitHubActionsScheduledTrigger : GitHubActionsDetailedTrigger
{
    /// <summary>Cron's five fields.</summary>
    public string Cron { get; set; } = "";

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine("schedule:");
        using (writer.Indent())
            writer.WriteLine($"- cron: '{Cron}'");
    }
}
