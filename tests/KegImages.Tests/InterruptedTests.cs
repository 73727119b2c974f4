namespace KegImages.Tests;

public class InterruptedTests
{
    private readonly List<string> said = [];

    [Fact]
    public async Task An_interruption_is_said_once_by_the_innermost_that_knows_what_stands()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Said("outer",
            () => Said("inner", () => Task.FromException(new OperationCanceledException(source.Token)), source.Token), source.Token));

        said.ShouldBe(["interrupted: inner"]);
    }

    [Fact]
    public async Task What_ends_otherwise_is_no_interruption()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => Said("a timeout",
            () => Task.FromException(new OperationCanceledException()), default));
        await Should.ThrowAsync<FailedException>(() => Said("a failure", () => Task.FromException(new FailedException("no")), default));

        said.ShouldBeEmpty();
    }

    [Fact]
    public async Task Lines_that_an_exception_carries_begin_with_the_interruption_and_are_not_said_again()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        using var printed = new StringWriter();

        await Should.ThrowAsync<OperationCanceledException>(() => Said("outer", () => LastLines.PrintedAsync(
            () => LastLines.AddedAsync<bool>(() => throw new OperationCanceledException(source.Token), () => ["moved: a", "not moved: b"]),
            printed), source.Token));

        printed.ToString().ReplaceLineEndings("\n").ShouldBe("interrupted: moved: a\n  not moved: b\n");
        said.ShouldBeEmpty();
    }

    private Task Said(string stands, Func<Task> work, CancellationToken token) =>
        Interrupted.SaidAsync(work, () => [stands], said.AddRange, token);
}
