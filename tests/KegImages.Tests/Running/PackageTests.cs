using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using KegImages.Environments;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Running;
using KegImages.Tagging;

namespace KegImages.Tests.Running;

public sealed class PackageTests
{
    private const string Committed = """
        {"architecture":"amd64","container":"c1","container_config":{"Hostname":"h"},"config":{"Hostname":"h","Image":"sha256:x","Env":["A=1"],"Cmd":["node"],"User":"node","Labels":{"com.docker.compose.project.working_dir":"/home/me"}},"rootfs":{"type":"layers","diff_ids":["sha256:1"]},"history":[{"created_by":"x"}]}
        """;

    [Fact]
    public void A_package_keeps_how_the_container_ran_and_nothing_of_the_machine()
    {
        var config = JsonNode.Parse(PackageConfig.With(Encoding.UTF8.GetBytes(Committed),
            new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }))!;

        config["config"]!.ToJsonString().ShouldBe("""{"Env":["A=1"],"Cmd":["node"],"User":"node","Labels":{"a":"1","b":"2"}}""");
        config["rootfs"]!["diff_ids"]![0]!.GetValue<string>().ShouldBe("sha256:1");
        config["history"]!.AsArray().Count.ShouldBe(1);
        config.ToJsonString().ShouldNotContain("\"container");
        config.ToJsonString().ShouldNotContain("/home/me");
    }

    [Fact]
    public void Its_manifest_names_the_other_configuration_and_the_same_layers()
    {
        var manifest =
            """{"schemaVersion":2,"config":{"mediaType":"t","digest":"sha256:old","size":1},"layers":[{"digest":"sha256:l","size":7}]}""";

        var text = Encoding.UTF8.GetString(PackageConfig.Manifest(Encoding.UTF8.GetBytes(manifest), Runs.Digest, 42));

        text.ShouldBe(
            $$"""{"schemaVersion":2,"config":{"mediaType":"t","digest":"{{Runs.Digest}}","size":42},"layers":[{"digest":"sha256:l","size":7}]}""");
    }

    [Fact]
    public void Its_labels_say_whose_it_is_and_what_it_is_built_on_and_no_longer_what_it_is_made_of()
    {
        var image = new Dictionary<string, string>
        {
            ["io.keg.fingerprint"] = "f",
            ["io.keg.branch"] = "develop",
            ["org.opencontainers.image.title"] = "evf",
            ["org.opencontainers.image.ref.name"] = "develop",
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var git = new GitFacts { Root = "/r", Branch = BranchName.Parse("feature/x"), HeadCommit = CommitId.Parse(new string('1', 40)),
            CommitTime = DateTimeOffset.UnixEpoch };

        var labels = PackageLabels.Of(Runs.Container("evf", "develop"), image, Tag.Parse("feature-x"), git,
            DateTimeOffset.UnixEpoch.AddDays(1));

        labels.ShouldBe(new Dictionary<string, string>
        {
            ["io.keg.branch"] = "feature/x",
            ["io.keg.package"] = "1970-01-02T00:00:00Z",
            ["org.opencontainers.image.base.digest"] = Runs.Digest.ToString(),
            ["org.opencontainers.image.base.name"] = "ghcr.io/simpleviewinc/evf:develop",
            ["org.opencontainers.image.created"] = "1970-01-01T00:00:00Z",
            ["org.opencontainers.image.ref.name"] = "feature-x",
            ["org.opencontainers.image.revision"] = new string('1', 40),
            ["org.opencontainers.image.title"] = "evf",
        }.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    [Fact]
    public void Secrets_are_found_by_name_by_declaration_and_by_value()
    {
        var container = Runs.Container("evf", "x") with
        {
            Environment = new Dictionary<string, string>
            {
                ["NPM_TOKEN"] = "t",
                ["EMPTY_TOKEN"] = "",
                ["LICENSE"] = "declared-secret",
                ["DATABASE_URL"] = "postgres://u:declared-secret@db",
                ["PORT"] = "80",
            }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };

        PackageSecrets.In(container,
            [new TapVariable("LICENSE", "declared-secret", "values.yml:1", true), new TapVariable("PORT", "80", "values.yml:2", false)])
            .ShouldBe(["DATABASE_URL", "LICENSE", "NPM_TOKEN"]);
    }

    [Theory]
    [InlineData("package-0123456789ab", true)]
    [InlineData("package-0123456789ag", false)]
    [InlineData("package-0123456789abc", false)]
    [InlineData("feature-x", false)]
    public void A_package_s_own_tag_is_known_by_its_form(string tag, bool expected) =>
        TagSettings.IsContentTag(Tag.Parse(tag)).ShouldBe(expected);
}
