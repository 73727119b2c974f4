namespace Nuke.Common.CI.GitHubActions;

/// <summary>Which submodules a checkout brings along.</summary>
public enum GitHubActionsSubmodules
{
    /// <summary>None.</summary>
    False,

    /// <summary>The repository's own.</summary>
    True,

    /// <summary>Those of submodules too.</summary>
    Recursive,
}
