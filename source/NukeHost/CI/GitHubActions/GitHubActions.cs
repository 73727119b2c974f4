namespace Nuke.Common.CI.GitHubActions;

/// <summary>A build that runs in a GitHub workflow.</summary>
public sealed class GitHubActions : Host
{
    internal GitHubActions()
    {
    }

    /// <summary>The host of this run; null when it is no GitHub workflow.</summary>
    public static GitHubActions? Instance => NukeBuild.Host as GitHubActions;
}
