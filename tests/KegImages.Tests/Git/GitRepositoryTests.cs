using KegImages.Git;
using KegImages.Revisions;

namespace KegImages.Tests.Git;

/// <summary>What is read of a repository, whoever reads it.</summary>
public abstract class GitRepositoryTests
{
    private protected abstract IRepositoryReader ReaderOf(string folder);

    private Task<GitFacts> ReadAtAsync(string folder, params (string Name, string Value)[] environment) =>
        TemporaryRepository.ReadAtAsync(folder, ReaderOf(folder), environment);

    [Fact]
    public async Task A_clean_repository_on_a_branch_is_read_from_any_folder_in_it()
    {
        using var repository = await TemporaryRepository.CreateAsync("feature/x");
        var below = Directory.CreateDirectory(Path.Combine(repository.Root, "a", "b")).FullName;

        var facts = await ReadAtAsync(below);

        facts.Root.ShouldBe(await repository.GitAsync("rev-parse", "--show-toplevel"));
        facts.HeadCommit!.ToString().ShouldBe(await repository.GitAsync("rev-parse", "HEAD"));
        facts.CommitTime!.Value.ToUnixTimeSeconds().ToString().ShouldBe(await repository.GitAsync("log", "-1", "--format=%ct"));
        facts.CommitTime.Value.Offset.ShouldBe(TimeSpan.Zero);
        facts.Branch.ShouldBe(BranchName.Parse("feature/x"));
        facts.CheckedOutBranch.ShouldBe(facts.Branch);
        facts.SourceUrl.ShouldBeNull();
        facts.RemoteDefaultBranch.ShouldBeNull();
        facts.IsDirty.ShouldBeFalse();
    }

    [Fact]
    public async Task A_repository_with_no_commit_has_a_branch_and_neither_commit_nor_time()
    {
        using var repository = await TemporaryRepository.CreateAsync("trunk", withCommit: false);

        var facts = await ReadAtAsync(repository.Root);

        facts.Branch.ShouldBe(BranchName.Parse("trunk"));
        facts.HeadCommit.ShouldBeNull();
        facts.CommitTime.ShouldBeNull();
        facts.Root.ShouldEndWith(Path.GetFileName(repository.Root));
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("(detached)")]
    [InlineData("zweig-ß/日本語")]
    [InlineData("-dash")]
    public async Task An_odd_branch_is_read_as_it_is_called(string branch)
    {
        using var repository = await TemporaryRepository.CreateAsync(branch);

        var facts = await ReadAtAsync(repository.Root);

        facts.Branch!.ToString().ShouldBe(branch);
        facts.HeadCommit.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_branch_of_300_characters_is_read_whole()
    {
        var branch = $"{new string('a', 149)}/{new string('b', 150)}";
        using var repository = await TemporaryRepository.CreateAsync(branch);

        (await ReadAtAsync(repository.Root)).Branch!.ToString().ShouldBe(branch);
    }

    [Fact]
    public async Task A_detached_head_has_no_branch_and_the_error_names_the_option()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await repository.GitAsync("checkout", "--quiet", "--detach");

        var facts = await ReadAtAsync(repository.Root);

        facts.CheckedOutBranch.ShouldBeNull();
        facts.HeadCommit.ShouldNotBeNull();
        var error = Should.Throw<WrongUseException>(facts.BranchOrThrow);
        error.Message.ShouldContain("--tag");
        error.Message.ShouldContain(facts.HeadCommit.Abbreviated);
    }

    [Fact]
    public async Task A_detached_head_takes_its_branch_from_the_variables_of_CI()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await repository.GitAsync("checkout", "--quiet", "--detach");

        var facts = await ReadAtAsync(repository.Root, ("GITHUB_HEAD_REF", "feature/x"));

        facts.BranchOrThrow().ShouldBe(BranchName.Parse("feature/x"));
        facts.CheckedOutBranch.ShouldBeNull();
    }

    [Fact]
    public async Task A_worktree_has_its_own_root_and_branch_and_the_same_source()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await repository.GitAsync("remote", "add", "origin", "git@example.com:keg/hub.git");
        var worktree = Path.Combine(repository.Root, "second tree");
        await repository.GitAsync("worktree", "add", "--quiet", "-b", "other", worktree);

        var facts = await ReadAtAsync(worktree);

        facts.Root.ShouldEndWith("second tree");
        facts.Branch.ShouldBe(BranchName.Parse("other"));
        facts.SourceUrl.ShouldBe(new Uri("https://example.com/keg/hub"));
    }

    [Theory]
    [InlineData("changed.txt", true)]
    [InlineData("new file.txt", true)]
    [InlineData("ignored.log", false)]
    public async Task What_git_does_not_ignore_makes_it_dirty(string file, bool isDirty)
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await File.WriteAllTextAsync(Path.Combine(repository.Root, ".gitignore"), "*.log\n");
        await File.WriteAllTextAsync(Path.Combine(repository.Root, "changed.txt"), "one");
        await repository.GitAsync("add", ".");
        await repository.CommitAsync();
        await File.WriteAllTextAsync(Path.Combine(repository.Root, file), "two");

        (await ReadAtAsync(repository.Root)).IsDirty.ShouldBe(isDirty);
    }

    [Fact]
    public async Task A_clone_knows_the_default_branch_of_its_remote()
    {
        using var repository = await TemporaryRepository.CreateAsync("trunk");
        var clone = Path.Combine(repository.Root, "clone");
        await repository.GitAsync("clone", "--quiet", repository.Root, clone);

        var facts = await ReadAtAsync(clone);

        facts.RemoteDefaultBranch.ShouldBe(BranchName.Parse("trunk"));
        facts.SourceUrl.ShouldBeNull("a path of this machine must not reach a label");
    }

    [Fact]
    public async Task The_source_is_that_of_origin_before_all_other_remotes()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await repository.GitAsync("remote", "add", "a", "https://example.com/a");
        await repository.GitAsync("remote", "add", "origin", "https://user:secret@example.com/b.git");

        (await ReadAtAsync(repository.Root)).SourceUrl.ShouldBe(new Uri("https://example.com/b"));
    }

    [Fact]
    public async Task History_tells_which_commit_came_first_and_what_it_does_not_know()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var first = CommitId.Parse(await repository.GitAsync("rev-parse", "HEAD"));
        await repository.CommitAsync("Another");
        var second = CommitId.Parse(await repository.GitAsync("rev-parse", "HEAD"));
        var history = new GitHistory(ReaderOf(repository.Root));

        (await history.IsAncestorAsync(first, first, default)).ShouldBe(true);
        (await history.IsAncestorAsync(first, second, default)).ShouldBe(true);
        (await history.IsAncestorAsync(second, first, default)).ShouldBe(false);
        (await history.IsAncestorAsync(CommitId.Parse(new string('a', 40)), first, default)).ShouldBeNull();
    }
}
