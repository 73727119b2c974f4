namespace KegImages.Proposals;

/// <summary>Which of a repository's files are Dockerfiles of images, and what those are called. Pure.</summary>
internal static class DockerfileSearch
{
    private const string Name = "Dockerfile";

    // What others wrote, or what is only there for a test of theirs, is no image of the repository.
    private static readonly string[] Passed =
        ["node_modules", "vendor", "third_party", "bower_components", ".git", ".devcontainer", "testdata", "site-packages"];

    /// <summary>The Dockerfiles that are taken, in ordinal order, and those that stand beside one in the same folder.</summary>
    public static (ImmutableArray<string> Taken, ImmutableArray<string> Beside) Of(IEnumerable<string> files)
    {
        var folders = files.Where(IsDockerfile).GroupBy(AdoptedBuild.FolderOf)
            .Select(folder => folder.OrderBy(path => path.Split('/')[^1] != Name).ThenBy(path => path, StringComparer.Ordinal).ToList())
            .ToList();
        return ([.. folders.Select(folder => folder[0]).Order(StringComparer.Ordinal)],
            [.. folders.SelectMany(folder => folder.Skip(1)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>What the image of a Dockerfile is called: by its folder, or by what stands in its own name.</summary>
    /// <param name="root">What the repository is called.</param>
    public static string WordOf(string path, string root)
    {
        var file = path.Split('/')[^1];
        if (file.StartsWith(Name + ".", StringComparison.Ordinal))
            return file[(Name.Length + 1)..];
        if (file.EndsWith("." + Name, StringComparison.Ordinal))
            return file[..^(Name.Length + 1)];
        var folder = AdoptedBuild.FolderOf(path);
        if (folder.Split('/')[^1] == "container")
            folder = AdoptedBuild.FolderOf(folder);
        return folder == "." ? root : folder.Split('/')[^1];
    }

    private static bool IsDockerfile(string path)
    {
        var parts = path.Split('/');
        var file = parts[^1];
        return !parts[..^1].Any(Passed.Contains)
            && (file == Name || file.EndsWith("." + Name, StringComparison.Ordinal)
                || (file.StartsWith(Name + ".", StringComparison.Ordinal) && !file.EndsWith(".dockerignore", StringComparison.Ordinal)));
    }
}
