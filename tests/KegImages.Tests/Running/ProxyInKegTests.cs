using KegImages.Configuration;

namespace KegImages.Tests.Running;

public sealed class ProxyInKegTests
{
    private const string Family = "provider: ghcr.io/example\ngroups:\n  base:\n    folders: [base]\n";

    [Fact]
    public void Keg_yml_says_what_the_proxy_is_set_to_and_a_variable_says_otherwise()
    {
        var settings = KegReader.Read(Family + "proxy: { domain: taps.example.com, entrypoint: web }\n", "keg.yml").Settings!;

        settings.Proxy.ShouldBe(new ProxySettings("taps.example.com", "keg-hub-net", "web"));
        settings.Proxy.With(name => name == "KEG_PROXY_HOST" ? "other.example.com" : null).Domain.ShouldBe("other.example.com");
        KegReader.Read(Family, "keg.yml").Settings!.Proxy.ShouldBe(ProxySettings.Usual);
    }

    [Fact]
    public void A_domain_that_is_none_is_a_problem_of_its_line() =>
        KegReader.Read(Family + "proxy:\n  domain: http://example.com\n", "keg.yml").Problems.Single().ToString()
            .ShouldStartWith("keg.yml:6:11: proxy.domain: 'http://example.com' is not a domain");
}
