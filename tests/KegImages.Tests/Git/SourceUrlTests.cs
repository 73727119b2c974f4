using KegImages.Revisions;

namespace KegImages.Tests.Git;

public class SourceUrlTests
{
    [Theory]
    [InlineData("https://github.com/simpleviewinc/keg-hub.git", "https://github.com/simpleviewinc/keg-hub")]
    [InlineData("https://github.com/simpleviewinc/keg-hub/", "https://github.com/simpleviewinc/keg-hub")]
    [InlineData("https://user:pa55@github.com/a/b.git", "https://github.com/a/b")]
    [InlineData("https://pa55@github.com/a/b", "https://github.com/a/b")]
    [InlineData("https://x:p@55@github.com/a/b", "https://github.com/a/b")]
    [InlineData("https://github.com/a/b?token=pa55", "https://github.com/a/b")]
    [InlineData("http://git.example.com:8080/a/b.git", "https://git.example.com:8080/a/b")]
    [InlineData("git@github.com:a/b.git", "https://github.com/a/b")]
    [InlineData("github.com:a/b", "https://github.com/a/b")]
    [InlineData("git@github.com:/a/b.git", "https://github.com/a/b")]
    [InlineData("ssh://git@ssh.github.com:443/a/b.git", "https://ssh.github.com/a/b")]
    [InlineData("git://example.com/a/b.git", "https://example.com/a/b")]
    [InlineData("git+ssh://git@example.com/a/b", "https://example.com/a/b")]
    public void A_remote_becomes_an_https_address_without_credentials(string remote, string expected)
    {
        var url = SourceUrl.Of(remote);

        url.ShouldBe(new Uri(expected));
        url!.AbsoluteUri.ShouldNotContain("55@");
        url.AbsoluteUri.ShouldNotContain("pa55");
    }

    [Theory]
    [InlineData("/srv/git/b.git")]
    [InlineData("../b")]
    [InlineData("file:///srv/git/b.git")]
    [InlineData("C:\\git\\b")]
    [InlineData("C:/git/b")]
    [InlineData("https://github.com/")]
    [InlineData("ext::sh -c cat")]
    [InlineData("")]
    public void What_has_no_host_is_no_source(string remote) => SourceUrl.Of(remote).ShouldBeNull();
}
