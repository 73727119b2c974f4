using KegImages.Revisions;

namespace KegImages.Tests.Git;

public sealed class ReleaseVersionTests
{
    // https://semver.org/spec/v2.0.0.html#spec-item-11
    private static readonly string[] Ordered =
    [
        "0.0.0", "0.9.10", "1.0.0-0", "1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta",
        "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.2.3", "1.2.10", "1.10.0", "2.0.0",
        "10.0.0", "99999999999999999999.0.0", "100000000000000000000.0.0",
    ];

    [Fact]
    public void Versions_are_ordered_as_their_rule_says()
    {
        for (var i = 0; i < Ordered.Length; i++)
        {
            for (var j = 0; j < Ordered.Length; j++)
                Math.Sign(ReleaseVersion.Order.Compare(ReleaseVersion.Parse(Ordered[i]), ReleaseVersion.Parse(Ordered[j])))
                    .ShouldBe(Math.Sign(i - j), $"{Ordered[i]} and {Ordered[j]}");
        }
    }

    [Theory]
    [InlineData("v1.2.3", "1.2.3", false)]
    [InlineData("1.2.3", "1.2.3", false)]
    [InlineData("v1.2.3-rc.1", "1.2.3-rc.1", true)]
    [InlineData("1.2.3-x-y.z", "1.2.3-x-y.z", true)]
    public void A_git_tag_names_a_version(string tag, string version, bool isPreRelease)
    {
        var parsed = ReleaseVersion.Parse(tag);

        parsed.ToString().ShouldBe(version);
        parsed.IsPreRelease.ShouldBe(isPreRelease);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v")]
    [InlineData("latest")]
    [InlineData("1.2")]
    [InlineData("1.2.3.4")]
    [InlineData("01.2.3")]
    [InlineData("1.2.3-")]
    [InlineData("1.2.3-a..b")]
    [InlineData("1.2.3-01")]
    [InlineData("1.2.3-a_b")]
    [InlineData("vv1.2.3")]
    [InlineData("V1.2.3")]
    [InlineData("1.2.3\n")]
    [InlineData("1.-2.3")]
    public void Another_git_tag_names_none(string tag) =>
        Should.Throw<WrongUseException>(() => ReleaseVersion.Parse(tag)).Message.ShouldEndWith("such as v1.2.3 or v1.2.3-rc.1");

    [Fact]
    public void What_a_tag_of_an_image_cannot_hold_is_said() =>
        Should.Throw<WrongUseException>(() => ReleaseVersion.Parse("v1.2.3+5")).Message
            .ShouldEndWith("; a tag of an image cannot hold '+'");
}
