using System.Text.Json;
using System.Text.RegularExpressions;
using KegImages.Planning;
using KegImages.Tests.Configuration;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

public sealed class FamilyWorkflowTests
{
    public static TheoryData<string> All => [Families.Own, Families.One, Families.Large, Families.Five];

    public static TheoryData<string, string> Approved => new()
    {
        { Families.Own, "images" },
        { Families.Own, "pull-request" },
        { Families.Own, "clean-up" },
        { Families.Own, "refresh" },
        { Families.Own, "test" },
        { Families.Own, "release" },
        { Families.One, "images" },
        { Families.One, "pull-request" },
        { Families.Large, "images" },
        { Families.Large, "pull-request" },
        { Families.Five, "images" },
        { Families.Five, "pull-request" },
    };

    [Theory]
    [MemberData(nameof(Approved))]
    public async Task A_workflow_is_compiled_from_the_family(string family, string workflow)
    {
        var files = await Families.CompileAsync(family);

        var file = files.Single(file => file.Path == $".github/workflows/{workflow}.yml");
        file.Text.ShouldMatchApproved(configuration =>
            configuration.SubFolder("approved").WithFileExtension("yml").WithDiscriminator($"{family}.{workflow}"));
    }

    [Fact]
    public async Task A_family_without_a_build_class_is_built_by_the_tool_that_its_manifest_names()
    {
        var family = await Families.LoadAsync(Families.One);

        var files = Families.OfTheTool.Select(settings => FamilyWorkflow.Compile(family, settings)).ToList();
        files.SelectMany(file => WorkflowSafety.Check(file.Path, file.Text)).ShouldBeEmpty();
        var all = string.Concat(files.Select(file => $"### {file.Path}\n{file.Text}"));

        all.ShouldMatchApproved(configuration => configuration.SubFolder("approved").WithFileExtension("yml"));
        all.ShouldNotContain("build.cmd");
        all.ShouldNotContain("build.sh");
    }

    [Fact]
    public async Task A_family_with_tags_of_releases_publishes_git_tags_and_the_job_that_plans_knows_them_all()
    {
        using var folder = new FamilyFolder()
            .Keg("provider: ghcr.io/example\ntags: { releases: ['{version}', latest] }\ngroups:\n  all: { folders: ['*'] }\n");
        foreach (var name in Enumerable.Range(0, 12))
            folder.Add($"i{name}/Dockerfile", "FROM scratch\n");

        var file = FamilyWorkflow.Compile(await folder.LoadAsync(), Families.Workflows[0]);

        file.Text.ShouldMatch(@"  push:\n    branches: \[develop\]\n    tags: \[""?v\*""?\]\n");
        // The one that plans hands on what they say; the one that moves tags has the whole history anyway.
        Regex.Count(file.Text, "fetch-depth: 0").ShouldBe(2);
        Regex.Count(file.Text, "actions/checkout@").ShouldBe(3);
        WorkflowSafety.Check(file.Path, file.Text).ShouldBeEmpty();
        (await Families.CompileAsync(Families.Own)).Where(other => !other.Path.EndsWith("/release.yml", StringComparison.Ordinal))
            .ShouldAllBe(other => !other.Text.Contains("v*"));
    }

    [Fact]
    public async Task A_repository_that_says_which_SDK_dotnet_is_has_that_one_beside_the_tool_s()
    {
        var family = await Families.LoadAsync(Families.One);

        FamilyWorkflow.TextOf(family, ToolWorkflows.Of(hasGlobalJson: true)[0]).ShouldContain(
            "        with:\n          dotnet-version: 10.0.x\n          global-json-file: global.json\n");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_same_family_gives_the_same_bytes_with_LF_alone(string family)
    {
        var files = await Families.CompileAsync(family);

        files.ShouldBe(Families.Compile(await Families.LoadAnewAsync(family)));
        files.ShouldAllBe(file => !file.Text.Contains('\r') && file.Text.EndsWith('\n') && !file.Text.EndsWith("\n\n"));
        files.ShouldAllBe(file => !Regex.IsMatch(file.Text, "(?m) $"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Each_job_is_one_call_of_the_build(string family)
    {
        foreach (var file in await Families.CompileAsync(family))
        {
            var jobs = Regex.Split(file.Text[file.Text.IndexOf("\njobs:", StringComparison.Ordinal)..], @"\n  (?=[a-z0-9-]+:\n)").Skip(1)
                .ToList();
            jobs.ShouldNotBeEmpty();
            // What judges, comments and publishes packages runs nothing of the repository.
            foreach (var job in jobs.Where(job => !job.StartsWith("images:", StringComparison.Ordinal)
                && !job.StartsWith("report:", StringComparison.Ordinal)
                && !(file.Path.EndsWith("release.yml", StringComparison.Ordinal) && job.StartsWith("publish:", StringComparison.Ordinal))))
            {
                var calls = Regex.Matches(job, @"\n {8}run: (.*)").Select(match => match.Groups[1].Value)
                    .Where(line => !line.Contains("sha256sum --check", StringComparison.Ordinal)).ToList();
                calls.ShouldHaveSingleItem().ShouldContain(job.Contains("download-artifact", StringComparison.Ordinal)
                    ? "keg-plan/run\" " : "./build.cmd ");
            }
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public async Task A_small_family_is_built_by_one_job(int limit, bool isSmallOrOne)
    {
        var family = limit == 1 ? Families.One : Families.Own;
        var text = FamilyWorkflow.Compile(await Families.LoadAsync(family), Families.Workflows[0] with { SmallFamily = limit }).Text;

        text.Contains("Push", StringComparison.Ordinal).ShouldBeTrue();
        text.Contains("  publish:\n", StringComparison.Ordinal).ShouldBe(!isSmallOrOne);
    }

    [Fact]
    public async Task Targets_that_are_called_exist()
    {
        var targets = await File.ReadAllTextAsync(Path.Combine(Families.Root, ".nuke/build.schema.json"));
        var called = (await Families.CompileAsync(Families.Own))
            .SelectMany(file => Regex.Matches(file.Text, @"(?:build\.cmd|keg-plan/run"")((?: [A-Z]\w+)+)"))
            .SelectMany(match => match.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet();

        called.ShouldAllBe(target => targets.Contains($"\"{target}\"", StringComparison.Ordinal));
        called.ShouldContain("Doctor");
    }

    [Fact]
    public async Task No_variable_has_the_name_of_a_parameter_by_accident()
    {
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Families.Root, ".nuke/build.schema.json")));
        var parameters = schema.RootElement.GetProperty("allOf")[0].GetProperty("properties").EnumerateObject()
            .Select(parameter => parameter.Name.ToUpperInvariant()).ToList();
        var variables = (await Families.CompileAsync(Families.Own)).SelectMany(file => Regex.Matches(file.Text, "(?m)^ +([A-Z_]+): "))
            .Select(match => match.Groups[1].Value).ToHashSet();

        variables.ShouldContain("KEG_SHARD");
        // The build takes any variable for a parameter whose name is the same but for case and punctuation.
        variables.Where(name => !name.StartsWith("NUKE_", StringComparison.Ordinal))
            .Select(name => name.Replace("_", "", StringComparison.Ordinal)).Intersect(parameters).ShouldBeEmpty();
        variables.Where(name => name.StartsWith("NUKE_", StringComparison.Ordinal))
            .Select(name => name["NUKE_".Length..].Replace("_", "", StringComparison.Ordinal)).ShouldBeSubsetOf(parameters);
    }

    [Theory]
    [InlineData(true, "packages: read", "./build.cmd Doctor HandOn --push --no-probe --most-shards 16\n")]
    [InlineData(false, "packages: read", "./build.cmd HandOn --most-shards 16\n")]
    public async Task The_first_job_only_reads_and_tries_no_push_out(bool checks, string right, string call)
    {
        var text = FamilyWorkflow.Compile(await Families.LoadAsync(Families.Own),
            Families.Workflows[0] with { Preflight = checks ? ["Doctor"] : [] }).Text;

        var plan = text[text.IndexOf("  plan:", StringComparison.Ordinal)..text.IndexOf("\n  level-1:\n", StringComparison.Ordinal)];
        plan.ShouldContain(right);
        plan.ShouldContain(call);
    }

    [Theory]
    [InlineData("provider: registry.example/team", false)]
    [InlineData("provider: registry.example/team\nproviders: [quay.io/team]", false)]
    [InlineData("provider: registry.example/team\nproviders: [ghcr.io/team]", true)]
    [InlineData("provider: GHCR.IO/team", true)]
    public async Task The_token_has_rights_to_packages_only_where_GitHub_s_registry_is_used(string providers, bool has)
    {
        using var folder = new FamilyFolder().Keg($"{providers}\ngroups:\n  all: {{ folders: ['*'] }}\n");
        foreach (var name in Enumerable.Range(0, 5))
            folder.Add($"i{name}/Dockerfile", "FROM scratch\n");
        var model = await folder.LoadAsync();

        foreach (var settings in Families.Workflows.Where(settings => settings.Kind is not (WorkflowKind.Test or WorkflowKind.Release)))
        {
            FamilyWorkflow.TextOf(model, settings).Contains("packages:", StringComparison.Ordinal).ShouldBe(has, settings.Name);
            FamilyWorkflow.TextOf(model, settings with { SmallFamily = 10 }).Contains("packages:", StringComparison.Ordinal)
                .ShouldBe(has, settings.Name);
        }
    }

    [Fact]
    public async Task A_clean_up_with_a_schedule_prunes_everything_then_and_only_then()
    {
        var text = FamilyWorkflow.Compile(await Families.LoadAsync(Families.Own),
            new WorkflowSettings { Name = "clean-up", Kind = WorkflowKind.CleanUp, Schedule = "17 3 * * 0" }).Text;

        text.ShouldContain("- cron: 17 3 * * 0");
        text.ShouldContain("if: ${{ github.event_name == 'schedule' }}");
        text.ShouldContain("run: ./build.cmd Prune\n");
        text.ShouldContain("run: ./build.cmd Prune --branch \"$GONE\"\n");
        WorkflowSafety.Check("clean-up.yml", text).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task No_two_workflows_write_the_same_cache_and_what_only_takes_over_has_none(string family)
    {
        var keys = (await Families.CompileAsync(family)).SelectMany(file => Regex.Matches(file.Text, @"\n +key: (.*)")
            .Select(match => (file.Path, Key: match.Groups[1].Value)).Distinct()).ToList();

        keys.Select(pair => pair.Key).Distinct().Count().ShouldBe(keys.Count);
        var images = (await Families.CompileAsync(family)).Single(file => file.Path.EndsWith("/images.yml", StringComparison.Ordinal)).Text;
        Regex.Count(images, "actions/cache@").ShouldBe(1);
        Regex.Count(images, "actions/setup-dotnet@").ShouldBe(1);
    }

    [Fact]
    public async Task A_family_without_taps_has_no_job_for_them()
    {
        var text = FamilyWorkflow.Compile(await Families.LoadAsync(Families.One), Families.Workflows[0] with { SmallFamily = 0 }).Text;

        text.ShouldContain($"{Staging.NameOf(StageTarget.Base)} ");
        Regex.Matches(text, @"\n  (level-\d+):").ShouldHaveSingleItem();
    }
}
