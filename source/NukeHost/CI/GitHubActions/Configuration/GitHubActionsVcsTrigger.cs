using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Pushes or pull requests that start a workflow.</summary>
public class GitHubActionsVcsTrigger : GitHubActionsDetailedTrigger
{
    /// <summary>Push or pull request.</summary>
    public GitHubActionsTrigger Kind { get; set; }

    /// <summary>Branches that count.</summary>
    public string[] Branches { get; set; } = [];

    /// <summary>Branches that do not count.</summary>
    public string[] BranchesIgnore { get; set; } = [];

    /// <summary>Tags that count.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>Tags that do not count.</summary>
    public string[] TagsIgnore { get; set; } = [];

    /// <summary>Paths that must be touched.</summary>
    public string[] IncludePaths { get; set; } = [];

    /// <summary>Paths that do not count as touched.</summary>
    public string[] ExcludePaths { get; set; } = [];

    internal bool IsEmpty => Lists.All(list => list.Items.Length == 0);

    private (string Key, string[] Items)[] Lists =>
    [
        ("branches", Branches),
        ("branches-ignore", BranchesIgnore),
        ("tags", Tags),
        ("tags-ignore", TagsIgnore),
        ("paths", [.. IncludePaths, .. ExcludePaths.Select(path => $"!{path}")]),
    ];

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"{GitHubText.Of(Kind)}:");
        using (writer.Indent())
        {
            foreach (var (key, items) in Lists.Where(list => list.Items.Length > 0))
            {
                writer.WriteLine($"{key}:");
                using (writer.Indent())
                {
                    foreach (var item in items)
                        writer.WriteLine(GitHubText.Item(item));
                }
            }
        }
    }
}
