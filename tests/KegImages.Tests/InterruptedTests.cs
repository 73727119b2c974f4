namespace KegImages.Tests;

public class InterruptedTests
{
    private readonly List<string> said = [];

    [Fact]
    public async Task An_interruption_is_said_once_by_the_innermost_that_knows_what_stands()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Said("outer", source.Token,
            () => Said("inner", source.Token, () => Task.FromException(new OperationCanceledException(source.Token)))));

        said.ShouldBe(["interrupted: inner"]);
    }

    [Fact]
    public async Task What_ends_otherwise_is_no_interruption()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => Said("a timeout", default,
            () => Task.FromException(new OperationCanceledException())));
        await Should.ThrowAsync<FailedException>(() => Said("a failure", default, () => Task.FromException(new FailedException("no"))));

        said.ShouldBeEmpty();
    }

    [Fact]
    public async Task Lines_that_an_exception_carries_begin_with_the_interruption_and_are_not_said_again()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        using var printed = new StringWriter();

        await Should.ThrowAsync<OperationCanceledException>(() => Said("outer", source.Token, () => LastLines.PrintedAsync(
            () => LastLines.AddedAsync<bool>(() => throw new OperationCanceledException(source.Token), () => ["moved: a", "not moved: b"]),
            printed)));

        printed.ToString().ReplaceLineEndings("\n").ShouldBe("interrupted: moved: a\n  not moved: b\n");
        said.ShouldBeEmpty();
    }

    private Task Said(string stands, CancellationToken token, Func<Task> work) =>
        Interrupted.SaidAsync(work, () => [stands], said.AddRange, token);
}
