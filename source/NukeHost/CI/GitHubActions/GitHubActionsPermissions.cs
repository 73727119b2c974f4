namespace Nuke.Common.CI.GitHubActions;

/// <summary>
/// What a workflow's token may touch. See
/// <see href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions"/>.
/// </summary>
public enum GitHubActionsPermissions
{
    /// <summary>Workflow runs.</summary>
    Actions,

    /// <summary>Checks.</summary>
    Checks,

    /// <summary>The repository's files.</summary>
    Contents,

    /// <summary>Deployments.</summary>
    Deployments,

    /// <summary>The token that proves the workflow's identity elsewhere.</summary>
    IdToken,

    /// <summary>Issues.</summary>
    Issues,

    /// <summary>Discussions.</summary>
    Discussions,

    /// <summary>Packages, images too.</summary>
    Packages,

    /// <summary>GitHub Pages.</summary>
    Pages,

    /// <summary>Pull requests.</summary>
    PullRequests,

    /// <summary>Projects.</summary>
    RepositoryProjects,

    /// <summary>Code scanning.</summary>
    SecurityEvents,

    /// <summary>Commit statuses.</summary>
    Statuses,
}
