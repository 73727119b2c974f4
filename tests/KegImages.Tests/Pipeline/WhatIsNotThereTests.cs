namespace KegImages.Tests.Pipeline;

/// <summary>What a plan needs of the working tree and does not find.</summary>
public sealed class WhatIsNotThereTests : IAsyncLifetime
{
    private PretendedRun run = null!;

    public async ValueTask InitializeAsync() => run = await PretendedRun.CreateAsync();

    public ValueTask DisposeAsync()
    {
        run.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_file_that_is_copied_and_not_there_is_said_with_its_line_before_anything_is_built()
    {
        var dockerfile = File.ReadAllText(Path.Combine(run.Repository.Root, "taps/evf/Dockerfile")).TrimEnd('\n');
        run.Repository.Write("taps/evf/Dockerfile", dockerfile + "\nCOPY nofile /c\nCOPY no* /d/\n");

        var refused = await Should.ThrowAsync<WrongUseException>(() => run.RunAsync());

        refused.Message.ShouldContain($"taps/evf/Dockerfile:{dockerfile.Split('\n').Length + 1}: "
            + "COPY nofile: the context 'taps/evf' has no 'nofile'");
        refused.Problems.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_sparse_checkout_says_which_images_it_leaves_out_and_a_whole_one_says_nothing()
    {
        run.Repository.Write("taps/three/container/Dockerfile", "FROM scratch\n");
        await run.Repository.GitAsync("add", "--all");
        await run.Repository.CommitAsync("Another tap");
        (await NotesAsync()).ShouldNotContain(note => note.Contains("sparse", StringComparison.Ordinal));

        await run.Repository.GitAsync("sparse-checkout", "set", "--no-cone", "/*", "!taps/three");

        (await NotesAsync()).ShouldContain("this checkout is sparse: 1 Dockerfile of the family's folders is not in it, and no image "
            + "of the plan (taps/three/container/Dockerfile); have all: git sparse-checkout disable");
    }

    private async Task<IReadOnlyList<string>> NotesAsync()
    {
        run.Printed.GetStringBuilder().Clear();
        await (await run.Options.OpenAsync(run.World, willBuild: false)).PlanAsync(CancellationToken.None);
        return [.. run.Printed.ToString().Split('\n').Where(line => line.StartsWith("Note: ", StringComparison.Ordinal))
            .Select(line => line["Note: ".Length..].TrimEnd())];
    }
}
