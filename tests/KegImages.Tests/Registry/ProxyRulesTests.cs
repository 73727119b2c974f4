using System.Net;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>The table is that of Go's own tests and documentation: https://pkg.go.dev/golang.org/x/net/http/httpproxy</summary>
public class ProxyRulesTests
{
    private static ProxyRules Rules(params (string Name, string Value)[] variables) =>
        ProxyRules.Of(variables.ToDictionary(pair => pair.Name, pair => pair.Value));

    [Theory]
    [InlineData("", "http://registry.example.com/", false)]
    [InlineData("*", "http://registry.example.com/", true)]
    [InlineData(" * ", "http://registry.example.com/", true)]
    [InlineData("a.example, *", "http://registry.example.com/", true)]
    [InlineData("example.com", "http://example.com/", true)]
    [InlineData("example.com", "https://registry.example.com/", true)]
    [InlineData("EXAMPLE.com", "https://registry.Example.COM/", true)]
    [InlineData("example.com", "https://anexample.com/", false)]
    [InlineData("example.com", "https://example.com.evil.example/", false)]
    [InlineData(".example.com", "https://example.com/", false)]
    [InlineData(".example.com", "https://registry.example.com/", true)]
    [InlineData("*.example.com", "https://registry.example.com/", true)]
    [InlineData("*.example.com", "https://example.com/", false)]
    [InlineData("regist*.example.com", "https://registry.example.com/", false)]
    [InlineData("example.com:5000", "https://example.com:5000/", true)]
    [InlineData("example.com:5000", "https://example.com/", false)]
    [InlineData("example.com:443", "https://example.com/", true)]
    [InlineData("example.com:80", "https://example.com/", false)]
    [InlineData(" a.example , example.com ", "https://example.com/", true)]
    [InlineData("a.example example.com", "https://example.com/", false)]
    [InlineData(",,:80,.,", "https://example.com/", false)]
    [InlineData("10.0.0.0/8", "http://10.1.2.3:5000/", true)]
    [InlineData("10.1.2.3/8", "http://10.9.9.9/", true)]
    [InlineData("10.0.0.0/8", "http://11.1.2.3/", false)]
    [InlineData("10.0.0.0/33", "http://10.1.2.3/", false)]
    [InlineData("10.0.0.0/8", "http://registry.example.com/", false)]
    [InlineData("10.1.2.3", "http://10.1.2.3/", true)]
    [InlineData("10.1.2.3:5000", "http://10.1.2.3:5000/", true)]
    [InlineData("10.1.2.3:5000", "http://10.1.2.3/", false)]
    [InlineData("10.1", "http://10.0.0.1/", false)]
    [InlineData("010.0.0.1", "http://10.0.0.1/", false)]
    [InlineData("fd00::1", "http://[fd00::1]:5000/", true)]
    [InlineData("[fd00::1]:5000", "http://[fd00::1]:5000/", true)]
    [InlineData("[fd00::1]:5000", "http://[fd00::1]/", false)]
    [InlineData("[fd00::1]", "http://[fd00::1]/", false)]
    [InlineData("fd00::/8", "http://[fd12::1]/", true)]
    [InlineData("::/0", "http://10.1.2.3/", false)]
    [InlineData("::ffff:10.1.2.3", "http://10.1.2.3/", true)]
    [InlineData("", "http://localhost:5000/", true)]
    [InlineData("", "http://LOCALHOST/", true)]
    [InlineData("", "http://127.0.0.1:5000/", true)]
    [InlineData("", "http://127.8.8.8/", true)]
    [InlineData("", "http://[::1]:5000/", true)]
    [InlineData("", "http://sub.localhost/", false)]
    [InlineData("bücher.example", "http://shop.xn--bcher-kva.example/", true)]
    public void What_NO_PROXY_names_is_reached_directly_and_nothing_else(string noProxy, string address, bool isDirect) =>
        Rules(("HTTP_PROXY", "http://proxy.example:3128"), ("HTTPS_PROXY", "http://proxy.example:3128"), ("NO_PROXY", noProxy))
            .For(new Uri(address)).ShouldBe(isDirect ? null : new Uri("http://proxy.example:3128"));

    [Theory]
    [InlineData("http://proxy.example:3128", "http://proxy.example:3128/")]
    [InlineData("https://proxy.example", "https://proxy.example/")]
    [InlineData("proxy.example:3128", "http://proxy.example:3128/")]
    [InlineData("proxy.example", "http://proxy.example/")]
    [InlineData("10.1.2.3:3128", "http://10.1.2.3:3128/")]
    [InlineData("[fd00::1]:3128", "http://[fd00::1]:3128/")]
    [InlineData("socks5://proxy.example:1080", "socks5://proxy.example:1080/")]
    [InlineData("socks5h://proxy.example", "socks5://proxy.example:1080/")]
    [InlineData("http://user:p%40ss@proxy.example:3128/", "http://user:p%40ss@proxy.example:3128/")]
    public void A_proxy_is_an_address_or_a_host(string text, string expected) =>
        Rules(("HTTPS_PROXY", text)).For(new Uri("https://registry.example.com/")).ShouldBe(new Uri(expected));

    [Fact]
    public void Plain_and_secure_requests_have_a_proxy_each_and_the_capital_name_comes_first()
    {
        var rules =
            Rules(("http_proxy", "http://small.example"), ("HTTPS_PROXY", "http://large.example"), ("https_proxy", "http://small.example"),
            ("NO_PROXY", ""), ("no_proxy", "direct.example"));

        rules.For(new Uri("http://registry.example.com/")).ShouldBe(new Uri("http://small.example"));
        rules.For(new Uri("https://registry.example.com/")).ShouldBe(new Uri("http://large.example"));
        rules.For(new Uri("https://direct.example/")).ShouldBeNull();
        Rules(("ALL_PROXY", "http://all.example")).For(new Uri("https://registry.example.com/")).ShouldBeNull();
    }

    [Fact]
    public void Under_CGI_a_header_is_no_proxy()
    {
        var rules = Rules(("HTTP_PROXY", "http://evil.example"), ("HTTPS_PROXY", "http://proxy.example"), ("REQUEST_METHOD", "GET"));

        rules.For(new Uri("http://registry.example.com/")).ShouldBeNull();
        rules.For(new Uri("https://registry.example.com/")).ShouldNotBeNull();
    }

    [Fact]
    public void The_login_to_a_proxy_is_used_and_never_shown()
    {
        var environment = new Dictionary<string, string> { ["HTTPS_PROXY"] = "http://user:p%40ss@proxy.example:3128" };
        var proxy = new EnvironmentProxy(ProxyRules.Of(environment));

        proxy.GetCredential(new Uri("http://proxy.example:3128"), "Basic").ShouldBeOfType<NetworkCredential>().Password.ShouldBe("p@ss");
        proxy.GetCredential(new Uri("http://registry.example.com"), "Basic").ShouldBeNull();
        ProxyRules.SecretsIn(environment).ShouldBe(["p%40ss", "p@ss"]);
        Should.Throw<WrongUseException>(() => Rules(("HTTP_PROXY", "http://user:s3cret@:x y"))).Message.ShouldNotContain("s3cret");
    }
}
