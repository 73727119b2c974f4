namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>A step of a job. A step of one's own derives from it and writes itself.</summary>
public abstract class GitHubActionsStep : ConfigurationEntity;
