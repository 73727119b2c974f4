
namespace KegImages.Tests.Pipeline;

public sealed class GatheringTests
{
    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 2, 0)]
    public async Task Failures_come_together_in_the_order_in_which_the_attempts_began(params int[] ending)
    {
        TaskCompletionSource<int>[] attempts = [new(), new(), new()];
        var all = Gathering.AllAsync(attempts.Select(attempt => attempt.Task));
        foreach (var index in ending)
            attempts[index].SetException(new FailedException($"attempt {index}"));

        (await Should.ThrowAsync<FailedException>(all)).Message.ShouldBe(Lines("attempt 0", "attempt 1", "attempt 2"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task Problems_come_together_in_that_order_too_and_before_failures(params int[] ending)
    {
        TaskCompletionSource<int>[] attempts = [new(), new()];
        var gathering = new Gathering();
        Task<int>[] gathered = [gathering.TryAsync(attempts[0].Task), gathering.TryAsync(attempts[1].Task),
            gathering.TryAsync(Task.FromException<int>(new FailedException("no network")))];
        foreach (var index in ending)
            attempts[index].SetException(new WrongUseException($"problem {index}"));
        await Task.WhenAll(gathered);

        gathering.HasAny.ShouldBeTrue();
        Should.Throw<WrongUseException>(gathering.ThrowIfAny).Problems.Select(problem => problem.Message)
            .ShouldBe(["problem 0", "problem 1"]);
    }

    [Fact]
    public async Task One_failure_is_thrown_as_it_is_and_said_once_however_many_attempts_end_in_it()
    {
        var failure = new FailedException("no network");
        Task<int> Failing() => Task.FromException<int>(failure);

        (await Should.ThrowAsync<FailedException>(Gathering.AllAsync([Failing(), Failing(), Task.FromResult(1)]))).ShouldBeSameAs(failure);
    }

    [Fact]
    public async Task Many_failures_are_counted_after_the_first()
    {
        var attempts = Enumerable.Range(0, 7).Select(number => Task.FromException<int>(new FailedException($"attempt {number}")));

        (await Should.ThrowAsync<FailedException>(Gathering.AllAsync(attempts))).Message.ShouldEndWith(Lines("attempt 4", "… and 2 more"));
    }

    [Fact]
    public async Task Where_nothing_is_wrong_the_results_are_in_order()
    {
        var late = new TaskCompletionSource<int>();
        var all = Gathering.AllAsync([late.Task, Task.FromResult(2)]);
        late.SetResult(1);

        (await all).ShouldBe([1, 2]);
    }

    private static string Lines(params string[] lines) => string.Join(Environment.NewLine, lines);
}
