using System.Collections.Immutable;
using System.Text.RegularExpressions;
using KegImages.LockedPlans;
using KegImages.References;
using KegImages.Tests.Configuration;
using KegImages.Tests.LockedPlans;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

/// <summary>Platforms that have a runner of their own: what the plan divides among them, and what the workflows do with it.</summary>
public sealed class NativeRunnerTests
{
    private const string Both = "platforms: [linux/amd64, linux/arm64]\n";
    private const string Arm = "runners: { linux/arm64: ubuntu-24.04-arm }\n";

    [Fact]
    public async Task Each_platform_is_a_job_of_its_own_and_the_parts_are_joined_before_the_next_level()
    {
        using var folder = Folder(Both + Arm);
        var family = (await folder.LoadAsync()).Family;

        var plan = SampleLock.Of(family, family.Images, runners: Runners(("linux/arm64", ["ubuntu-24.04-arm"])));

        PlanOutput.Lines(plan, family, publishes: true, "0123").ShouldBe(
        [
            """level-1=[{"name":"base for linux/amd64","shard":"1.1"},"""
                + """{"name":"base for linux/arm64","shard":"1.2","runner":["ubuntu-24.04-arm"],"program":"arm64"}]""",
            """level-2=[{"name":"one for linux/amd64","shard":"2.1"},{"name":"two for linux/amd64","shard":"2.2"},"""
                + """{"name":"one for linux/arm64","shard":"2.3","runner":["ubuntu-24.04-arm"],"program":"arm64"},"""
                + """{"name":"two for linux/arm64","shard":"2.4","runner":["ubuntu-24.04-arm"],"program":"arm64"}]""",
            "join-1=true",
            "join-2=true",
            "program-arm64=true",
            "publish=true",
            "locked-plan=0123",
        ]);
        plan.FindShard("2.join").ShouldNotBeNull().Images.Select(name => $"{name}").ShouldBe(["one", "two"]);
        plan.IsDivided(ImageName.Parse("one")).ShouldBeTrue();
        LockedPlanText.Parse(System.Text.Encoding.UTF8.GetBytes(LockedPlanText.Of(plan)), "plan").Shards.Select(shard => shard.ToString())
            .ShouldBe(plan.Shards.Select(shard => shard.ToString()));
    }

    [Fact]
    public async Task Nothing_is_divided_whose_platforms_are_one_runner_s()
    {
        using var folder = Folder("platforms: [linux/arm64]\n" + Arm);
        var family = (await folder.LoadAsync()).Family;

        PlanOutput.Lines(SampleLock.Of(family, [family.Images[0]], runners: Runners(("linux/arm64", ["ubuntu-24.04-arm"]))), family,
            publishes: true, "0123").ShouldBe(
            [
                """level-1=[{"name":"base","shard":"1.1","runner":["ubuntu-24.04-arm"],"program":"arm64"}]""",
                "level-2=[]",
                "program-arm64=true",
                "publish=true",
                "locked-plan=0123",
            ]);
    }

    [Fact]
    public async Task A_platform_without_a_runner_is_emulated_where_it_is_not_the_usual_one_s_own()
    {
        using var folder = Folder("platforms: [linux/amd64, linux/arm64, linux/s390x]\n" + Arm);
        var family = (await folder.LoadAsync()).Family;

        PlanOutput.Lines(SampleLock.Of(family, [family.Images[0]], runners: Runners(("linux/arm64", ["ubuntu-24.04-arm"]))), family,
            publishes: true, "0123")[0].ShouldBe(
            """level-1=[{"name":"base for linux/amd64, linux/s390x","shard":"1.1","emulates":true},"""
                + """{"name":"base for linux/arm64","shard":"1.2","runner":["ubuntu-24.04-arm"],"program":"arm64"}]""");
        var text = await TextAsync(folder, WorkflowKind.Images);
        text.ShouldContain("      - name: Set up emulation\n        if: matrix.emulates\n");
    }

    [Fact]
    public async Task Parts_of_many_images_share_the_jobs_that_there_may_be_and_each_part_is_in_one()
    {
        using var folder = Folder(Both + Arm, taps: 100);
        var family = (await folder.LoadAsync()).Family;

        var shards = SampleLock.Of(family, family.Images, shards: 16, runners: Runners(("linux/arm64", ["a", "b"]))).Of(2).ToList();

        shards.Count.ShouldBe(16);
        shards.SelectMany(shard => shard.Images.SelectMany(image => shard.Platforms.Select(platform => $"{image} {platform}"))).Order()
            .ShouldBe(family.Images.Skip(1).SelectMany(image => image.Platforms.Select(platform => $"{image.Name} {platform}")).Order());
        shards.Where(shard => !shard.Runner.IsEmpty).ShouldAllBe(shard => shard.Platforms.Single() == "linux/arm64");
    }

    [Theory]
    [InlineData(WorkflowKind.Images)]
    [InlineData(WorkflowKind.PullRequest)]
    public async Task A_level_joins_before_the_next_begins_and_all_of_it_counts_for_the_gate(WorkflowKind kind)
    {
        using var folder = Folder(Both + Arm);

        var text = await TextAsync(folder, kind);

        WorkflowSafety.Check("images.yml", text).ShouldBeEmpty();
        var jobs = Jobs(text);
        jobs["level-1"].ShouldContain("    needs: [plan, program-arm64]\n");
        jobs["level-1"].ShouldContain("    runs-on: ${{ matrix.runner || 'ubuntu-24.04' }}\n");
        jobs["level-1"].ShouldContain("        if: matrix.program == 'arm64'\n");
        jobs["level-1"].ShouldContain(
            "KEG_PROGRAM: ${{ matrix.program == 'arm64' && needs.program-arm64.outputs.program || needs.plan.outputs.program }}\n");
        jobs["level-1"].ShouldContain("            output/image-parts.json\n");
        jobs["join-1"].ShouldContain("    needs: [plan, level-1]\n");
        jobs["join-1"].ShouldContain("--shard 1.join --built \"$RUNNER_TEMP/keg-built\"");
        jobs["join-1"].ShouldContain("    runs-on: ubuntu-24.04\n");
        jobs["level-2"].ShouldContain("    needs: [plan, program-arm64, level-1, join-1]\n");
        jobs["publish"].ShouldContain("    needs: [plan, level-1, join-1, level-2, join-2]\n");
        jobs["program-arm64"].ShouldContain("    runs-on: ubuntu-24.04-arm\n");
        jobs["program-arm64"].ShouldContain("packages: read\n");
        jobs["images"].ShouldContain("join-1 ${{ needs.join-1.result }}");
        jobs["images"].ShouldContain("needs.join-2.result == 'skipped' && (needs.plan.outputs.join-2 != 'true')");
        text.ShouldNotContain("setup-qemu-action");
    }

    [Fact]
    public async Task Emulation_is_set_up_where_no_runner_is_named_and_a_family_with_one_is_never_one_job()
    {
        using var named = Folder(Both + Arm, taps: 1);
        using var emulated = Folder(Both, taps: 1);

        (await TextAsync(named, WorkflowKind.Images)).ShouldContain("  join-1:\n");
        var one = await TextAsync(emulated, WorkflowKind.Images);
        one.ShouldContain("setup-qemu-action");
        one.ShouldNotContain("join-1");
        one.ShouldNotContain("matrix.");
    }

    [Fact]
    public async Task A_runner_may_have_several_labels_and_only_jobs_that_build_are_given_secrets()
    {
        using var folder = Folder($"{Both}runners: {{ linux/arm64: [self-hosted, linux, ARM64] }}\nsecrets: [NPM_TOKEN]\n")
            .Add("taps/tap-0/Dockerfile", "FROM ghcr.io/example/base:develop\nRUN --mount=type=secret,id=NPM_TOKEN true\n");

        var text = await TextAsync(folder, WorkflowKind.Images);

        Jobs(text)["program-arm64"].ShouldContain("    runs-on: [self-hosted, linux, ARM64]\n");
        Jobs(text)["level-2"].ShouldContain("NPM_TOKEN: ${{ secrets.NPM_TOKEN }}");
        Jobs(text)["join-2"].ShouldNotContain("NPM_TOKEN");
        Jobs(text)["program-arm64"].ShouldNotContain("NPM_TOKEN");
    }

    [NodeFact]
    public async Task GitHub_s_parser_and_actionlint_accept_them()
    {
        using var folder = Folder("platforms: [linux/amd64, linux/arm64, linux/s390x]\n"
            + "runners: { linux/arm64: [self-hosted, ARM64], linux/amd64: ubuntu-24.04 }\n");
        string[] files = [Path.Combine(folder.Root, "images.yml"), Path.Combine(folder.Root, "pull-request.yml")];
        await File.WriteAllTextAsync(files[0], await TextAsync(folder, WorkflowKind.Images));
        await File.WriteAllTextAsync(files[1], await TextAsync(folder, WorkflowKind.PullRequest));

        WorkflowCheckersTests.Check(files).ShouldBe("checked 2\n");
    }

    [Theory]
    [InlineData("runners: { linux/arm64: x }", "runners: no image is built for 'linux/arm64': 'platforms', of the family or of an image")]
    [InlineData(Both + "runners: { linux/s390x: x }", "no image is built for 'linux/s390x': 'platforms' says linux/amd64, linux/arm64")]
    [InlineData(Both + "runners: { arm64: x }", "'arm64' is not a platform")]
    [InlineData(Both + "runners: { linux/arm64: 'a ${{ b }}' }", "runners.linux/arm64: 'a ${{ b }}' is not a label of a runner")]
    [InlineData(Both + "runners: { linux/arm64: [] }", "runners.linux/arm64: the list is empty")]
    [InlineData(Both + "runners: [linux/arm64]", "runners: expected a mapping")]
    public async Task What_is_no_runner_is_refused_with_its_line(string keg, string why)
    {
        using var folder = Folder(keg + "\n");

        var message = (await Should.ThrowAsync<WrongUseException>(folder.LoadAsync())).Message;

        message.ShouldContain(why);
        message.ShouldContain("keg.yml:");
    }

    [Fact]
    public async Task A_plan_whose_parts_nobody_joins_is_refused()
    {
        using var folder = Folder(Both + Arm);
        var family = (await folder.LoadAsync()).Family;
        var plan = SampleLock.Of(family, family.Images, runners: Runners(("linux/arm64", ["x"])));

        Refused(plan with { Shards = plan.Shards.RemoveAll(shard => shard.Name == "1.join") })
            .ShouldContain("'base' is built whole and in");
        Refused(plan with { Shards = plan.Shards.Add(plan.Shards[0] with { Name = "1.7" }) }).ShouldContain(
            "'base for linux/amd64' is in two");
        Refused(plan with { Shards = plan.Shards.Add(plan.Shards[0] with { Name = "1.7", Platforms = [] }) })
            .ShouldContain("'base' is built whole and in parts");

        static string Refused(LockedPlan plan) => Should.Throw<WrongUseException>(() =>
            LockedPlanText.Parse(System.Text.Encoding.UTF8.GetBytes(LockedPlanText.Of(plan)), "plan")).Message;
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Runners(
        params (string Platform, ImmutableArray<string> Labels)[] runners) =>
        runners.ToImmutableSortedDictionary(pair => pair.Platform, pair => pair.Labels, StringComparer.Ordinal);

    private static async Task<string> TextAsync(FamilyFolder folder, WorkflowKind kind) =>
        FamilyWorkflow.TextOf(await folder.LoadAsync(), new WorkflowSettings { Name = "images", Kind = kind });

    private static Dictionary<string, string> Jobs(string text) =>
        Regex.Split(text[text.IndexOf("\njobs:", StringComparison.Ordinal)..], @"\n  (?=[a-z0-9-]+:\n)").Skip(1)
            .ToDictionary(job => job[..job.IndexOf(':', StringComparison.Ordinal)], job => job + "\n");

    private static FamilyFolder Folder(string keg, int taps = 2)
    {
        var folder = new FamilyFolder()
            .Keg($"provider: ghcr.io/example\ngroups:\n  base: {{ folders: [base] }}\n  taps: {{ folders: ['taps/*'] }}\n{keg}")
            .Add("base/Dockerfile", "FROM scratch\n");
        foreach (var tap in taps == 2 ? ["one", "two"] : Enumerable.Range(0, taps).Select(number => $"tap-{number}"))
            folder.Add($"taps/{tap}/Dockerfile", "FROM ghcr.io/example/base:develop\n");
        return folder;
    }
}
