namespace KegImages.Tests;

public sealed class SideBySideTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5_000)]
    public void What_is_made_is_in_the_order_of_what_it_is_made_of(int count) =>
        SideBySide.Select([.. Enumerable.Range(0, count)], i => i * 2).ShouldBe(Enumerable.Range(0, count).Select(i => i * 2));

    [Theory]
    [InlineData(3)]
    [InlineData(5_000)]
    public void What_fails_fails_as_it_would_alone(int count) => Should.Throw<WrongUseException>(() =>
        SideBySide.Select([.. Enumerable.Range(0, count)], i => i % 2 == 1 ? throw new WrongUseException($"{i} is odd") : i))
        .Message.ShouldEndWith("is odd");
}
