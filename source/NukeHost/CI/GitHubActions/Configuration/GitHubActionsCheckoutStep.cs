using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Checks the repository out.</summary>
public class GitHubActionsCheckoutStep : GitHubActionsStep
{
    /// <summary>Which submodules come along; nothing is said when null.</summary>
    public GitHubActionsSubmodules? Submodules { get; set; }

    /// <summary>Whether large files come along; nothing is said when null.</summary>
    public bool? Lfs { get; set; }

    /// <summary>How many commits come along, all when 0; nothing is said when null.</summary>
    public uint? FetchDepth { get; set; }

    /// <summary>Whether progress is shown; nothing is said when null.</summary>
    public bool? Progress { get; set; }

    /// <summary>A partial clone's filter; nothing is said when null.</summary>
    public string? Filter { get; set; }

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine("- uses: actions/checkout@v6");
        string?[] settings =
        [
            Submodules is { } submodules ? $"submodules: {GitHubText.Of(submodules)}" : null,
            Lfs is { } lfs ? $"lfs: {(lfs ? "true" : "false")}" : null,
            FetchDepth is { } depth ? $"fetch-depth: {depth}" : null,
            Progress is { } progress ? $"progress: {(progress ? "true" : "false")}" : null,
            string.IsNullOrEmpty(Filter) ? null : $"filter: {Filter}",
        ];
        if (settings.All(setting => setting is null))
            return;
        using (writer.Indent())
        {
            writer.WriteLine("with:");
            using (writer.Indent())
            {
                foreach (var setting in settings.OfType<string>())
                    writer.WriteLine(setting);
            }
        }
    }
}
