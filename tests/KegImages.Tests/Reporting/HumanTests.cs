using KegImages.Texts;

namespace KegImages.Tests.Reporting;

public sealed class HumanTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(84, "84 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(1550, "1.6 kB")]
    [InlineData(99_949, "99.9 kB")]
    [InlineData(99_950, "100 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.0 MB")]
    [InlineData(326_000_000, "326 MB")]
    [InlineData(long.MaxValue, "9.2 EB")]
    public void Sizes_are_said_as_Docker_says_them(long bytes, string expected) => Human.Size(bytes).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0.0s")]
    [InlineData(12.34, "12.3s")]
    [InlineData(59.94, "59.9s")]
    [InlineData(59.96, "1m 00s")]
    [InlineData(64, "1m 04s")]
    [InlineData(3599.4, "59m 59s")]
    [InlineData(3599.6, "1h 00m")]
    [InlineData(3725, "1h 02m")]
    public void Durations_are_said_in_their_two_largest_units(double seconds, string expected) =>
        Human.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(expected);
}
