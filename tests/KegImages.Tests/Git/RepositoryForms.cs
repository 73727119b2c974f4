namespace KegImages.Tests.Git;

/// <summary>Repositories of every form: each makes one out of a new repository, and says which folder is read.</summary>
internal static class RepositoryForms
{
    /// <summary>Those that git's library reads by itself.</summary>
    public static IReadOnlyDictionary<string, Func<TemporaryRepository, Task<string>>> Known { get; } =
        new Dictionary<string, Func<TemporaryRepository, Task<string>>>(StringComparer.Ordinal)
        {
            ["a new one"] = repository => Task.FromResult(repository.Root),
            ["a folder in it"] = repository => Task.FromResult(repository.Folder("a/b")),
            ["a folder with a slash behind it"] = repository => Task.FromResult(repository.Folder("a") + Path.DirectorySeparatorChar),
            ["no commit"] = repository => repository.DoAsync("checkout --quiet --orphan new"),
            ["a detached head"] = repository => repository.DoAsync("checkout --quiet --detach"),
            ["a branch that is another's name"] = async repository =>
            {
                await repository.DoAsync("symbolic-ref refs/heads/other refs/heads/develop");
                return await repository.DoAsync("symbolic-ref HEAD refs/heads/other");
            },
            ["changes, renames and files that are not tracked"] = async repository =>
            {
                repository.Write("file", "text");
                await repository.CommitAllAsync();
                await repository.DoAsync("mv file other");
                repository.Write("new", "text");
                return repository.Root;
            },
            ["all that it has packed"] = async repository =>
            {
                await repository.CommitAsync();
                await repository.DoAsync("tag -a -m text v1");
                await repository.DoAsync("pack-refs --all");
                return await repository.DoAsync("gc --quiet");
            },
            ["a commit graph"] = repository => repository.DoAsync("commit-graph write --reachable"),
            ["a worktree"] = async repository =>
            {
                await repository.DoAsync("remote add origin git@example.com:keg/hub.git");
                await repository.DoAsync("worktree add --quiet -b other tree");
                return repository.Folder("tree/below");
            },
            ["a worktree with settings of its own"] = async repository =>
            {
                await repository.DoAsync("remote add origin https://example.com/a");
                await repository.DoAsync("worktree add --quiet -b other tree");
                await repository.DoAsync("config extensions.worktreeConfig true");
                await repository.DoAsync("-C tree config --worktree remote.origin.url https://example.com/b");
                return repository.Folder("tree");
            },
            ["a shallow clone"] = repository => repository.CloneAsync("--depth 1"),
            ["a partial clone"] = repository => repository.CloneAsync("--filter=tree:0"),
            ["a sparse clone"] = async repository =>
            {
                var clone = await repository.CloneAsync("--sparse");
                await repository.DoAsync("-C clone sparse-checkout set --no-cone a");
                return clone;
            },
            ["a clone with borrowed objects"] = repository => repository.CloneAsync("--shared"),
            ["a clone of one branch"] = repository => repository.CloneAsync("--single-branch --branch develop"),
            ["a clone without a checkout"] = repository => repository.CloneAsync("--no-checkout"),
            ["a remote whose HEAD is gone"] = async repository =>
            {
                var clone = await repository.CloneAsync("");
                await repository.DoAsync("-C clone update-ref -d refs/remotes/origin/develop");
                return clone;
            },
            ["a remote whose HEAD is a commit"] = async repository =>
            {
                var clone = await repository.CloneAsync("");
                await repository.DoAsync("-C clone update-ref --no-deref refs/remotes/origin/HEAD HEAD");
                return clone;
            },
            ["a submodule"] = async repository =>
            {
                using var other = await TemporaryRepository.CreateAsync("trunk");
                await repository.GitAsync("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.Root, "below");
                await repository.DoAsync("-C below remote set-url origin ssh://git@example.com:2222/keg/sub.git");
                return repository.Folder("below");
            },
            ["a git folder elsewhere"] = async repository =>
            {
                await repository.DoAsync("init --quiet --separate-git-dir elsewhere tree");
                await repository.DoAsync("-C tree commit --quiet --allow-empty -m text");
                return repository.Folder("tree");
            },
            ["a time zone far away"] = async repository =>
            {
                await repository.GitAsync("commit", "--quiet", "--allow-empty", "-m", "text", "--date", "2001-02-03T04:05:06+1400");
                return repository.Root;
            },
        };

    /// <summary>Those that are git's program's to read.</summary>
    public static IReadOnlyDictionary<string, Func<TemporaryRepository, Task<string>>> Unknown { get; } =
        new Dictionary<string, Func<TemporaryRepository, Task<string>>>(StringComparer.Ordinal)
        {
            ["objects by SHA-256"] = async repository =>
            {
                await repository.DoAsync("init --quiet --object-format=sha256 tree");
                await repository.DoAsync("-C tree commit --quiet --allow-empty -m text");
                return repository.Folder("tree");
            },
            ["an extension that only git knows"] = async repository =>
            {
                await repository.DoAsync("config core.repositoryFormatVersion 1");
                return await repository.DoAsync("config extensions.noop-v1 true");
            },
            ["a head that is replaced"] = async repository =>
            {
                await repository.CommitAsync("another");
                return await repository.DoAsync("replace HEAD HEAD~1");
            },
            ["an object replaced that is not the head"] = async repository =>
            {
                await repository.CommitAsync("another");
                return await repository.DoAsync("replace HEAD~1 HEAD");
            },
            ["a folder whose .git is none"] = async repository =>
            {
                repository.Write(".gitignore", "out/\n");
                repository.Write("out/.git/nothing", "no repository");
                await repository.CommitAllAsync();
                return repository.Folder("out");
            },
            ["included settings"] = async repository =>
            {
                repository.Write(".git/more", "[remote \"origin\"]\n\turl = https://example.com/included\n");
                return await repository.DoAsync("config include.path more");
            },
            ["settings that are included on a branch"] = async repository =>
            {
                repository.Write(".git/more", "[remote \"origin\"]\n\turl = https://example.com/included\n");
                return await repository.DoAsync("config includeIf.onbranch:develop.path more");
            },
            ["a worktree that was moved"] = async repository =>
            {
                await repository.DoAsync("worktree add --quiet -b other tree");
                Directory.Move(repository.Folder("tree"), Path.Combine(repository.Root, "moved"));
                return repository.Folder("moved");
            },
            ["a link that leads to another"] = async repository =>
            {
                await repository.CloneAsync("");
                var link = Path.Combine(repository.Folder("links"), "link");
                Directory.CreateSymbolicLink(link, repository.Folder("clone/a"));
                return link;
            },
            ["a link to it"] = async repository =>
            {
                await repository.CloneAsync("");
                var link = Path.Combine(repository.Root, "link");
                Directory.CreateSymbolicLink(link, repository.Folder("clone"));
                return link;
            },
            ["a tree elsewhere"] = async repository =>
            {
                var elsewhere = repository.Folder("elsewhere");
                await repository.GitAsync("config", "core.worktree", elsewhere);
                return repository.Root;
            },
        };

    private static string Folder(this TemporaryRepository repository, string below) =>
        Directory.CreateDirectory(Path.Combine(repository.Root, below)).FullName;

    private static async Task<string> DoAsync(this TemporaryRepository repository, string arguments)
    {
        await repository.GitAsync(arguments.Split(' '));
        return repository.Root;
    }

    private static async Task CommitAllAsync(this TemporaryRepository repository)
    {
        await repository.DoAsync("add .");
        await repository.CommitAsync();
    }

    // From a server, as it were: git takes nothing over as it is.
    private static async Task<string> CloneAsync(this TemporaryRepository repository, string options)
    {
        repository.Write("a/file", "text");
        repository.Write("b/file", "text");
        await repository.CommitAllAsync();
        await repository.CommitAsync("another");
        await repository.DoAsync("config uploadpack.allowFilter true");
        var (clone, from) = (Path.Combine(repository.Root, "clone"), new Uri(repository.Root).AbsoluteUri);
        await repository.GitAsync(
            ["clone", "--quiet", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                options == "--shared" ? repository.Root : from, clone]);
        await repository.DoAsync("-C clone remote set-url origin https://user:word@example.com/keg/clone.git");
        return clone;
    }
}
