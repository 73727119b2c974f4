using KegImages.Pipeline;
using KegImages.Scaffolding;
using KegImages.Tests.Configuration;

namespace KegImages.Tests.Scaffolding;

public sealed class LinkCommandTests : IDisposable
{
    private const string Keg =
        "# The family.\nprovider: a.io/b\ngroups:\n  base: { folders: [images/keg-base] }\n  taps:\n    folders:\n      - taps/*   # our "
            + "own\n    parent: keg-base\n";

    private readonly FamilyFolder checkout = new();
    private readonly Machine machine = new();

    public LinkCommandTests() => checkout
        .Add("hub/keg.yml", Keg)
        .Add("hub/images/keg-base/Dockerfile", "FROM node:20\n")
        .Add("hub/taps/evf/container/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n")
        .Add("tap-snack/container/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n")
        .Add("tap-snack/container/values.yml", "alias: sn\nenv: { IMAGE: snack }\n")
        .Add("wrong/container/Dockerfile", "FROM a.io/b/kegbase:develop\n")
        .Add("nothing/README.md", "");

    public void Dispose()
    {
        checkout.Dispose();
        machine.Dispose();
    }

    [Theory]
    [InlineData("../tap-snack")]
    [InlineData("../tap-snack/")]
    [InlineData("../hub/../tap-snack")]
    public async Task A_tap_of_another_repository_is_taken_in_once(string path)
    {
        await LinkAsync(path);

        machine.Printed().ShouldBe([
            "linked 'snack' (alias sn): ../tap-snack/container, built on a.io/b/keg-base:develop",
            "keg.yml: groups.taps.folders has ../tap-snack now; commit it",
            "start it: ./build.sh Start --tap sn",
        ]);
        var written = Text();
        written.ShouldBe(Keg.Replace("      - taps/*   # our own\n", "      - taps/*   # our own\n      - ../tap-snack\n"));

        await LinkAsync(path);

        machine.Printed().ShouldBe(["'snack' is in the family already: ../tap-snack/container, in group 'taps'; nothing was changed"]);
        Text().ShouldBe(written);
    }

    [Fact]
    public async Task A_Dockerfile_that_is_called_otherwise_is_linked_by_itself()
    {
        checkout.Add("wild/Dockerfile.snack", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n");

        (await Should.ThrowAsync<WrongUseException>(LinkAsync("../wild"))).Message.ShouldEndWith(
            "it has Dockerfile.snack: link one of them: ./build.sh Link --path ../wild/Dockerfile.snack");
        await LinkAsync("../wild/Dockerfile.snack");
        await LinkAsync("../wild/Dockerfile.snack");
        await RemoveAsync("../wild/Dockerfile.snack");

        machine.Printed().ShouldBe([
            "linked 'snack': ../wild/Dockerfile.snack, built on a.io/b/keg-base:develop",
            "keg.yml: groups.taps.folders has ../wild/Dockerfile.snack now; commit it",
            "start it: ./build.sh Start --tap snack",
            "'snack' is in the family already: ../wild/Dockerfile.snack, in group 'taps'; nothing was changed",
            "keg.yml: ../wild/Dockerfile.snack is out of groups.taps.folders; commit it. The folder itself, and what is at the provider, "
                + "stay",
        ]);
        Text().ShouldBe(Keg);
    }

    [Fact]
    public async Task Images_lists_Dockerfile_and_stage_where_the_folder_does_not_say_them()
    {
        checkout.Add("hub/keg.yml", Keg + "images:\n  evf: { folder: taps/evf }\n  evf-dev: { folder: taps/evf, target: dev }\n"
                + "  evf-ci: { group: taps, dockerfile: taps/evf/container/Dockerfile.ci }\n")
            .Add("hub/taps/evf/container/Dockerfile", "FROM a.io/b/keg-base:develop AS dev\nFROM dev\n")
            .Add("hub/taps/evf/container/Dockerfile.ci", "FROM evf:develop\n");

        await ImagesCommand.ShowAsync(Options.At(machine.World), new Selection { Tag = "x" }, CancellationToken.None);

        machine.Printed().Take(5).Select(line => line.TrimEnd()).ShouldBe([
            "image         group  folder                            built on",
            "keg-base      base   images/keg-base                   node:20",
            "├─ evf        taps   taps/evf/container                keg-base",
            "│  └─ evf-ci  taps   taps/evf/container/Dockerfile.ci  evf",
            "└─ evf-dev    taps   taps/evf/container (dev)          keg-base",
        ]);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_written_and_writes_nothing()
    {
        await LinkAsync("../tap-snack", dryRun: true);

        machine.Printed().ShouldBe(["would link 'snack' (alias sn): ../tap-snack/container, built on a.io/b/keg-base:develop",
            "keg.yml: groups.taps.folders would get ../tap-snack; a dry run: nothing was written"]);
        Text().ShouldBe(Keg);

        await LinkAsync("../tap-snack");
        machine.Printed();
        await RemoveAsync("../tap-snack", dryRun: true);

        machine.Printed().ShouldBe(["keg.yml: ../tap-snack would be out of groups.taps.folders; a dry run: nothing was written"]);
        Text().ShouldContain("../tap-snack");
    }

    [Fact]
    public async Task A_tap_that_a_pattern_covers_already_is_said_so()
    {
        await LinkAsync("taps/evf/container");

        machine.Printed().ShouldBe(["'evf' is in the family already: taps/evf/container, in group 'taps'; nothing was changed"]);
    }

    [Theory]
    [InlineData("../gone", "--path ../gone: there is no such folder")]
    [InlineData("../nothing", "--path ../nothing: this is no image folder: it has neither container/Dockerfile nor a Dockerfile")]
    [InlineData("../wrong", "../wrong/container/Dockerfile:1: FROM a.io/b/kegbase:develop: no image 'kegbase' in this family")]
    [InlineData("", "Link needs the folder of the tap")]
    public async Task What_is_no_tap_is_refused_and_nothing_changes(string path, string message)
    {
        (await Should.ThrowAsync<WrongUseException>(LinkAsync(path))).Message.ShouldStartWith(message);

        Text().ShouldBe(Keg);
        machine.Printed().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_is_taken_out_again_whether_its_folder_is_there_or_not(bool isThere)
    {
        await LinkAsync("../tap-snack");
        machine.Printed();
        if (!isThere)
        {
            Directory.Delete(Path.Combine(checkout.Root, "tap-snack"), recursive: true);
            (await Should.ThrowAsync<WrongUseException>(TapsAsync(new Selection()))).Problems[0].Next!
                .ShouldEndWith("./build.sh Link --path ../tap-snack --remove");
        }

        await RemoveAsync("../tap-snack/");

        machine.Printed().ShouldBe(
            ["keg.yml: ../tap-snack is out of groups.taps.folders; commit it. The folder itself, and what is at the provider, stay"]);
        Text().ShouldBe(Keg);
    }

    [Fact]
    public async Task A_link_that_is_not_there_is_answered_with_those_that_are()
    {
        await LinkAsync("../tap-snack");
        var written = Text();

        (await Should.ThrowAsync<WrongUseException>(RemoveAsync("../tap-snak"))).Message.ShouldBe(
            "--path ../tap-snak: groups.taps.folders of keg.yml has no such entry (did you mean '../tap-snack'?)" + Environment.NewLine
                + "  what is linked: ../tap-snack");
        (await Should.ThrowAsync<WrongUseException>(RemoveAsync("taps/evf"))).Message.ShouldContain(
            "--path taps/evf: groups.taps.folders of keg.yml has no such entry");
        Text().ShouldBe(written);
    }

    [Fact]
    public async Task A_tap_that_others_are_built_on_stays_linked()
    {
        await LinkAsync("../tap-snack");
        checkout.Add("hub/taps/evf/container/Dockerfile", "FROM a.io/b/snack:develop\n");
        var written = Text();

        (await Should.ThrowAsync<WrongUseException>(RemoveAsync("../tap-snack"))).Message.ShouldContain("no image 'snack' in this family");
        Text().ShouldBe(written);
    }

    [Fact]
    public async Task A_byte_order_mark_stays()
    {
        File.WriteAllText(Path.Combine(checkout.Root, "hub/keg.yml"), Keg.Replace("\n", "\r\n"), new System.Text.UTF8Encoding(true));

        await LinkAsync("../tap-snack");

        var bytes = File.ReadAllBytes(Path.Combine(checkout.Root, "hub/keg.yml"));
        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        System.Text.Encoding.UTF8.GetString(bytes[3..]).ShouldContain("\r\n      - ../tap-snack\r\n");
    }

    [Fact]
    public async Task Taps_lists_own_and_linked_ones()
    {
        await LinkAsync("../tap-snack");
        machine.Printed();

        await TapsAsync(new Selection { Tag = "my-tag" });

        machine.Printed().ShouldBe([
            "tap    alias  folder                          built on  host",
            "evf    evf    taps/evf/container      own     keg-base  evf-my-tag",
            "snack  sn     ../tap-snack/container  linked  keg-base  sn-my-tag",
        ]);
    }

    private RunOptions Options => new() { Root = Path.Combine(checkout.Root, "hub") };

    private Task LinkAsync(string path, bool dryRun = false) => (Options with { DryRun = dryRun }).EndAsync(
        LinkCommand.AddAsync(path, Options.At(machine.World), CancellationToken.None));

    private Task RemoveAsync(string path, bool dryRun = false) => (Options with { DryRun = dryRun }).EndAsync(
        LinkCommand.RemoveAsync(path, Options.At(machine.World), CancellationToken.None));

    private Task TapsAsync(Selection selection) => TapsCommand.ShowAsync(Options.At(machine.World), selection, CancellationToken.None);

    private string Text() => File.ReadAllText(Path.Combine(checkout.Root, "hub/keg.yml"));
}
