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
        var paths = patterns.SelectMany(pattern => pattern.Folders).Distinct(StringComparer.Ordinal).ToArray();
        var read = new Dictionary<string, ImageFolder>(StringComparer.Ordinal);
        foreach (var some in paths.Chunk(AtOnce))
        {
            var folders = await Task.WhenAll(some.Select(path => FolderAsync(facts, path, cancellationToken)));
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
                new FolderMatch(pattern.Group, pattern.Pattern, [.. pattern.Folders.Select(path => read[path])])
            {
                Slip = pattern.Folders.Count == 0 ? Search(pattern.Pattern.Value).SlipIn(facts.Root) : null,
            })],
            Dockerfiles = dockerfiles.ToImmutable(),
            Folders = [.. ContextFolders(facts, settings, read.Values).Where(Directory.Exists)],
        };
    }

    private static IEnumerable<Matched> MatchedBy(FamilyFacts facts, GroupSettings group)
    {
        var taken = group.Folders.Where(folder => folder.Value.StartsWith('!'))
            .SelectMany(folder => Search(folder.Value[1..]).Expand(facts.Root))
            .ToHashSet(StringComparer.Ordinal);
        return group.Folders.Where(folder => !folder.Value.StartsWith('!'))
            .Select(folder => new Matched(group, folder,
                [.. Search(folder.Value).Expand(facts.Root).Where(path => !taken.Contains(path))]));
    }

    private static FolderSearch Search(string pattern) => new(new FolderPattern(pattern));

    private static async Task<ImageFolder> FolderAsync(FamilyFacts facts, string path, CancellationToken cancellationToken)
    {
        var container = Path.Combine(path, ImageFolder.ContainerName);
        var home = File.Exists(Path.Combine(container, ImageFolder.DockerfileName))
            || File.Exists(Path.Combine(container, ImageValues.FileName)) ? container : path;
        var folder = new ImageFolder(home, null, null, []);
        if (File.Exists(folder.DockerfilePath))
            folder = folder with { Dockerfile = await WrittenFile.TextAsync(folder.DockerfilePath, cancellationToken) };
        if (!File.Exists(folder.ValuesPath))
            return folder;
        var (values, problems) =
            ValuesReader.Read(await WrittenFile.TextAsync(folder.ValuesPath, cancellationToken), facts.Shown(folder.ValuesPath));
        return folder with { Values = values, Problems = problems };
    }

    private static IEnumerable<string> ContextFolders(FamilyFacts facts, KegSettings settings, IEnumerable<ImageFolder> folders) =>
    [
        .. settings.Contexts.Values.Concat(settings.Overrides.Contexts.Values)
        .Concat(settings.Images.SelectMany(image => image.Each).SelectMany(image => image.Contexts.Values)).Select(context => facts.Rooted(context.Value)),
        .. settings.Images.SelectMany(image => image.Each).Select(image => image.Context?.Value).OfType<string>().Select(facts.Rooted),
        .. folders.Where(folder => folder.Values?.Context is not null)
        .Select(folder => Path.GetFullPath(Path.Combine(folder.Path, folder.Values!.Context!.Value))),
    ];

    private sealed record Matched(GroupSettings Group, Located<string> Pattern, IReadOnlyList<string> Folders);
}
