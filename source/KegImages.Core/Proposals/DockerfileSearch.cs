using KegImages.Dockerfiles;

namespace KegImages.Proposals;

/// <summary>Which of a repository's files are Dockerfiles of images, and what those are called. Pure.</summary>
internal static class DockerfileSearch
{
    // What others wrote, or what is only there for a test of theirs, is no image of the repository.
    private static readonly string[] Passed =
        ["node_modules", "vendor", "third_party", "bower_components", ".git", ".devcontainer", "testdata", "site-packages"];

    // What a Dockerfile is made from, and what an editor leaves behind.
    private static readonly string[] Sources =
        ["template", "tmpl", "tpl", "j2", "jinja", "jinja2", "in", "erb", "em", "mustache", "md", "txt", "bak", "orig", "swp", "rej"];

    private static readonly string[] Pages = ["doc", "docs", "documentation"];

    /// <summary>The Dockerfiles that are taken, in ordinal order.</summary>
    public static ImmutableArray<string> Of(IEnumerable<string> files) => [.. files.Where(IsDockerfile).Order(StringComparer.Ordinal)];

    /// <summary>What the image of a Dockerfile is called: by its folder, or by what stands in its own name; by both where the folder has a
    /// Dockerfile without such a part too.</summary>
    /// <param name="root">What the repository is called.</param>
    /// <param name="files">All files.</param>
    public static string WordOf(string path, string root, IReadOnlySet<string> files)
    {
        var folder = AdoptedBuild.FolderOf(path);
        var own = DockerfileName.OwnPart(path.Split('/')[^1]);
        if (own is not null && !files.Contains(folder == "." ? DockerfileName.Usual : $"{folder}/{DockerfileName.Usual}"))
            return own;
        if (folder.Split('/')[^1] == "container")
            folder = AdoptedBuild.FolderOf(folder);
        var word = folder == "." ? root : folder.Split('/')[^1];
        return own is null ? word : $"{word}-{own}";
    }

    private static bool IsDockerfile(string path)
    {
        var parts = path.Split('/');
        var (file, folders) = (parts[^1], parts[..^1]);
        return DockerfileName.Is(file) && !folders.Any(Passed.Contains)
            && (DockerfileName.OwnPart(file) is not { } own || (!Sources.Contains(own.Split('.')[^1], StringComparer.OrdinalIgnoreCase)
                // A page shows Dockerfiles that build on the images; its own is called as usual.
                && !folders.Any(Pages.Contains)));
    }
}
