using System.Collections.Immutable;
using KegImages.Dockerfiles;

namespace KegImages.Tests.Images.Dockerfiles;

/// <summary>What an ADD fetches from a server is told from what it takes from the context, whatever the form.</summary>
public sealed class RemoteSourcesTests
{
    [Theory]
    [InlineData("ADD https://a.io/b.tgz /b", "https://a.io/b.tgz")]
    [InlineData("add http://a.io/b /b", "http://a.io/b")]
    [InlineData("ADD [\"https://a.io/b c.tgz\", \"/b\"]", "https://a.io/b c.tgz")]
    [InlineData("ADD https://a.io/1 local https://a.io/2 /b/", "https://a.io/1 https://a.io/2")]
    [InlineData("ADD https://a.io/x.git#v1:docs /b", "https://a.io/x.git#v1:docs")]
    [InlineData("ADD git@a.io:x/y.git#main /b", "git@a.io:x/y.git#main")]
    [InlineData("ADD ssh://git@a.io/x.git /b", "ssh://git@a.io/x.git")]
    [InlineData("ARG V=1\nADD https://a.io/$V.tgz /b", "https://a.io/1.tgz")]
    [InlineData("ENV V=1\nADD https://a.io/${V}.tgz /b", "https://a.io/1.tgz")]
    [InlineData("ENV V=1\nARG V=2\nADD https://a.io/${V}.tgz /b", "https://a.io/2.tgz")]
    [InlineData("ARG U=https://a.io/b.tgz\nADD $U /b", "https://a.io/b.tgz")]
    [InlineData("ARG TARGETARCH\nADD https://a.io/$TARGETARCH /b", "https://a.io/amd64")]
    [InlineData("ADD https://a.io/\\\n  b /b", "https://a.io/")]
    [InlineData("COPY https://a.io/b.tgz /b", "")]
    [InlineData("ADD github.com/x/y /b", "")]
    [InlineData("ADD HTTP://a.io/b /b", "")]
    [InlineData("ADD <<EOF /b\nhttps://a.io/b\nEOF", "")]
    [InlineData("ADD file /https://a.io", "")]
    [InlineData("ONBUILD ADD https://a.io/b /b", "")]
    public void What_is_fetched_is_told_with_its_variables_replaced(string instructions, string expected) =>
        string.Join(' ', Remotes($"FROM scratch\n{instructions}\n").Select(remote => remote.Address)).ShouldBe(expected);

    [Theory]
    [InlineData("ADD https://a.io/$UNKNOWN /b")]
    [InlineData("ADD https://a.io/${UNKNOWN:-1} /b")]
    [InlineData("ARG V\nADD https://a.io/$V /b")]
    [InlineData("ADD \"https://a.io/$V\" /b")]
    [InlineData("ADD git@a.io:x/$V.git /b")]
    public void An_address_that_hangs_on_what_is_not_known_has_no_value(string instructions)
    {
        var remote = Remotes($"FROM parent:1\n{instructions}\n").ShouldHaveSingleItem();

        remote.Address.ShouldBeNull();
        remote.Location.ToString().ShouldStartWith("Dockerfile:");
    }

    [Fact]
    public void A_checksum_is_told_with_its_variables_replaced()
    {
        Remotes("FROM scratch\nARG SUM=00\nADD --checksum=sha256:$SUM https://a.io/b /b\n")
            .ShouldHaveSingleItem().Checksum.ShouldBe("sha256:00");
    }

    [Fact]
    public void Stages_that_are_not_reached_fetch_nothing_and_triggers_fetch_in_the_child()
    {
        Remotes("FROM scratch AS unused\nADD https://a.io/1 /1\nFROM scratch AS parent\nONBUILD ADD https://a.io/2 /2\nFROM parent\nADD "
            + "https://a.io/3 /3\n")
            .Select(remote => remote.Address).ShouldBe(["https://a.io/2", "https://a.io/3"]);
    }

    private static ImmutableArray<RemoteSource> Remotes(string text) =>
        Dockerfile.Parse(text, "Dockerfile").Resolve(new DockerfileInputs()).Remotes;
}
