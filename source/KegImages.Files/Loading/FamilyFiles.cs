using KegImages.Configuration;

namespace KegImages.Loading;

/// <summary>Reads from disk what <see cref="FamilyReader"/> needs, each file once.</summary>
internal static class FamilyFiles
{
    // A process may have only so many files open, and a family has up to ten thousand images.
    private const int AtOnce = 64;

    /// <summary>Reads the folders that the settings name. Throws <see cref="FailedException"/> when a file that is there cannot be
    /// read.</summary>
    public static async Task<FamilyFacts> ReadAsync(string root, KegSettings settings, CancellationToken cancellationToken)
    {
        var facts = new FamilyFacts(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)), [],
            ImmutableDictionary<string, string>.Empty, []);
        var patterns = settings.Groups.SelectMany(group => MatchedBy(facts, group)).ToList();
        var paths = patterns.SelectMany(pattern => pattern.Paths).Concat(DeclaredPaths(facts, settings)).Distinct(StringComparer.Ordinal)
            .ToArray();
        var read = new Dictionary<string, ImageFolder>(StringComparer.Ordinal);
        foreach (var some in paths.Chunk(AtOnce))
        {
            var folders = await Task.WhenAll(some.Select(path => File.Exists(path) ? FileAsync(facts, path, cancellationToken)
                : FolderAsync(facts, path, cancellationToken)));
            for (var i = 0; i < some.Length; i++)
                read[some[i]] = folders[i];
        }

        var dockerfiles = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var path in settings.Images.SelectMany(image => image.Each).Select(image => image.Dockerfile?.Value).OfType<string>()
            .Select(facts.Rooted).Distinct(StringComparer.Ordinal).Where(File.Exists))
            dockerfiles[path] = await WrittenFile.TextAsync(path, cancellationToken);

        return facts with
        {
            Matches = [.. patterns.Select(pattern =>
                new FolderMatch(pattern.Group, pattern.Pattern,
                    [.. pattern.Paths.Select(path => Called(read[path], path, pattern.Pattern))])
            {
                Slip = pattern.Paths.Count == 0 ? Search(pattern.Pattern.Value).SlipIn(facts.Root) : null,
            })],
            Dockerfiles = dockerfiles.ToImmutable(),
            Declared = DeclaredPaths(facts, settings).Distinct(StringComparer.Ordinal)
                .ToImmutableDictionary(path => path, path => read[path], StringComparer.Ordinal),
            Folders = [.. ContextFolders(facts, settings, read.Values).Where(Directory.Exists)],
        };
    }

    private static IEnumerable<Matched> MatchedBy(FamilyFacts facts, GroupSettings group)
    {
        var taken = group.Folders.Where(folder => folder.Value.StartsWith('!'))
            .SelectMany(folder => Expand(facts, folder.Value[1..]))
            .ToHashSet(StringComparer.Ordinal);
        return group.Folders.Where(folder => !folder.Value.StartsWith('!'))
            .Select(folder => new Matched(group, folder,
                [.. Expand(facts, folder.Value).Where(path => !taken.Contains(path) && !taken.Contains(Path.GetDirectoryName(path)!))]));
    }

    // A folder may be called as a Dockerfile is; then it is a folder still.
    private static IEnumerable<string> Expand(FamilyFacts facts, string pattern) =>
        Search(pattern).ExpandFiles(facts.Root).Concat(Search(pattern).Expand(facts.Root));

    // What has a group of its own need not lie where a pattern finds it.
    private static IEnumerable<string> DeclaredPaths(FamilyFacts facts, KegSettings settings) => settings.Images
        .Where(image => image.Group is not null).SelectMany(image => image.Each)
        .Select(image => image.Folder ?? image.Dockerfile).OfType<Located<string>>()
        .Select(said => facts.Rooted(said.Value)).Where(path => File.Exists(path) || Directory.Exists(path));

    private static ImageFolder Called(ImageFolder folder, string path, Located<string> pattern) =>
        path == folder.DockerfilePath
            ? folder with { CalledBy = new FolderPattern(pattern.Value).NameOf(folder.Name, folder.FileName) } : folder;

    private static FolderSearch Search(string pattern) => new(new FolderPattern(pattern));

    private static async Task<ImageFolder> FolderAsync(FamilyFacts facts, string path, CancellationToken cancellationToken)
    {
        var container = Path.Combine(path, ImageFolder.ContainerName);
        var home = File.Exists(Path.Combine(container, ImageFolder.DockerfileName))
            || File.Exists(Path.Combine(container, ImageValues.FileName)) ? container : path;
        var folder = new ImageFolder(home, null, null, []);
        folder = File.Exists(folder.DockerfilePath)
            ? folder with { Dockerfile = await WrittenFile.TextAsync(folder.DockerfilePath, cancellationToken) }
            : folder with { Others = FolderSearch.DockerfilesOf(home) };
        return await WithValuesAsync(facts, folder, cancellationToken);
    }

    private static async Task<ImageFolder> FileAsync(FamilyFacts facts, string path, CancellationToken cancellationToken)
    {
        var text = await WrittenFile.TextAsync(path, cancellationToken);
        var folder = new ImageFolder(Path.GetDirectoryName(path)!, text, null, []) { FileName = Path.GetFileName(path) };
        return await WithValuesAsync(facts, folder, cancellationToken);
    }

    private static async Task<ImageFolder> WithValuesAsync(FamilyFacts facts, ImageFolder folder, CancellationToken cancellationToken)
    {
        folder = folder with { HasTests = File.Exists(folder.TestsPath) };
        if (!File.Exists(folder.ValuesPath))
            return folder;
        var (values, problems) =
            ValuesReader.Read(await WrittenFile.TextAsync(folder.ValuesPath, cancellationToken), facts.Shown(folder.ValuesPath));
        return folder with { Values = values, Problems = problems };
    }

    private static IEnumerable<string> ContextFolders(FamilyFacts facts, KegSettings settings, IEnumerable<ImageFolder> folders) =>
    [
        .. settings.Contexts.Values.Concat(settings.Overrides.Contexts.Values)
        .Concat(settings.Images.SelectMany(image => image.Each).SelectMany(image => image.Contexts.Values))
            .Select(context => facts.Rooted(context.Value)),
        .. settings.Images.SelectMany(image => image.Each).Select(image => image.Context?.Value).OfType<string>().Select(facts.Rooted),
        .. folders.Where(folder => folder.Values?.Context is not null)
        .Select(folder => Path.GetFullPath(Path.Combine(folder.Path, folder.Values!.Context!.Value))),
    ];

    private sealed record Matched(GroupSettings Group, Located<string> Pattern, IReadOnlyList<string> Paths);
}
