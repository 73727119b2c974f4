using KegImages.LocalEngine;

namespace KegImages.Tests.LocalEngine;

public sealed class AptSourceTests
{
    [Fact]
    public void A_stanza_keeps_its_mirrors_suites_components_and_key()
    {
        var source = AptSource.ParseStanzas("""
            # a comment
            Types: deb deb-src
            URIs: http://mirror.example/debian https://other.example/debian
            Suites: bookworm bookworm-updates
            # in between
            Components: main contrib
            Signed-By: /usr/share/keyrings/example.gpg
            """).ShouldHaveSingleItem();

        source.Uris.ShouldBe(["http://mirror.example/debian", "https://other.example/debian"]);
        source.Suites.ShouldBe(["bookworm", "bookworm-updates"]);
        source.Components.ShouldBe(["main", "contrib"]);
        source.Options["Signed-By"].ShouldBe("/usr/share/keyrings/example.gpg");
    }

    [Fact]
    public void A_key_written_into_the_stanza_survives_with_its_lines()
    {
        var source = AptSource.ParseStanzas(
            "Types: deb\nURIs: http://m.example/\nSuites: noble\nComponents: main\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n "
                + ".\n mQINB\n").ShouldHaveSingleItem();

        source.ToStanza("amd64").ShouldContain("Signed-By: \n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINB\n");
    }

    [Theory]
    [InlineData("Types: deb-src\nURIs: http://m.example/\nSuites: noble\nComponents: main")]
    [InlineData("Enabled: no\nTypes: deb\nURIs: http://m.example/\nSuites: noble\nComponents: main")]
    [InlineData("# Types: deb\n# URIs: http://m.example/")]
    [InlineData("")]
    public void A_stanza_without_binary_packages_or_disabled_is_left_out(string text) =>
        AptSource.ParseStanzas(text).ShouldBeEmpty();

    [Theory]
    [InlineData("deb http://m.example/debian bookworm main", "http://m.example/debian", "bookworm", "main")]
    [InlineData("  deb\thttp://m.example/debian  bookworm main contrib # the mirror", "http://m.example/debian", "bookworm",
        "main contrib")]
    [InlineData("deb [arch=amd64 signed-by=/k.gpg] http://m.example/ubuntu noble universe", "http://m.example/ubuntu", "noble", "universe")]
    public void A_line_is_read(string line, string uri, string suite, string components)
    {
        var source = AptSource.ParseLines(line).ShouldHaveSingleItem();

        source.Uris.ShouldBe([uri]);
        source.Suites.ShouldBe([suite]);
        string.Join(' ', source.Components).ShouldBe(components);
    }

    [Theory]
    [InlineData("# deb http://m.example/debian bookworm main")]
    [InlineData("deb-src http://m.example/debian bookworm main")]
    [InlineData("deb http://m.example/debian")]
    [InlineData("debian")]
    [InlineData("")]
    public void A_line_that_is_no_source_is_left_out(string line) =>
        AptSource.ParseLines(line).ShouldBeEmpty();

    [Fact]
    public void Options_of_a_line_become_fields_and_the_architecture_is_ours() =>
        AptSource.ParseLines("deb [arch=arm64,amd64 signed-by=/k.gpg trusted=yes] http://m.example/ noble main").ShouldHaveSingleItem()
            .ToStanza("amd64").ShouldBe("""
            Types: deb
            URIs: http://m.example/
            Suites: noble
            Components: main
            Architectures: amd64
            Targets: Packages
            Languages: none
            Signed-By: /k.gpg
            Trusted: yes

            """);

    [Fact]
    public void A_written_stanza_reads_back_as_the_same_source()
    {
        var source = AptSource.ParseLines("deb [signed-by=/k.gpg] http://m.example/ noble main universe").ShouldHaveSingleItem();

        var again = AptSource.ParseStanzas(source.ToStanza("amd64")).ShouldHaveSingleItem();

        again.ToStanza("amd64").ShouldBe(source.ToStanza("amd64"));
    }
}
