using KegImages.LocalEngine;

namespace KegImages.Tests.LocalEngine;

public sealed class DistributionTests
{
    [Theory]
    [InlineData("ID=debian\nVERSION_CODENAME=bookworm", "bookworm")]
    [InlineData("ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\nUBUNTU_CODENAME=noble", "noble")]
    [InlineData("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble", "noble")]
    [InlineData("ID=raspbian\nID_LIKE=debian\nVERSION_CODENAME=trixie", "trixie")]
    public void The_codename_is_the_one_whose_packages_are_used(string osRelease, string codename) =>
        Distribution.Of(osRelease).ShouldBe(new Distribution(codename));

    [Theory]
    [InlineData("ID=fedora\nVERSION_CODENAME=\"\"")]
    [InlineData("ID=alpine")]
    [InlineData("ID=debian")]
    [InlineData("")]
    public void Another_system_is_none(string osRelease) => Distribution.Of(osRelease).ShouldBeNull();

    [Theory]
    [InlineData("bookworm", "trixie")]
    [InlineData("jammy", "noble")]
    public void Its_own_suite_comes_first_and_its_successor_next(string codename, string next) =>
        new Distribution(codename).Candidates().Take(2).ShouldBe([codename, next]);

    [Fact]
    public void A_suite_that_no_table_names_stands_alone() => new Distribution("sid").Candidates().ShouldBe(["sid"]);

    [Fact]
    public void Its_own_suite_comes_with_its_updates_and_without_foreign_sources()
    {
        var machine = AptSource.ParseLines("""
            deb http://m.example/debian bookworm main
            deb http://m.example/debian bookworm-updates main
            deb http://m.example/debian-security bookworm-security main
            deb http://node.example nodistro main
            deb cdrom:[disc]/ bookworm main
            """);

        new Distribution("bookworm").SourcesFor("bookworm", machine).SelectMany(source => source.Suites)
            .ShouldBe(["bookworm", "bookworm-updates"]);
    }

    [Fact]
    public void The_next_suite_comes_from_the_same_mirror_with_the_same_key()
    {
        var machine = AptSource.ParseStanzas(
            "Types: deb\nURIs: http://m.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\nSigned-By: /k.gpg");

        var source = new Distribution("bookworm").SourcesFor("trixie", machine).ShouldHaveSingleItem();

        source.Suites.ShouldBe(["trixie"]);
        source.Uris.ShouldBe(["http://m.example/debian"]);
        source.Options["Signed-By"].ShouldBe("/k.gpg");
    }
}
