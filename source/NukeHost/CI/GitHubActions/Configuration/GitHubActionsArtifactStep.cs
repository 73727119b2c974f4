using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Uploads a folder.</summary>
public class GitHubActionsArtifactStep : GitHubActionsStep
{
    /// <summary>The upload's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The folder, below the root.</summary>
    public string Path { get; set; } = "";

    /// <summary>When it is uploaded, as a workflow's <c>if</c>.</summary>
    public string? Condition { get; set; }

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"- name: 'Publish: {Name}'");
        using (writer.Indent())
        {
            if (!string.IsNullOrEmpty(Condition))
                writer.WriteLine($"if: {Condition}");
            writer.WriteLine("uses: actions/upload-artifact@v5");
            writer.WriteLine("with:");
            using (writer.Indent())
            {
                writer.WriteLine($"name: {Name}");
                writer.WriteLine($"path: {Path}");
            }
        }
    }
}
