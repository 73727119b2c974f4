using System.Collections.Immutable;
using System.Xml.Linq;
using KegImages.References;
using KegImages.Reports;
using KegImages.Testing;

namespace KegImages.Tests.Testing;

public sealed class TestChecksTests
{
    private const UnixFileMode Usual = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    [Theory]
    [InlineData("", Usual, "-rw-r--r--")]
    [InlineData("d", Usual | UnixFileMode.UserExecute, "drwxr--r--")]
    [InlineData("", Usual | UnixFileMode.SetUser, "urw-r--r--")]
    [InlineData("d", UnixFileMode.SetGroup | UnixFileMode.StickyBit | UnixFileMode.OtherWrite, "dgt-------w-")]
    [InlineData("L", (UnixFileMode)0x1FF, "Lrwxrwxrwx")]
    [InlineData("Dc", UnixFileMode.UserRead, "Dcr--------")]
    public void A_mode_is_written_as_Go_writes_it(string kind, UnixFileMode mode, string text) =>
        new GoFileMode(kind, mode).ToString().ShouldBe(text);

    [Theory]
    [InlineData("$HOME/x", "/root/x")]
    [InlineData("${HOME}x", "/rootx")]
    [InlineData("a$NONE.b", "a.b")]
    [InlineData("$", "$")]
    [InlineData("a$", "a$")]
    [InlineData("$$", "")]
    [InlineData("$(x)", "$(x)")]
    [InlineData("$1x", "x")]
    [InlineData("${", "")]
    [InlineData("${}x", "x")]
    [InlineData("${HOME", "HOME")]
    public void Variables_are_expanded_as_by_os_Expand(string text, string expanded) =>
        GoVariables.Expand(text, new Dictionary<string, string> { ["HOME"] = "/root" }).ShouldBe(expanded);

    [Fact]
    public void Every_part_of_a_command_s_end_is_compared()
    {
        var test = new CommandTest { Name = "n", Command = ["c"], Output = Of("^a$", "b"), Error = Of("e", "f"), ExitCode = 1 };

        TestChecks.Of(test, new CommandFacts(1, "a", "e")).ShouldBeEmpty();
        TestChecks.Of(test, new CommandFacts(0, "ab", "f")).ShouldBe(
        [
            "ended with 0 instead of 1; it printed: 'f'",
            "standard output does not match '^a$': 'ab'",
            "standard output matches 'b', which is excluded: 'ab'",
            "standard error does not match 'e': 'f'",
            "standard error matches 'f', which is excluded: 'f'",
        ]);
    }

    [Fact]
    public void Every_part_of_a_file_is_compared()
    {
        var test = new FileExistenceTest { Name = "n", Path = "/a", Permissions = "-rw-r--r--", Uid = 0, Gid = 5 };

        TestChecks.Of(test, new FileFacts(new GoFileMode("", Usual), 0, 5)).ShouldBeEmpty();
        TestChecks.Of(test with { IsExecutableBy = "any" }, new FileFacts(new GoFileMode("d", Usual), 1, 0)).Count().ShouldBe(4);
        TestChecks.Of(test with { IsExecutableBy = "group", Permissions = null },
            new FileFacts(new GoFileMode("", Usual | UnixFileMode.UserExecute), 0, 5)).Count().ShouldBe(1);
        TestChecks.Of(test, null).ShouldBe(["/a is not there"]);
        TestChecks.Of(test with { ShouldExist = false }, null).ShouldBeEmpty();
        TestChecks.Of(test with { ShouldExist = false }, new FileFacts(new GoFileMode("", Usual), 0, 5))
            .ShouldBe(["/a is there (-rw-r--r--)"]);
    }

    [Fact]
    public void Every_part_of_a_configuration_is_compared()
    {
        var facts = new ImageFacts
        {
            Variables = ImmutableSortedDictionary<string, string>.Empty.Add("A", "b"),
            Ports = ["80/tcp", "53/udp"],
            Volumes = ["/data"],
            Command = ["node"],
            WorkingFolder = "/keg",
            User = "node",
        };
        var right = new MetadataTest { Variables = [new("A", "b")], Unbound = ["B"], Exposed = ["80", "53/udp", "53"], Unexposed = ["22",
            "80/udp"],
            Volumes = ["/data"], Unmounted = ["/tmp"], EntryPoint = [], Command = ["node"], WorkingFolder = "/keg", User = "node" };
        var wrong = new MetadataTest { Variables = [new("A", "^c", GoPattern.Parse("^c")), new("C", "")], Unbound = ["A"],
            Labels = [new("l", "v")], Exposed = ["22"], Unexposed = ["80"], Volumes = ["/tmp"], Unmounted = ["/data"], EntryPoint = ["x"],
            Command = [], WorkingFolder = "/", User = "root" };

        TestChecks.Of(right, facts).ShouldBeEmpty();
        TestChecks.Of(wrong, facts).Count().ShouldBe(12);
    }

    [Fact]
    public void A_key_is_another_one_where_anything_is_other()
    {
        var (one, two) = (Digest.Of("1"u8), Digest.Of("2"u8));
        var tap = ImageName.ParseRepository("tap");
        var keys = new[]
        {
            TestKey.Of(one, [("a", one)], []), TestKey.Of(two, [("a", one)], []), TestKey.Of(one, [("b", one)], []),
            TestKey.Of(one, [("a", two)], []), TestKey.Of(one, [("a", one), ("b", one)], []), TestKey.Of(one, [("a", one)], [(tap, one)]),
            TestKey.Of(one, [("a", one)], [(tap, two)]),
        };

        keys.Distinct().Count().ShouldBe(keys.Length);
        Enum.GetValues<ResultOrigin>().Select(keys[0].Tag).Distinct().Count().ShouldBe(3, "what each kind of run says is kept by itself");
        KegImages.Tagging.TagSettings.IsContentTag(keys[0].Tag(ResultOrigin.Merged)).ShouldBeTrue();
        TestKey.Of(one, [("b", two), ("a", one)], []).ShouldBe(TestKey.Of(one, [("a", one), ("b", two)], []));
    }

    [Fact]
    public void The_report_for_other_tools_holds_every_test_whatever_was_printed()
    {
        var image = new TestedImage
        {
            Name = ImageName.ParseRepository("tap"),
            Pinned = ImageReference.Parse("a.io/b/tap").At(Digest.Of("1"u8)),
            Files = ["t.yaml"],
            Count = 2,
            Cases = [new("command", "a <b>", [], TimeSpan.FromSeconds(1)), new("file", "c", ["\u0001]]> \uD800 & \u202E"], TimeSpan.Zero)],
        };
        var known = image with { Name = ImageName.ParseRepository("base"), Cases = [], KnownSince = DateTimeOffset.UnixEpoch };

        var report = XDocument.Parse(JUnitReport.Of([image, known])).Root!;

        report.Attribute("tests")!.Value.ShouldBe("4");
        report.Attribute("failures")!.Value.ShouldBe("1");
        report.Elements("testsuite").Select(suite => suite.Attribute("name")!.Value).ShouldBe(["base", "tap"]);
        report.Descendants("testcase").Select(test => test.Attribute("name")!.Value).ShouldBe(["passed before", "a <b>", "c"]);
        report.Descendants("failure").ShouldHaveSingleItem();
        known.IsGreen.ShouldBeTrue();
        (known with { KnownSince = null }).IsGreen.ShouldBeFalse("tests that were not run say nothing");
    }

    private static Expectation Of(string expected, string excluded) => new([GoPattern.Parse(expected)], [GoPattern.Parse(excluded)]);
}
