using KegImages.Commands;
using KegImages.Git;
using KegImages.Revisions;

namespace KegImages.Tests.Git;

/// <summary>Git's library says what git's program says, or leaves it to it.</summary>
public sealed class RepositoryReaderTests : IDisposable
{
    private static readonly string[] Names =
    [
        "HEAD", "HEAD~1", "HEAD^0", "@", "@~1", "develop", "heads/develop", "refs/heads/develop", "other", "v1", "v1^{}", "origin",
        "origin/HEAD", "origin/develop", "nothing", "HEAD~99", "HEAD:", ":/another", "deadbeef", new('a', 40),
    ];

    private TemporaryRepository? repository;

    public static TheoryData<string> Known => [.. RepositoryForms.Known.Keys];

    public static TheoryData<string> Unknown => [.. RepositoryForms.Unknown.Keys];

    public static TheoryData<string> All => [.. RepositoryForms.Known.Keys, .. RepositoryForms.Unknown.Keys];

    public void Dispose() => repository?.Dispose();

    [Theory]
    [MemberData(nameof(Known))]
    public async Task The_library_reads_what_the_program_reads(string form)
    {
        var folder = await MakeAsync(form);

        var facts = await TemporaryRepository.ReadAtAsync(folder, new LibraryReader(folder));

        facts.ShouldBe(await TemporaryRepository.ReadAtAsync(folder, Program(folder)));
        (await TemporaryRepository.ReadAtAsync(folder)).ShouldBe(facts, "it alone was asked");
    }

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task What_the_library_does_not_know_the_program_reads_and_the_reason_is_kept(string form)
    {
        var folder = await MakeAsync(form);

        var error = await Should.ThrowAsync<UnansweredException>(() => TemporaryRepository.ReadAtAsync(folder, new LibraryReader(folder)));

        (await TemporaryRepository.ReadAtAsync(folder))
            .ShouldBe(await TemporaryRepository.ReadAtAsync(folder, Program(folder)) with { Unanswered = error.Message });
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Each_name_is_the_same_commit_and_commits_are_in_the_same_order(string form)
    {
        var folder = await MakeAsync(form);
        var (either, program) = (new GitHistory(TemporaryRepository.Readers(folder)), new GitHistory(Program(folder)));
        var known = new HashSet<CommitId>();

        foreach (var name in Names)
        {
            var commit = await program.FindAsync(name, default);
            (await either.FindAsync(name, default)).ShouldBe(commit, name);
            if (commit is null)
                continue;
            known.Add(commit);
            (await either.FindAsync(commit.ToString()[..9], default)).ShouldBe(commit);
        }

        known.Add(CommitId.Parse(new string('b', 40)));
        foreach (var (first, second) in known.SelectMany(first => known.Select(second => (first, second))))
        {
            (await either.IsAncestorAsync(first, second, default))
                .ShouldBe(await program.IsAncestorAsync(first, second, default), $"{first} {second}");
        }
    }

    [Theory]
    [InlineData("[remote \"a\"]\n\turl = https://example.com/a\n[remote \"origin\"]\n\turl = https://example.com/b.git\n")]
    [InlineData("[remote \"origin\"]\n\turl = /a/folder\n\turl = git@example.com:keg/two.git\n\tpushurl = https://example.com/push\n")]
    [InlineData("[remote \"origin\"]\n\turl = https://name:word@example.com/a\n[url \"ssh://git@\"]\n\tinsteadOf = https://\n")]
    [InlineData("[Remote \"origin\"]\n\tURL = \"https://example.com/a;b\" ; words\n")]
    [InlineData("[remote.origin]\n\turl = https://example.com/old\n")]
    [InlineData("[remote \"or\\\"i\\\\gin\"]\n\turl = \"https://example.com/\\\nline\"\n")]
    [InlineData("[remote \"origin\"]\n\turl\n[remote \"b\"]\n\turl = https://example.com/b\n")]
    [InlineData("[remote \"origin\"]\n\turl =\n[remote \"b\"]\n\turl = https://example.com/b # words\n")]
    [InlineData("[remote]\n\turl = https://example.com/none\n[remote \"a.b\"]\n\turl = https://example.com/dots\n")]
    [InlineData("[remote \"origin\"]\r\n\turl = https://example.com/lines\r\n")]
    public async Task A_remote_is_read_as_it_is_written(string settings)
    {
        var folder = await MakeAsync("a new one");
        File.AppendAllText(Path.Combine(folder, ".git/config"), settings);
        var status = Task.FromResult(new GitStatus(null, "develop", false));

        var reading = await new LibraryReader(folder).ReadAsync(status, default);

        reading.Remotes.ShouldBe((await Program(folder).ReadAsync(status, default)).Remotes);
        await EndsAsWithTheProgramAsync(folder);
    }

    [Theory]
    [InlineData("HEAD", "")]
    [InlineData("HEAD", "ref: elsewhere\n")]
    [InlineData("HEAD", "ref: refs/heads/a..b\n")]
    [InlineData("HEAD", "0123456789abcdef0123456789abcdef01234567\n")]
    [InlineData("config", "[core\n")]
    [InlineData("config", "[core]\n\trepositoryformatversion = 7\n")]
    [InlineData("config", "[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefstorage = reftable\n")]
    [InlineData("config", "[remote \"origin\"]\n\turl = \"open\n")]
    [InlineData("packed-refs", "\0\0\0\n")]
    [InlineData("packed-refs", "# pack-refs with: peeled fully-peeled sorted \nzz refs/remotes/origin/HEAD\n")]
    [InlineData("refs/heads/develop", "garbage\n")]
    [InlineData("refs/heads/develop", "0123456789abcdef0123456789abcdef01234567\n")]
    [InlineData("refs/remotes/origin/HEAD", "\0")]
    [InlineData("refs/remotes/origin/HEAD", "ref: refs/remotes/origin/HEAD\n")]
    [InlineData("refs/heads/develop", "ref: refs/heads/develop\n")]
    [InlineData("index", "DIRC")]
    [InlineData("commondir", "../nowhere\n")]
    [InlineData("shallow", "garbage\n")]
    [InlineData("objects/info/alternates", "/nowhere/at/all\n")]
    [InlineData("objects/", "")]
    [InlineData("objects/pack/pack-0123456789abcdef0123456789abcdef01234567.idx", "garbage")]
    public async Task A_broken_repository_ends_as_with_the_program_alone(string file, string text)
    {
        var folder = await MakeAsync("a new one");
        var broken = Path.Combine(folder, ".git", file);
        if (file.EndsWith('/'))
            Directory.Delete(broken, recursive: true);
        else
            await WriteAsync(broken, text);

        await EndsAsWithTheProgramAsync(folder);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gitdir: nowhere\n")]
    [InlineData("gitdir: .\n")]
    [InlineData("words")]
    public async Task A_broken_link_to_the_git_folder_ends_as_with_the_program_alone(string text)
    {
        var folder = Path.Combine(await MakeAsync("a new one"), "below");
        await WriteAsync(Path.Combine(folder, ".git"), text);

        await EndsAsWithTheProgramAsync(folder);
    }

    [Fact]
    public async Task A_commit_that_is_cut_ends_as_with_the_program_alone()
    {
        var folder = await MakeAsync("a new one");
        var commit = await repository!.GitAsync("rev-parse", "HEAD");
        await WriteAsync(Path.Combine(folder, ".git/objects", commit[..2], commit[2..]), "x");

        await EndsAsWithTheProgramAsync(folder);
    }

    [Fact]
    public async Task A_bare_repository_is_refused()
    {
        var folder = await MakeAsync("a new one");
        await repository!.GitAsync("config", "core.bare", "true");

        (await Should.ThrowAsync<WrongUseException>(() => TemporaryRepository.ReadAtAsync(folder)))
            .Message.ShouldContain("is not in a git repository with a working tree");
    }

    [Theory]
    [InlineData("")]
    [InlineData("missing")]
    public async Task A_folder_without_a_repository_is_refused(string below)
    {
        var folder = Directory.CreateTempSubdirectory("keg-no-git-").FullName;
        try
        {
            var error = await Should.ThrowAsync<WrongUseException>(() => TemporaryRepository.ReadAtAsync(Path.Combine(folder, below)));
            error.Message.ShouldContain("is not in a git repository");
            error.Message.ShouldContain(folder);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    [Fact]
    public async Task Whom_git_does_not_trust_the_library_does_not_read_for_it()
    {
        var folder = await MakeAsync("a new one");

        var error = await Should.ThrowAsync<WrongUseException>(() => GitRepository.ReadAsync(
            folder, new Dictionary<string, string>(), new Stranger(), new LibraryReader(folder), default));

        error.Message.ShouldContain("dubious ownership");
        error.Message.ShouldContain($"git config --global --add safe.directory '{folder}'");
    }

    private static ProgramReader Program(string folder) => new(folder, TemporaryRepository.Commands);

    private async Task<string> MakeAsync(string form)
    {
        repository = await TemporaryRepository.CreateAsync();
        return await RepositoryForms.Known.Concat(RepositoryForms.Unknown).First(known => known.Key == form).Value(repository);
    }

    private static async Task WriteAsync(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (File.Exists(file))
            File.SetAttributes(file, FileAttributes.Normal);
        await File.WriteAllTextAsync(file, text);
    }

    private static async Task EndsAsWithTheProgramAsync(string folder)
    {
        (await EndAsync(TemporaryRepository.Readers(folder))).ShouldBe(await EndAsync(Program(folder)));

        async Task<string> EndAsync(IRepositoryReader reader)
        {
            try
            {
                return (await TemporaryRepository.ReadAtAsync(folder, reader) with { Unanswered = null }).ToString();
            }
            catch (Exception exception) when (exception is WrongUseException or FailedException)
            {
                return $"{exception.GetType().Name}: {exception.Message}";
            }
        }
    }

    // git itself takes it so in its own tests: https://github.com/git/git/blob/v2.39.5/t/t0033-safe-directory.sh
    private sealed class Stranger : ICommandRunner
    {
        public Task<CommandResult> RunAsync(Command command, Action<string>? onOutput, Action<string>? onError,
            CancellationToken cancellationToken) =>
            TemporaryRepository.Commands.RunAsync(
                command with { Environment = command.Environment.Add("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1") }, onOutput, onError,
                cancellationToken);
    }
}
