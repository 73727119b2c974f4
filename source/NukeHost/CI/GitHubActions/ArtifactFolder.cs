namespace Nuke.Common.CI.GitHubActions;

/// <summary>The folder that is uploaded for what a target produces: what stands above the first <c>*</c>.</summary>
internal static class ArtifactFolder
{
    public static string Of(string artifact)
    {
        var path = artifact.Replace('\\', '/');
        string root = NukeBuild.RootDirectory;
        root = root.Replace('\\', '/') + "/";
        if (path.StartsWith(root, StringComparison.Ordinal))
            path = path[root.Length..];
        var star = path.IndexOf('*', StringComparison.Ordinal);
        return star < 0 ? path : path[..star].TrimEnd('/') is { Length: > 0 } above ? FolderOf(above, path[star - 1]) : ".";
    }

    // "output/logs-*.txt": the star belongs to a name, and the folder is the one above that.
    private static string FolderOf(string above, char beforeStar) => beforeStar == '/'
        ? above
        : above.LastIndexOf('/') is var slash and >= 0 ? above[..slash] : ".";
}
