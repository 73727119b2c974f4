using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>The block that lets one run or job of a group go on at a time.</summary>
internal static class Concurrency
{
    private const string WorkflowAndRef = "${{ github.workflow }}-${{ github.ref }}";

    public static void Write(CustomFileWriter writer, string? group, bool cancelInProgress)
    {
        writer.WriteLine("concurrency:");
        using (writer.Indent())
        {
            writer.WriteLine($"group: {(string.IsNullOrEmpty(group) ? WorkflowAndRef : group)}");
            if (cancelInProgress)
                writer.WriteLine("cancel-in-progress: true");
        }
    }
}
