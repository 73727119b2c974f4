using KegImages.Git;
using KegImages.Proposals;

namespace KegImages.Adopting;

/// <summary>Reads what a repository says of itself: which files it has, its remote and its Dockerfiles.</summary>
internal sealed class RepositoryScan(Workplace workplace)
{
    private const string Main = "main";

    /// <summary>The facts, the builds as the Dockerfiles alone say them.</summary>
    /// <exception cref="WrongUseException">It is no git repository, or there is no Dockerfile in it.</exception>
    /// <exception cref="FailedException">git failed, or a file cannot be read.</exception>
    public async Task<AdoptionFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var git = await workplace.ReadGitAsync(cancellationToken);
        var files = await FilesAsync(cancellationToken);
        var name = git.SourceUrl?.AbsolutePath.Trim('/').Split('/')[^1] is { Length: > 0 } remote ? remote
            : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(workplace.Root)));
        return new AdoptionFacts
        {
            Name = name,
            Source = git.SourceUrl,
            DefaultBranch = (git.RemoteDefaultBranch ?? git.CheckedOutBranch)?.ToString() ?? Main,
            Registry = workplace.Place.Registry,
            Namespace = workplace.Place.Namespace,
            Files = files,
            Builds = [],
        };
    }

    /// <summary>The facts with a build for each Dockerfile.</summary>
    /// <exception cref="WrongUseException">There is none.</exception>
    public async Task<AdoptionFacts> WithDockerfilesAsync(AdoptionFacts facts, CancellationToken cancellationToken)
    {
        var taken = DockerfileSearch.Of(facts.Files);
        if (taken.IsEmpty)
            throw new WrongUseException(
                $"there is no Dockerfile among the {facts.Files.Count} files of '{workplace.Root}' that git does not ignore",
                next: "an image is a folder with a Dockerfile, or with container/Dockerfile; write the first one, and look again: "
                    + $"{ThisProgram.Name} Init{ThisProgram.SamePlace}");
        var builds = ImmutableArray.CreateBuilder<AdoptedBuild>();
        foreach (var path in taken)
            builds.Add(await BuildAsync(path, DockerfileSearch.WordOf(path, facts.Name, facts.Files), cancellationToken));
        return facts with { Builds = AdoptedBuild.WithOneOfEachFolder(builds) };
    }

    /// <summary>The build of a Dockerfile, with what a <c>values.yml</c> beside it says.</summary>
    public async Task<AdoptedBuild> BuildAsync(string path, string word, CancellationToken cancellationToken)
    {
        var build = new AdoptedBuild
        {
            Word = word,
            DockerfilePath = path,
            Text = await WrittenFile.TextAsync(Path.Combine(workplace.Root, path), cancellationToken),
        };
        var values = Path.Combine(workplace.Root, build.Folder, ImageValues.FileName);
        if (!File.Exists(values))
            return build;
        var (read, _) = ValuesReader.Read(await WrittenFile.TextAsync(values, cancellationToken), path);
        var known = read.Env.Where(entry => !entry.Value.Value.Contains("{{", StringComparison.Ordinal))
            .ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value.Value, StringComparer.Ordinal);
        return build with { Known = known };
    }

    private async Task<ImmutableSortedSet<string>> FilesAsync(CancellationToken cancellationToken)
    {
        var listed = await workplace.World.Runner.RunAsync(
            GitCommand.Of(workplace.Root, "ls-files", "--cached", "--others", "--exclude-standard", "-z"), null, null, cancellationToken);
        // What is deleted and not committed is listed too.
        return [.. listed.OrThrow().StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(path => File.Exists(Path.Combine(workplace.Root, path)))];
    }
}
