namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Something that starts a workflow, in detail.</summary>
public abstract class GitHubActionsDetailedTrigger : ConfigurationEntity;
