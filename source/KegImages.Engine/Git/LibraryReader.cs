using LibGit2Sharp;
using Settings = LibGit2Sharp.Configuration;

namespace KegImages.Git;

/// <summary>
/// Asks libgit2, in this process. It answers where it is sure to say what git would; whatever it does not know (another format of objects
/// or references, a repository of somebody else, replaced objects, included settings) is unanswered.
/// </summary>
/// <param name="folder">A folder anywhere in a working tree.</param>
internal sealed class LibraryReader(string folder) : IRepositoryReader
{
    // What these promise matters to whoever writes, or reads files that are not here: https://git-scm.com/docs/repository-version
    private static readonly Lazy<bool> Prepared = new(() =>
    {
        GlobalSettings.SetExtensions("partialclone", "preciousobjects");
        return true;
    });

    /// <inheritdoc/>
    public Task<RepositoryReading> ReadAsync(Task<GitStatus> status, CancellationToken cancellationToken) => Task.Run(async () =>
    {
        using var repository = Open();
        var reading = Ask(() => new RepositoryReading
        {
            Root = RootOf(repository),
            RemoteHead = RemoteHeadOf(repository),
            Remotes = RemotesOf(repository),
        });
        return (await status).Commit is { } commit ? reading with { CommitTime = Ask(() => TimeOf(repository, commit)) } : reading;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<string> FindHeadAsync(CancellationToken cancellationToken) => Task.Run(() =>
    {
        using var repository = Open();
        return Ask(() =>
        {
            repository.RevParse("HEAD", out var reference, out _);
            return reference.CanonicalName;
        });
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<bool?> IsAncestorAsync(CommitId ancestor, CommitId descendant, CancellationToken cancellationToken) => Task.Run(() =>
    {
        using var repository = Open();
        return Ask(() =>
        {
            ThrowWhere(IsAnyReplaced(repository));
            return Find(repository, ancestor) is { } first && Find(repository, descendant) is { } second
                ? repository.ObjectDatabase.FindMergeBase(first, second)?.Id == first.Id : (bool?)null;
        });
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<CommitId?> FindAsync(string name, CancellationToken cancellationToken) => Task.Run(() =>
    {
        // What a reflog, a message or a path leads to is written in a language of which each knows its own part.
        if (name.AsSpan().ContainsAny("@:{\0"))
            throw new UnansweredException($"'{name}' is more than a name");
        using var repository = Open();
        return Ask(() =>
        {
            ThrowWhere(IsAnyReplaced(repository));
            return CommitId.TryParse(repository.Lookup(name + "^{commit}")?.Sha, out var commit) ? commit : null;
        });
    }, cancellationToken);

    private Repository Open() => Ask(() =>
    {
        _ = Prepared.Value;
        for (var place = Place; place is not null; place = Path.GetDirectoryName(place))
        {
            if (Path.Exists(Path.Join(place, ".git")))
                return new Repository(place);
            if (Directory.ResolveLinkTarget(place, returnFinalTarget: false) is not null)
                throw new UnansweredException($"{place} is a link");
        }

        throw new UnansweredException($"no .git in or above {folder}");
    });

    private string Place => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private static T Ask<T>(Func<T> question)
    {
        try
        {
            return question();
        }
        catch (Exception exception) when (exception is LibGit2SharpException or TypeInitializationException or DllNotFoundException
            or IOException or UnauthorizedAccessException)
        {
            throw new UnansweredException(
                exception is TypeInitializationException or DllNotFoundException ? "libgit2 cannot be loaded here" : exception.Message,
                exception);
        }
    }

    // A link above it, core.worktree and a worktree that was moved lead elsewhere than the path says.
    private string RootOf(Repository repository)
    {
        var root = Path.TrimEndingDirectorySeparator(repository.Info.WorkingDirectory ?? "");
        return root.Length > 0 && (Place + Path.DirectorySeparatorChar).StartsWith(
            Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? root.Replace('\\', '/') : throw new UnansweredException($"{folder} is not where its working tree says");
    }

    // Only what is no longer there is followed by name: a name that leads to itself is not followed for ever.
    private static string? RemoteHeadOf(Repository repository)
    {
        var name = $"refs/remotes/{RepositoryReading.Remote}/HEAD";
        if (!File.Exists(Path.Join(CommonOf(repository), name)))
            return null;
        try
        {
            repository.RevParse(name, out var reference, out _);
            return reference?.CanonicalName;
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    private static DateTimeOffset TimeOf(Repository repository, CommitId commit)
    {
        ThrowWhere(IsAnyReplaced(repository));
        return Find(repository, commit)?.Committer.When.ToUniversalTime() ?? throw new UnansweredException($"no commit {commit}");
    }

    private static Commit? Find(Repository repository, CommitId commit) =>
        ObjectId.TryParse(commit.ToString(), out var id) ? repository.Lookup<Commit>(id) : null;

    private static void ThrowWhere(bool isReplaced)
    {
        if (isReplaced)
            throw new UnansweredException("it replaces objects by others");
    }

    private static bool IsAnyReplaced(Repository repository)
    {
        var (common, packed) = (CommonOf(repository), Path.Join(CommonOf(repository), "packed-refs"));
        var loose = Path.Join(common, "refs", "replace");
        return (Directory.Exists(loose) && Directory.EnumerateFiles(loose).Any())
            || (File.Exists(packed) && File.ReadAllBytes(packed).AsSpan().IndexOf(" refs/replace/"u8) >= 0);
    }

    // A linked worktree has settings and references in common with the others.
    private static string CommonOf(Repository repository)
    {
        var (own, link) = (repository.Info.Path, Path.Join(repository.Info.Path, "commondir"));
        return File.Exists(link) ? Path.Join(own, File.ReadAllText(link).Trim()) : own;
    }

    private static ImmutableArray<RemoteAddress> RemotesOf(Repository repository)
    {
        var file = Path.Join(CommonOf(repository), "config");
        if (!File.Exists(file))
            return [];
        using var settings = Settings.BuildFrom(file);
        var entries = settings.Find(@"^(remote\..*\.url|include(if\..*)?\.path)$", ConfigurationLevel.Local).ToList();
        if (entries.Exists(entry => entry.Key.StartsWith("include", StringComparison.Ordinal)))
            throw new UnansweredException("its settings include others");
        return [.. entries.Where(entry => entry.Value is not null).Select(entry => new RemoteAddress(entry.Key, entry.Value))];
    }
}
