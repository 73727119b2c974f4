namespace Nuke.Common;

/// <summary>What happens to the dependencies of a target that is skipped.</summary>
public enum DependencyBehavior
{
    /// <summary>They run all the same.</summary>
    Execute,

    /// <summary>Those that no other scheduled target needs are skipped too.</summary>
    Skip,
}
