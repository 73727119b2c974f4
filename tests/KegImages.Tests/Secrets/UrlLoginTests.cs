using System.Diagnostics;
using KegImages.Texts;

namespace KegImages.Tests.Secrets;

public sealed class UrlLoginTests
{
    [Theory]
    [InlineData("see https://me:s3cret@example.com/x for it", "see https://me:***@example.com/x for it")]
    [InlineData("ssh://git:s3cret@host", "ssh://git:***@host")]
    [InlineData("\"https://ghp_0123456789abcdefghij@github.com/a\"", "\"https://***@github.com/a\"")]
    [InlineData("https://me:pass@word@host/a https://you:other@host", "https://me:***@host/a https://you:***@host")]
    [InlineData("ssh://git@example.com/a.git https://team@dev.example.com/a", "ssh://git@example.com/a.git https://team@dev.example.com/a")]
    [InlineData("https://host/path@1.2.3:4 docker-image://a@sha256:00", "https://host/path@1.2.3:4 docker-image://a@sha256:00")]
    [InlineData("https://me:***@host", "https://me:***@host")]
    [InlineData("a://", "a://")]
    [InlineData("", "")]
    public void A_login_in_front_of_a_host_is_masked(string text, string masked) => UrlLogin.Masked(text).ShouldBe(masked);

    [Theory]
    [InlineData("https://x/?token=abc", true)]
    [InlineData("https://x/?a=b&access_token=abc#c", true)]
    [InlineData("https://x/?X-Amz-Signature=abc", true)]
    [InlineData("https://x/?token=", false)]
    [InlineData("https://x/?page_token=abc", false)]
    [InlineData("https://x/?tokens=abc", false)]
    public void A_token_among_the_queries_is_a_login_too(string text, bool isIn) =>
        UrlLogin.IsIn(text, new HashSet<string> { "page_token" }).ShouldBe(isIn);

    [Fact]
    public void A_long_text_costs_its_length()
    {
        var watch = Stopwatch.StartNew();

        UrlLogin.Masked(string.Concat(Enumerable.Repeat("://", 40_000))).Length.ShouldBe(120_000);
        UrlLogin.Masked("https://" + new string('a', 1_000_000) + "@").ShouldBe("https://***@");

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }
}
