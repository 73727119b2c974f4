using System.Text;
using KegImages.Attesting;
using KegImages.Documents;
using KegImages.References;

namespace KegImages.Tests.Attesting;

/// <summary>What is read of an attestation that others wrote.</summary>
public sealed class StatementTests
{
    private static readonly string Hex = new('b', 64);

    [Fact]
    public void Provenance_of_both_versions_says_its_subjects_and_materials()
    {
        var old = Parse("""
            {"_type":"https://in-toto.io/Statement/v0.1","predicateType":"https://slsa.dev/provenance/v0.2",
             "subject":[{"name":"pkg:docker/x","digest":{"sha256":"SUBJECT"}}],
             "predicate":{"builder":{"id":""},"materials":
                [{"uri":"pkg:docker/tap","digest":{"sha256":"MATERIAL"}},{"uri":"https://g","digest":{"sha1":"00"}}]}}
            """);
        var present = Parse("""
            {"predicateType":"https://slsa.dev/provenance/v1","subject":[],
             "predicate":{"buildDefinition":{"resolvedDependencies":[{"uri":"pkg:docker/tap","digest":{"sha256":"MATERIAL"}}]}}}
            """);

        old.IsProvenance.ShouldBeTrue();
        old.Subjects.ShouldBe([Digest.Parse($"sha256:{new string('a', 64)}")]);
        old.Materials.ShouldBe([Digest.Parse($"sha256:{Hex}")]);
        present.Materials.ShouldBe(old.Materials);
        present.IsSbom.ShouldBeFalse();
    }

    [Fact]
    public void A_list_of_packages_is_no_provenance()
    {
        var list = Parse("""{"predicateType":"https://spdx.dev/Document","predicate":{"SPDXID":"SPDXRef-DOCUMENT"}}""");

        list.IsSbom.ShouldBeTrue();
        list.IsProvenance.ShouldBeFalse();
        list.Subjects.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"predicateType":"https://slsa.dev/provenance/v1","subject":{}}""")]
    public void What_is_no_statement_is_said_to_be_none(string text) =>
        Should.Throw<UnreadableDocumentException>(() => Parse(text)).Message.ShouldContain("the attestation of x");

    private static Statement Parse(string text) => Statement.Parse(Encoding.UTF8.GetBytes(text
        .Replace("SUBJECT", new string('a', 64), StringComparison.Ordinal).Replace("MATERIAL", Hex, StringComparison.Ordinal)),
        "the attestation of x");
}
