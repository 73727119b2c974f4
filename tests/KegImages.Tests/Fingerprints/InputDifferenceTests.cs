using System.Collections.Immutable;
using KegImages.Fingerprints;
using KegImages.References;

namespace KegImages.Tests.Fingerprints;

public sealed class InputDifferenceTests
{
    private static readonly FingerprintRequest Full = Requests.Full;

    public static TheoryData<FingerprintRequest, string> OneChange => new()
    {
        { Full with { Target = null }, "the target is the last stage, was 'run'" },
        { Full with { Target = "test" }, "the target is 'test', was 'run'" },
        { Full with { Args = Full.Args.SetItem("NODE_ENV", "test") }, "arg NODE_ENV changed" },
        { Full with { Args = Full.Args.Remove("NODE_ENV") }, "arg NODE_ENV was removed" },
        { Full with { Args = Full.Args.Add("NEW", "1") }, "arg NEW was added" },
        { Full with { Platforms = [.. Full.Platforms, "linux/arm64"] }, "platform linux/arm64 was added" },
        { Full with { Parents = [Full.Parents[0] with { Name = ImageName.Parse("keg-core") }] }, "parent $KEG_BASE_IMAGE changed" },
        { Full with { Parents = [Full.Parents[0] with { Fingerprint = Fingerprint.Parse("fp1:" + new string('0', 64)) }] },
            "parent $KEG_BASE_IMAGE changed" },
        { Full with { Externals = [Full.Externals[0] with { Digest = Digest.Parse("sha256:" + new string('0', 64)) }] },
            "external node:20 changed" },
        { Full with { Contexts = Full.Contexts.SetItem("keg-hub", ContextIdentity.OfCommit("1")) }, "context keg-hub changed" },
        { Full with { Context = Without("src/app.js") }, "file src/app.js was removed" },
        { Full with { Context = With(new ContextFile("new", 0, Requests.Sha256)) }, "file new was added" },
        { Full with { Context = With(new ContextFile("src/app.js", 0b110_100_100, new string('0', 64))) }, "file src/app.js changed" },
        { Full with { Context = With(new ContextFile("src/app.js", 0b111_101_101, Requests.Sha256)) },
            "file src/app.js has mode 0755, had 0644" },
        { Full with { Context = With(new ContextFolder("src", 0b111_000_000)) }, "folder src is '0700', was '0755'" },
        { Full with { Context = With(new ContextLink("now", "then")) }, "link now is 'then', was 'src'" },
    };

    [Theory]
    [MemberData(nameof(OneChange))]
    public void One_change_is_told_as_one_difference(FingerprintRequest changed, string text) =>
        FingerprintInputs.Difference(FingerprintInputs.Of(Full), FingerprintInputs.Of(changed)).ShouldHaveSingleItem().ToString()
            .ShouldBe(text);

    [Theory]
    [InlineData("a\nb\nc\n", "a\nB\nc\n", "line 2 of the Dockerfile changed")]
    [InlineData("a\nb\nc\n", "a\nB\nC\n", "lines 2–3 of the Dockerfile changed")]
    [InlineData("a\nb\nc\n", "a\nx\nb\nc\n", "line 2 of the Dockerfile changed")]
    [InlineData("a\nb\nc\n", "a\nc\n", "line 2 of the Dockerfile changed")]
    [InlineData("a\nb\nc\n", "a\nb\n", "line 2 of the Dockerfile changed")]
    [InlineData("a\na\n", "a\na\na\n", "line 3 of the Dockerfile changed")]
    [InlineData("a\nb\n", "a\nb", "line 2 of the Dockerfile changed")]
    [InlineData("a\r\nb\n", "a\nb\n", "line 1 of the Dockerfile changed")]
    [InlineData("a\n", "", "line 1 of the Dockerfile changed")]
    public void A_changed_Dockerfile_is_told_by_its_lines(string before, string after, string text) =>
        FingerprintInputs.Difference(Of(before), Of(after)).ShouldHaveSingleItem().ToString().ShouldBe(text);

    [Fact]
    public void The_likelier_cause_comes_first()
    {
        var changed = Full with
        {
            Dockerfile = Requests.Bytes("FROM scratch\n"),
            Args = ImmutableSortedDictionary<string, string>.Empty,
            Context = ContextListing.Empty,
            Externals = [],
        };

        FingerprintInputs.Difference(FingerprintInputs.Of(Full), FingerprintInputs.Of(changed))
            .Select(difference => (difference.Kind, difference.Name)).ShouldBe([
            (InputKind.Dockerfile, ""), (InputKind.Arg, "EMPTY"), (InputKind.Arg, "NODE_ENV"), (InputKind.External, "node:20"),
            (InputKind.Folder, "src"), (InputKind.File, "src/app.js"), (InputKind.Link, "now"),
        ]);
    }

    private static FingerprintInputs Of(string dockerfile) => FingerprintInputs.Of(Full with { Dockerfile = Requests.Bytes(dockerfile) });

    private static ContextListing Without(string path) => new(Full.Context.Entries.Where(entry => entry.Path != path));

    private static ContextListing With(ContextEntry entry) => new(Without(entry.Path).Entries.Add(entry));
}
