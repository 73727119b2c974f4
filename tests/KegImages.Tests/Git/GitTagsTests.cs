using KegImages.Git;

namespace KegImages.Tests.Git;

/// <summary>Which versions there are is asked of whoever knows: a list that lacks some moves an alias back.</summary>
public sealed class GitTagsTests : IAsyncLifetime
{
    private TemporaryRepository? origin;

    private TemporaryRepository Origin => origin!;

    public async ValueTask InitializeAsync()
    {
        origin = await TemporaryRepository.CreateAsync();
        await Origin.GitAsync("tag", "v1.0.0");
        await Origin.CommitAsync();
        await Origin.GitAsync("tag", "--annotate", "--message", "the next", "v1.1.0");
    }

    public ValueTask DisposeAsync()
    {
        origin?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_repository_without_a_remote_has_its_own() =>
        (await ListAsync(Origin.Root, mayBeBehind: true)).ShouldBe(["v1.0.0", "v1.1.0"], ignoreOrder: true);

    [Theory]
    [InlineData("--depth=1", "--no-tags")]
    [InlineData("--depth=1", "--single-branch")]
    [InlineData("--no-tags", "--single-branch")]
    public async Task A_clone_without_history_or_tags_asks_the_remote(params string[] options)
    {
        using var clone = await CloneAsync(options);

        (await ListAsync(clone.Root, mayBeBehind: false)).ShouldBe(["v1.0.0", "v1.1.0"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_developer_s_clone_that_is_behind_asks_the_remote_too_and_keeps_its_own()
    {
        using var clone = await CloneAsync();
        await clone.GitAsync("tag", "v1.0.1");
        await Origin.GitAsync("tag", "v2.0.0");

        (await ListAsync(clone.Root, mayBeBehind: true)).ShouldBe(["v1.0.0", "v1.0.1", "v1.1.0", "v2.0.0"], ignoreOrder: true);
        (await ListAsync(clone.Root, mayBeBehind: false)).ShouldBe(["v1.0.0", "v1.0.1", "v1.1.0"], ignoreOrder: true);
    }

    [Fact]
    public async Task Where_the_remote_does_not_answer_it_is_not_known_which_there_are()
    {
        using var clone = await CloneAsync("--no-tags");
        await clone.GitAsync("remote", "set-url", "origin", Path.Combine(Origin.Root, "gone"));

        (await Should.ThrowAsync<FailedException>(ListAsync(clone.Root, mayBeBehind: false))).Message
            .ShouldContain("so it is not known which git tags there are");
    }

    private static Task<System.Collections.Immutable.ImmutableArray<string>> ListAsync(string root, bool mayBeBehind) =>
        new GitTags(root, TemporaryRepository.Commands).ListAsync(mayBeBehind, default);

    private async Task<TemporaryRepository> CloneAsync(params string[] options)
    {
        var clone = await TemporaryRepository.CreateAsync(withCommit: false);
        foreach (var entry in Directory.EnumerateFileSystemEntries(clone.Root))
            Directory.Delete(entry, recursive: true);
        await Origin.GitAsync(["clone", "--quiet", .. options, $"file://{Origin.Root}", clone.Root]);
        return clone;
    }
}
