using System.Diagnostics;
using KegImages.Linting.Shell;

namespace KegImages.Tests.Linting;

public sealed class DeepTextTests
{
    [Theory]
    [InlineData("(", 200_000)]
    [InlineData("$(", 200_000)]
    [InlineData("\"$(", 200_000)]
    [InlineData("${", 200_000)]
    [InlineData("{ ", 200_000)]
    [InlineData("( ", 200_000)]
    [InlineData("if ", 200_000)]
    [InlineData("a() ", 100_000)]
    [InlineData("a(", 100_000)]
    [InlineData("while { ", 100_000)]
    [InlineData("case a in b) ", 50_000)]
    [InlineData("! ", 200_000)]
    [InlineData("a <<A <<B\n", 20_000)]
    [InlineData("a && ", 100_000)]
    [InlineData("`", 200_001)]
    [InlineData("'a' ", 100_000)]
    [InlineData("a; ", 100_000)]
    public void Whatever_a_script_repeats_is_read_or_given_up_soon(string piece, int times)
    {
        var watch = Stopwatch.StartNew();

        HiddenFailures.Of(string.Concat(Enumerable.Repeat(piece, times)));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }
}
