using KegImages.Revisions;

namespace KegImages.Tests.Git;

public sealed class GitSourceTests
{
    [Theory]
    [InlineData("https://a.io/x.git", "https://a.io/x.git", "", "")]
    [InlineData("https://a.io/x.git#main", "https://a.io/x.git", "main", "")]
    [InlineData("https://a.io/x.git#feature/y:sub/folder", "https://a.io/x.git", "feature/y", "sub/folder")]
    [InlineData("http://a.io:80/x.git#:sub", "http://a.io:80/x.git", "", "sub")]
    [InlineData("git://a.io/x", "git://a.io/x", "", "")]
    [InlineData("ssh://git@a.io:22/x#v1", "ssh://git@a.io:22/x", "v1", "")]
    [InlineData("git@a.io:x/y.git#v1", "git@a.io:x/y.git", "v1", "")]
    [InlineData("github.com/x/y#v1", "github.com/x/y", "v1", "")]
    public void A_repository_is_read_with_its_ref_and_folder(string text, string url, string wanted, string folder)
    {
        GitSource.TryParse(text, out var source).ShouldBeTrue();

        source.ShouldBe(new GitSource(url, wanted, folder));
    }

    [Theory]
    [InlineData("https://a.io/x")]
    [InlineData("https://a.io/x.tar.gz#x.git")]
    [InlineData("https://a.io/x?y=z.git")]
    [InlineData("file:///x.git")]
    [InlineData("oci-layout:///x")]
    [InlineData("../x.git")]
    [InlineData("x/y")]
    [InlineData("")]
    public void What_BuildKit_takes_for_something_else_is_none(string text)
    {
        GitSource.TryParse(text, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://a.io/x.git?ref=main")]
    [InlineData("https://a.io/x.git?subdir=y#main")]
    public void A_query_is_noticed(string text)
    {
        GitSource.TryParse(text, out var source).ShouldBeTrue();

        source.HasQuery.ShouldBeTrue();
    }
}
