using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>The block that lets one run or job of a group go on at a time.</summary>
internal static class Concurrency
{
    // A pull request's newer run takes the place of its older one; a push to a branch is alone, so that none ends the one before it.
    private const string OneOfEachPullRequest =
        "${{ github.workflow }} @ ${{ github.event.pull_request.head.label || github.head_ref || github.run_id }}";

    public static void Write(CustomFileWriter writer, string? group, bool cancelInProgress)
    {
        writer.WriteLine("concurrency:");
        using (writer.Indent())
        {
            writer.WriteLine($"group: {(string.IsNullOrEmpty(group) ? OneOfEachPullRequest : group)}");
            if (cancelInProgress)
                writer.WriteLine("cancel-in-progress: true");
        }
    }
}
