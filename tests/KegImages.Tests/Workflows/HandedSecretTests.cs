using KegImages.Tests.Configuration;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

public sealed class HandedSecretTests : IDisposable
{
    private const string Keg =
        "provider: ghcr.io/example\ngroups:\n  base: { folders: [base] }\n  hub: { folders: [hub] }\n  taps: { folders: ['taps/*'] }\n";

    private readonly FamilyFolder folder = new FamilyFolder()
        .Add("base/Dockerfile", "FROM scratch\nRUN --mount=type=secret,id=base true\n")
        .Add("hub/Dockerfile", "FROM ghcr.io/example/base:develop\nRUN --mount=type=secret,id=file --mount=type=secret,id=ca true\n")
        .Add("taps/a/Dockerfile", "FROM ghcr.io/example/hub:develop\nRUN --mount=type=secret,id=npm true\n")
        .Add("taps/b/Dockerfile", "FROM ghcr.io/example/hub:develop\n");

    public void Dispose() => folder.Dispose();

    private async Task<string> CompileAsync(WorkflowKind kind, string secrets, int small = 0)
    {
        var model = await folder.Keg(Keg + secrets).LoadAsync();
        var file = FamilyWorkflow.Compile(model,
            new WorkflowSettings { Name = "images", Kind = kind, SmallFamily = small, Preflight = ["Doctor"] });
        WorkflowSafety.Check(file.Path, file.Text).ShouldBeEmpty();
        return file.Text;
    }

    private static string Job(string text, string name)
    {
        var begin = $"\n  {name}:\n";
        var rest = text[(text.IndexOf(begin, StringComparison.Ordinal) + begin.Length)..];
        return string.Join('\n', rest.Split('\n').TakeWhile(line => line.StartsWith("   ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(WorkflowKind.Images)]
    [InlineData(WorkflowKind.PullRequest)]
    public async Task A_step_that_builds_is_handed_what_its_level_and_those_before_mount_and_no_other_step_is(WorkflowKind kind)
    {
        var text = await CompileAsync(kind,
            "secrets: { base: { env: BASE_TOKEN }, npm: { env: NPM_TOKEN }, file: { file: x }, unused: { env: UNUSED } }\n");

        Secrets(Job(text, "plan")).ShouldBeEmpty();
        Secrets(Job(text, "level-1")).ShouldBe(["BASE_TOKEN: ${{ secrets.BASE_TOKEN }}"]);
        Secrets(Job(text, "level-2")).ShouldBe(["BASE_TOKEN: ${{ secrets.BASE_TOKEN }}"]);
        Secrets(Job(text, "level-3")).ShouldBe(["BASE_TOKEN: ${{ secrets.BASE_TOKEN }}", "NPM_TOKEN: ${{ secrets.NPM_TOKEN }}"]);
        Secrets(Job(text, "publish")).ShouldBe(["BASE_TOKEN: ${{ secrets.BASE_TOKEN }}", "NPM_TOKEN: ${{ secrets.NPM_TOKEN }}"]);
        if (kind == WorkflowKind.PullRequest)
            Secrets(Job(text, "fork")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(WorkflowKind.Images)]
    [InlineData(WorkflowKind.PullRequest)]
    public async Task The_one_job_of_a_small_family_is_handed_all(WorkflowKind kind)
    {
        var text = await CompileAsync(kind, "secrets: [base, npm]\n", small: 9);

        Secrets(Job(text, "build")).ShouldBe(["base: ${{ secrets.base }}", "npm: ${{ secrets.npm }}"]);
        // What moves no tag is built by a job beside it.
        if (kind == WorkflowKind.PullRequest)
            Secrets(Job(text, "trial")).ShouldBe(["base: ${{ secrets.base }}", "npm: ${{ secrets.npm }}"]);
        text.Split("secrets.npm").Length.ShouldBe(kind == WorkflowKind.PullRequest ? 3 : 2);
    }

    [Theory]
    [InlineData(WorkflowKind.CleanUp)]
    [InlineData(WorkflowKind.Refresh)]
    [InlineData(WorkflowKind.Test)]
    public async Task Workflows_that_build_no_image_of_the_family_are_handed_none(WorkflowKind kind) =>
        (await CompileAsync(kind, "secrets: [base, npm]\n")).ShouldNotContain("secrets.");

    [Fact]
    public async Task The_job_s_own_token_is_handed_over_as_such() =>
        Secrets(Job(await CompileAsync(WorkflowKind.Images, "secrets: { npm: { env: GITHUB_TOKEN } }\n"), "level-3"))
            .ShouldBe(["GITHUB_TOKEN: ${{ github.token }}"]);

    [Theory]
    [InlineData("GITHUB_SECRET", "none begins with GITHUB_")]
    [InlineData("github_x", "none begins with GITHUB_")]
    [InlineData("KEG_SHARD", "the workflow uses the variable itself")]
    public async Task A_name_that_GitHub_has_for_no_secret_is_refused_with_its_place(string name, string why)
    {
        var refused = await Should.ThrowAsync<WrongUseException>(() =>
            CompileAsync(WorkflowKind.Images, $"secrets: {{ npm: {{ env: {name} }} }}\n"));

        refused.Message.ShouldStartWith("keg.yml:6:12: the secret 'npm' is in the variable " + name);
        refused.Message.ShouldContain(why);
    }

    private static string[] Secrets(string job) => [.. job.Split('\n').Select(line => line.Trim())
        .Where(line => line.Contains("${{ secrets.", StringComparison.Ordinal)
        || line.StartsWith("GITHUB_TOKEN:", StringComparison.Ordinal))];
}
