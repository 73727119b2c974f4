using System.Collections.Immutable;
using KegImages.Fingerprints;
using KegImages.References;

namespace KegImages.Tests.Fingerprints;

public sealed class FingerprintInputsTests
{
    private static readonly string Sha256 = Requests.Sha256;

    [Fact]
    public void A_manifest_has_one_sorted_line_for_every_input() =>
        FingerprintInputs.Of(Requests.Full).ToString().ShouldBe($"""
            keg-fingerprint/2
            arg EMPTY sha256:{DigestOf("")}
            arg NODE_ENV sha256:{DigestOf("production")}
            context keg-hub git:{Sha256[..40]}:
            dockerfile sha256:f270224568536d19bbaddfd39be5deabcca95f8831ca1829f806fcce4041918f
            external node:20 node:20@sha256:{Sha256}
            file src/app.js 0644:{Sha256}
            folder src 0755
            line 1 600f0ce483c10238
            line 2 aa550b9bfb9a8ed6
            line 3 84db3f56ca8608c1
            link now src
            parent $KEG_BASE_IMAGE tap@fp1:{Sha256}
            platform linux/amd64
            target run

            """.ReplaceLineEndings("\n"));

    [Fact]
    public void A_manifest_round_trips()
    {
        var inputs = FingerprintInputs.Of(Requests.Full);

        var again = FingerprintInputs.Parse(inputs.ToString());

        again.ToString().ShouldBe(inputs.ToString());
        again.Inputs.ShouldBe(inputs.Inputs);
        again.Fingerprint.ShouldBe(inputs.Fingerprint);
        FingerprintInputs.Difference(inputs, again).ShouldBeEmpty();
    }

    [Fact]
    public void The_value_of_an_arg_counts_and_is_nowhere()
    {
        var inputs = FingerprintInputs.Of(
            Requests.Full with { Args = ImmutableSortedDictionary<string, string>.Empty.Add("NPM_TOKEN", "npm_PLANTED") });

        inputs.ToString().ShouldNotContain("npm_PLANTED");
        inputs.Fingerprint.ShouldNotBe(
            FingerprintInputs.Of(Requests.Full with { Args = ImmutableSortedDictionary<string, string>.Empty.Add("NPM_TOKEN",
                "npm_other") }).Fingerprint);
    }

    [Fact]
    public void What_an_ADD_fetches_is_a_line_and_what_nobody_can_tell_is_never_the_same()
    {
        FingerprintInputs With(RemoteIdentity identity) =>
            FingerprintInputs.Of(Requests.Full with { Remotes =
                ImmutableSortedDictionary<string, RemoteIdentity>.Empty.Add("https://a.io/b.tgz", identity) });

        With(RemoteIdentity.Of(Digest.Parse($"sha256:{Requests.Sha256}"))).ToString()
            .ShouldContain($"\nremote https://a.io/b.tgz sha256:{Requests.Sha256}\n");
        var (one, other) = (With(RemoteIdentity.OfNobodyKnows()), With(RemoteIdentity.OfNobodyKnows()));
        one.Fingerprint.ShouldNotBe(other.Fingerprint);
        FingerprintInputs.Difference(one, other).Single().ToString().ShouldBe("what is at https://a.io/b.tgz cannot be told");
    }

    [Theory]
    [InlineData("sp ace")]
    [InlineData("new\nline")]
    [InlineData("é😀")]
    [InlineData("100%")]
    [InlineData("\"\"")]
    [InlineData("")]
    [InlineData("%41")]
    public void Any_text_is_told_from_any_other(string value)
    {
        var inputs = FingerprintInputs.Of(Requests.Full with { Target = value });

        FingerprintInputs.Parse(inputs.ToString()).Inputs.ShouldContain(new FingerprintInput(InputKind.Target, "", value));
        inputs.ToString().ShouldAllBe(c => c == '\n' || (c >= ' ' && c <= '~'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("keg-fingerprint/2")]
    [InlineData("keg-fingerprint/0\n")]
    [InlineData("keg-fingerprint/x\n")]
    [InlineData("keg-fingerprint/2\narg A\n")]
    [InlineData("keg-fingerprint/2\narg A b c\n")]
    [InlineData("keg-fingerprint/2\nwhat A b\n")]
    [InlineData("keg-fingerprint/2\n\n")]
    [InlineData("keg-fingerprint/2\narg B b\narg A a\n")]
    [InlineData("keg-fingerprint/2\narg A a\narg A a\n")]
    [InlineData("keg-fingerprint/2\narg A a\narg A b\n")]
    [InlineData("keg-fingerprint/2\narg A %61\n")]
    [InlineData("keg-fingerprint/2\narg A %6\n")]
    [InlineData("keg-fingerprint/2\narg A \n")]
    [InlineData("keg-fingerprint/2\narg A é\n")]
    [InlineData("keg-fingerprint/2\r\narg A a\r\n")]
    public void What_is_no_manifest_is_refused(string text)
    {
        FingerprintInputs.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FailedException>(() => FingerprintInputs.Parse(text));
    }

    [Fact]
    public void A_manifest_of_another_version_is_kept_as_it_is_and_differs_in_its_version()
    {
        var other = FingerprintInputs.Parse("keg-fingerprint/1\nwhat ever\n");

        other.Version.ShouldBe(1);
        other.Fingerprint.Version.ShouldBe(1);
        FingerprintInputs.Difference(other, FingerprintInputs.Of(Requests.Full)).Single().ToString()
            .ShouldBe("the fingerprint's format is version 2, was 1");
    }

    [Fact]
    public void An_image_without_a_platform_cannot_be_fingerprinted() =>
        Should.Throw<ArgumentException>(() => FingerprintInputs.Of(Requests.Full with { Platforms = [] }));

    [Fact]
    public void One_ARG_cannot_stand_for_two_parents()
    {
        var (tap, core) = (Requests.Full.Parents[0], Requests.Full.Parents[0] with { Name = ImageName.Parse("keg-core") });

        Should.Throw<ArgumentException>(() => FingerprintInputs.Of(Requests.Full with { Parents = [tap, core] }));
        FingerprintInputs.Of(Requests.Full with { Parents = [tap, tap] }).Fingerprint.ShouldBe(
            FingerprintInputs.Of(Requests.Full).Fingerprint);
    }

    [Fact]
    public void The_order_in_which_inputs_are_given_does_not_matter()
    {
        var full = Requests.Full with { Platforms = ["linux/amd64", "linux/arm64"] };
        var turned = full with { Platforms = ["linux/arm64", "linux/amd64"], Context = new ContextListing(full.Context.Entries.Reverse()) };

        FingerprintInputs.Of(turned).ToString().ShouldBe(FingerprintInputs.Of(full).ToString());
    }

    [Fact]
    public void A_named_context_is_what_is_in_it()
    {
        ContextIdentity.Of(Requests.Full.Context).ToString().ShouldBe($"folder:{Requests.Full.Context.Sha256}");
        new ContextListing(Requests.Full.Context.Entries.Skip(1)).Sha256.ShouldNotBe(Requests.Full.Context.Sha256);
        ContextIdentity.OfCommit("c", "sub").ShouldNotBe(ContextIdentity.OfCommit("c"));
    }

    private static string DigestOf(string text) => Digest.Of(System.Text.Encoding.UTF8.GetBytes(text)).Encoded;
}
