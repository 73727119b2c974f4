namespace Nuke.Common.CI.GitHubActions;

/// <summary>What starts a workflow, in its short form.</summary>
public enum GitHubActionsTrigger
{
    /// <summary>A push to any branch.</summary>
    Push,

    /// <summary>A pull request.</summary>
    PullRequest,

    /// <summary>Someone who starts it by hand.</summary>
    WorkflowDispatch,
}
