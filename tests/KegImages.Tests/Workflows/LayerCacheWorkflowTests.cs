using KegImages.Tests.Configuration;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

/// <summary>What workflows do with layers in the registry.</summary>
public sealed class LayerCacheWorkflowTests
{
    private const string Write = "NUKE_LAYER_CACHE: write\n";
    private const string Read = "NUKE_LAYER_CACHE: read\n";
    private const string OfPullRequests = "NUKE_LAYER_CACHE: ${{ (github.event_name == 'merge_group' || "
        + "github.event.pull_request.head.ref == 'develop') && 'read' || 'write' }}\n";

    [Fact]
    public async Task Nothing_is_said_of_it_unless_keg_yml_switches_it_on_and_where_nothing_is_run()
    {
        foreach (var (cache, steps) in new[] { ("", "RUN true\n"), ("workflows: { cache: off }\n", "RUN true\n"),
            ("workflows: { cache: on }\n", "COPY . /\n") })
        {
            var file = await CompileAsync(WorkflowKind.Images, cache, steps, taps: 4);
            file.ShouldNotContain("NUKE_LAYER_CACHE");
            file.ShouldContain("driver: docker\n");
        }
    }

    [Fact]
    public async Task Jobs_that_build_take_over_and_keep_with_a_builder_that_can()
    {
        var file = await CompileAsync(WorkflowKind.Images, "workflows: { cache: on }\n", "RUN true\n", taps: 4);

        file.Split(Write).Length.ShouldBe(3, "one of each level, and neither plan nor publish");
        file.ShouldContain("driver: docker-container\n");
        file.ShouldNotContain("driver: docker\n");
    }

    [Fact]
    public async Task A_pull_request_keeps_its_own_and_a_queue_the_default_branch_and_a_fork_only_take_over()
    {
        var file = await CompileAsync(WorkflowKind.PullRequest, "workflows: { cache: on }\n", "RUN true\n", taps: 4);

        file.Split(OfPullRequests).Length.ShouldBe(3);
        var fork = file[file.IndexOf("  fork:\n", StringComparison.Ordinal)..];
        fork.ShouldContain(Read);
        fork[..fork.IndexOf("  report:\n", StringComparison.Ordinal)].ShouldContain("driver: docker\n");
    }

    [Fact]
    public async Task A_small_family_does_it_in_its_one_job()
    {
        (await CompileAsync(WorkflowKind.Images, "workflows: { cache: on }\n", "RUN true\n", taps: 1)).ShouldContain(Write);
        var file = await CompileAsync(WorkflowKind.PullRequest, "workflows: { cache: on }\n", "RUN true\n", taps: 1);
        file[..file.IndexOf("  trial:\n", StringComparison.Ordinal)].ShouldContain(Write);
        file[file.IndexOf("  trial:\n", StringComparison.Ordinal)..].ShouldNotContain(Write);
        WorkflowSafety.Check("pull-request.yml", file).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_word_is_refused() =>
        (await Should.ThrowAsync<WrongUseException>(() => CompileAsync(WorkflowKind.Images, "workflows: { cache: max }\n", "", 1))).Message
            .ShouldContain("'on' or 'off'");

    private static async Task<string> CompileAsync(WorkflowKind kind, string cache, string steps, int taps)
    {
        using var folder = new FamilyFolder()
            .Keg($"provider: ghcr.io/example\ngroups:\n  base: {{ folders: [base] }}\n  taps: {{ folders: ['taps/*'] }}\n{cache}")
            .Add("base/Dockerfile", "FROM scratch\n");
        for (var i = 0; i < taps; i++)
            folder.Add($"taps/tap-{i}/Dockerfile", $"FROM ghcr.io/example/base:develop\n{steps}");
        return FamilyWorkflow.Compile(await folder.LoadAsync(), new WorkflowSettings { Name = "images", Kind = kind }).Text;
    }
}
