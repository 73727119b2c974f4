using KegImages.Dockerfiles;
using KegImages.Images;
using KegImages.References;

namespace KegImages.Tests.Images;

public sealed class MembershipTests
{
    private const string Sha = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly ImageName Child = ImageName.Parse("child");

    [Theory]
    [InlineData("ghcr.io/acme/base:develop", "Member base")]
    [InlineData("ghcr.io/acme/base:master", "Member base")]
    [InlineData("GHCR.io/acme/base:develop", "Member base")]
    [InlineData("base:develop", "Member base")]
    [InlineData("library/base:develop", "Member base")]
    [InlineData("docker.io/base:develop", "Member base")]
    [InlineData("docker.io/library/base:master", "Member base")]
    [InlineData("index.docker.io/library/base:develop", "Member base")]
    [InlineData("ghcr.io/acme/base", "Unpublished base")]
    [InlineData("ghcr.io/acme/base:latest", "Unpublished base")]
    [InlineData("ghcr.io/acme/base:1.0", "Unpublished base")]
    [InlineData("ghcr.io/acme/base:Develop", "Unpublished base")]
    [InlineData("ghcr.io/acme/base@" + Sha, "Unpublished base")]
    [InlineData("ghcr.io/acme/base:develop@" + Sha, "Unpublished base")]
    [InlineData("ghcr.io/acme/child:develop", "Itself child")]
    [InlineData("ghcr.io/acme/child:1.0", "Unpublished child")]
    [InlineData("ghcr.io/acme/other:develop", "Unknown other")]
    [InlineData("ghcr.io/acme/other", "Unknown other")]
    [InlineData("base", "Ambiguous base")]
    [InlineData("base:latest", "Ambiguous base")]
    [InlineData("base:1", "Ambiguous base")]
    [InlineData("base@" + Sha, "Ambiguous base")]
    [InlineData("docker.io/library/base:1", "Outside")]
    [InlineData("docker.io/library/base@" + Sha, "Outside")]
    [InlineData("child", "Outside")]
    [InlineData("child:develop", "Outside")]
    [InlineData("docker.io/library/child:develop", "Outside")]
    [InlineData("node:22", "Outside")]
    [InlineData("acme/base:develop", "Outside")]
    [InlineData("docker.io/acme/base:develop", "Outside")]
    [InlineData("ghcr.io/acme/deeper/base:develop", "Outside")]
    [InlineData("ghcr.io/base:develop", "Outside")]
    [InlineData("ghcr.io:443/acme/base:develop", "Outside")]
    [InlineData("localhost/base:develop", "Outside")]
    [InlineData("localhost:5000/acme/base:develop", "Outside")]
    public void A_reference_is_the_family_s_own_only_where_the_family_publishes_it(string reference, string expected) =>
        Shown(Rule("ghcr.io/acme", "develop", "master"), reference).ShouldBe(expected);

    [Theory]
    [InlineData("base")]
    [InlineData("base:latest")]
    [InlineData("docker.io/library/base:latest")]
    [InlineData("ghcr.io/acme/base")]
    [InlineData("ghcr.io/acme/base:latest")]
    public void Where_latest_is_the_default_tag_no_tag_means_it(string reference) =>
        Shown(Rule("ghcr.io/acme", "latest"), reference).ShouldBe("Member base");

    [Theory]
    [InlineData("docker.io/acme", "acme/base:develop", "Member base")]
    [InlineData("docker.io/acme", "docker.io/acme/base:develop", "Member base")]
    [InlineData("docker.io/acme", "index.docker.io/acme/base:develop", "Member base")]
    [InlineData("docker.io/acme", "registry-1.docker.io/acme/base:develop", "Member base")]
    [InlineData("index.docker.io/acme", "acme/base:develop", "Member base")]
    [InlineData("docker.io/acme", "acme/base:1", "Unpublished base")]
    [InlineData("docker.io/acme", "acme/child:develop", "Itself child")]
    [InlineData("docker.io/library", "base:develop", "Member base")]
    [InlineData("docker.io/library", "child:develop", "Itself child")]
    [InlineData("docker.io/library", "node:22", "Unknown node")]
    [InlineData("localhost:5000/a/b", "localhost:5000/a/b/base:develop", "Member base")]
    [InlineData("localhost:5000/a/b", "localhost:5001/a/b/base:develop", "Outside")]
    [InlineData("localhost:5000/a/b", "localhost:5000/a/base:develop", "Outside")]
    public void Providers_are_compared_as_references_are(string provider, string reference, string expected) =>
        Shown(Rule(provider, "develop"), reference).ShouldBe(expected);

    [Theory]
    [InlineData("base", "base:1", "Outside")]
    [InlineData("base", "base:develop", "Outside")]
    [InlineData("base", "docker.io/library/base:develop", "Outside")]
    [InlineData("docker.io/library/base", "base:develop", "Outside")]
    [InlineData("base", "ghcr.io/acme/base:1.0", "Outside")]
    [InlineData("base", "ghcr.io/acme/base", "Outside")]
    [InlineData("base", "ghcr.io/acme/base:develop", "Member base")]
    [InlineData("ghcr.io/acme/base", "ghcr.io/acme/base:1.0", "Outside")]
    [InlineData("ghcr.io/acme/base", "ghcr.io/acme/base@" + Sha, "Outside")]
    [InlineData("ghcr.io/acme/base", "ghcr.io/acme/base:develop", "Member base")]
    [InlineData("ghcr.io/acme/base", "base:1", "Ambiguous base")]
    [InlineData("ghcr.io/acme/base:1.0", "ghcr.io/acme/base:1.0", "Outside")]
    [InlineData("ghcr.io/acme/base:1.0", "ghcr.io/acme/base:1.0@" + Sha, "Outside")]
    [InlineData("ghcr.io/acme/base:1.0", "ghcr.io/acme/base:1", "Unpublished base")]
    [InlineData("ghcr.io/acme/base:1.0", "ghcr.io/acme/base@" + Sha, "Unpublished base")]
    [InlineData("ghcr.io/acme/base:latest", "ghcr.io/acme/base", "Outside")]
    [InlineData("ghcr.io/acme/base:latest", "ghcr.io/acme/base@" + Sha, "Unpublished base")]
    [InlineData("ghcr.io/acme/base:develop", "ghcr.io/acme/base:develop", "Outside")]
    [InlineData("ghcr.io/acme/base:develop", "ghcr.io/acme/base:master", "Member base")]
    [InlineData("ghcr.io/acme/base@" + Sha, "ghcr.io/acme/base@" + Sha, "Outside")]
    [InlineData("ghcr.io/acme/base@" + Sha, "ghcr.io/acme/base:develop@" + Sha, "Outside")]
    [InlineData("ghcr.io/acme/base@" + Sha, "ghcr.io/acme/base:1.0", "Unpublished base")]
    [InlineData("base:1.0", "ghcr.io/acme/base:1.0", "Outside")]
    [InlineData("base:1.0", "base:1.0", "Outside")]
    [InlineData("base:1.0", "base:2.0", "Ambiguous base")]
    [InlineData("base:develop", "base:develop", "Outside")]
    [InlineData("base:develop", "ghcr.io/acme/base:develop", "Member base")]
    [InlineData("ghcr.io/acme/child:develop", "ghcr.io/acme/child:develop", "Outside")]
    [InlineData("child:stable", "ghcr.io/acme/child:stable", "Outside")]
    [InlineData("other", "ghcr.io/acme/other:develop", "Outside")]
    [InlineData("quay.io/acme/base", "ghcr.io/acme/base:1.0", "Unpublished base")]
    public void External_names_repositories_and_single_tags_and_digests_of_them(string external, string reference, string expected) =>
        Shown(Rule("ghcr.io/acme", ["develop", "master"], external), reference).ShouldBe(expected);

    [Fact]
    public void Where_it_is_about_no_image_in_particular_none_is_its_own_parent()
    {
        var rule = Rule("ghcr.io/acme", "develop");

        rule.Find(ImageReference.Parse("ghcr.io/acme/child:develop")).ShouldBe(ImageName.Parse("child"));
        rule.Find(ImageReference.Parse("child:develop")).ShouldBe(ImageName.Parse("child"));
        rule.Find(ImageReference.Parse("ghcr.io/acme/child:1")).ShouldBeNull();
    }

    [Fact]
    public void A_mapping_takes_the_family_s_own_below_the_used_provider_and_leaves_all_others()
    {
        var mapping = new ReferenceMapping(Rule("ghcr.io/acme", ["develop"], "base:stable"), Provider.Parse("localhost:5000/ns"));

        string Mapped(string text, string? child = null) =>
            mapping.Map(ImageReference.Parse(text), child is null ? null : ImageName.Parse(child)).ToString();
        ImageReference PlaceOf(string text, ImageName? member = null) =>
            mapping.PlaceOf(new Parent(ImageReference.Parse(text), new SourceLocation("Dockerfile", 1), ParentUse.From, null, member));
        Mapped("ghcr.io/acme/base:develop").ShouldBe("localhost:5000/ns/base:develop");
        Mapped("base:develop").ShouldBe("localhost:5000/ns/base:develop");
        Mapped("base:develop", child: "base").ShouldBe("base:develop", "in the image 'base' it is Docker Hub's");
        Mapped("ghcr.io/acme/base:a-branch").ShouldBe("localhost:5000/ns/base:a-branch");
        Mapped("ghcr.io/acme/base:stable").ShouldBe("ghcr.io/acme/base:stable");
        Mapped("node:22").ShouldBe("node:22");
        PlaceOf("base:develop", ImageName.Parse("base")).ToString().ShouldBe("localhost:5000/ns/base:develop", "it is not Docker Hub's");
        PlaceOf("ghcr.io/acme/base:stable").ToString().ShouldBe("ghcr.io/acme/base:stable");
    }

    private static Membership Rule(string provider, params string[] published) => Rule(provider, published, []);

    private static Membership Rule(string provider, string[] published, params string[] external) => new(
        Provider.Parse(provider),
        published.Select(Tag.Parse),
        external.Select(ImageReference.Parse),
        [ImageName.Parse("base"), Child]);

    private static string Shown(Membership rule, string reference) => rule.Of(ImageReference.Parse(reference), Child) switch
    {
        Belonging.Member member => $"Member {member.Name}",
        Belonging.Unpublished other => $"Unpublished {other.Name}",
        Belonging.Itself self => $"Itself {self.Name}",
        Belonging.Unknown unknown => $"Unknown {unknown.Name}",
        Belonging.Ambiguous ambiguous => $"Ambiguous {ambiguous.Name}",
        _ => "Outside",
    };
}
