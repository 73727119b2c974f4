namespace KegImages.Workflows;

/// <summary>The workflows that a family needs.</summary>
public enum WorkflowKind
{
    /// <summary>Builds and publishes what a push to the default branch changed.</summary>
    Images,

    /// <summary>Builds a pull request's images, and publishes them under the branch's tag unless it comes from a fork.</summary>
    PullRequest,

    /// <summary>Removes the tag of a branch that is gone.</summary>
    CleanUp,

    /// <summary>Resolves the parents from outside again, and proposes what moved.</summary>
    Refresh,

    /// <summary>Compiles and tests the project itself.</summary>
    Test,

    /// <summary>Packs the project itself for a git tag, attests what was packed and publishes it.</summary>
    Release,
}
