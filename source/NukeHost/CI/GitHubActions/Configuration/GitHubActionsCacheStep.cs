using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Keeps files between runs.</summary>
public class GitHubActionsCacheStep : GitHubActionsStep
{
    /// <summary>Paths that are kept.</summary>
    public string[] IncludePatterns { get; set; } = [];

    /// <summary>Paths below those that are not kept.</summary>
    public string[] ExcludePatterns { get; set; } = [];

    /// <summary>Files whose content names the cache.</summary>
    public string[] KeyFiles { get; set; } = [];

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"- name: 'Cache: {string.Join(", ", IncludePatterns)}'");
        using (writer.Indent())
        {
            writer.WriteLine("uses: actions/cache@v4");
            writer.WriteLine("with:");
            using (writer.Indent())
            {
                writer.WriteLine("path: |");
                using (writer.Indent())
                {
                    foreach (var pattern in IncludePatterns.Concat(ExcludePatterns.Select(pattern => $"!{pattern}")))
                        writer.WriteLine(pattern);
                }

                writer.WriteLine($"key: ${{{{ runner.os }}}}-${{{{ hashFiles({string.Join(", ", KeyFiles.Select(file => $"'{file}'"))}) "
                    + $"}}}}");
            }
        }
    }
}
