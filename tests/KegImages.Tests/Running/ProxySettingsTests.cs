using KegImages.Configuration;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.Tests.Running;

public sealed class ProxySettingsTests
{
    [Fact]
    public void Variables_say_domain_network_and_entry_point()
    {
        var said = new Dictionary<string, string> { ["KEG_PROXY_HOST"] = "taps.example.com", ["KEG_DOCKER_NETWORK"] = "net",
            ["KEG_PROXY_ENTRY"] = "web" };

        ProxySettings.Usual.With(said.GetValueOrDefault).ShouldBe(new ProxySettings("taps.example.com", "net", "web"));
        ProxySettings.Usual.With(_ => null).ShouldBe(ProxySettings.Usual);
        ProxySettings.Usual.With(_ => "").ShouldBe(ProxySettings.Usual);
    }

    [Theory]
    [InlineData("http://example.com")]
    [InlineData("a b")]
    [InlineData("127.0.0.1")]
    public void A_domain_that_is_none_is_refused(string domain) =>
        Should.Throw<WrongUseException>(() =>
            ProxySettings.Usual.With(name =>
                name == "KEG_PROXY_HOST" ? domain : null)).Message.ShouldContain($"KEG_PROXY_HOST: '{domain}'");

    [Theory]
    [InlineData("feature/x", "evf-feature-x")]
    [InlineData("release/1.2", "evf-release-1-2-bacdc8a")]
    [InlineData("develop", "evf-develop")]
    public void The_url_of_a_branch_s_image_has_the_tag_s_own_slug(string branch, string label)
    {
        var settings = new TagSettings(BranchName.Parse("develop"), Tag.Parse("develop"), []);
        var tag = TagSet.For(BranchName.Parse(branch), settings).Primary;

        var found = Runs.Image($"ghcr.io/simpleviewinc/evf:{tag}").LabelOf("evf", settings.Rule);

        found.ShouldBe(label);
        found.ShouldBe($"evf-{tag}");
        ProxySettings.Usual.UrlOf(found).Host.ShouldBe($"{label}.local.kegdev.xyz");
    }

    [Fact]
    public void An_image_by_digest_has_the_url_of_the_tag_that_it_was_built_for_else_of_its_digest()
    {
        var image = Runs.Image($"ghcr.io/simpleviewinc/evf@{Runs.Digest}");

        image.LabelOf("evf", TagRule.Usual).ShouldBe("evf-aaaaaaaaaaaa");
        (image with { Labels = image.Labels.Add("org.opencontainers.image.ref.name", "feature-x") }).LabelOf("evf", TagRule.Usual)
            .ShouldBe("evf-feature-x");
    }
}
