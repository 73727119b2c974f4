using Nuke.Common.CI.GitHubActions;

namespace Nuke.Common;

/// <summary>Where a build runs: a terminal or a CI system.</summary>
public abstract class Host
{
    private protected Host()
    {
    }

    internal static IReadOnlyList<string> Names { get; } = [nameof(Terminal), nameof(GitHubActions)];

    internal static Host Of(string name) => name == nameof(GitHubActions) ? new GitHubActions() : new Terminal();

    /// <summary>The host's name, as <c>--host</c> takes it.</summary>
    public override string ToString() => GetType().Name;
}
