using KegImages.Tests.Configuration;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

/// <summary>Which jobs sign, by which right, and which verify.</summary>
public sealed class SigningWorkflowTests
{
    private const string Keyless = "sign: { identity: 'https://github.com/a/b/.github/workflows/images.yml@refs/heads/develop' }\n";
    private const string ByKey = "sign: { key: env://MY_KEY, publicKey: cosign.pub }\n";
    private const string Right = "id-token: write";
    private const string Installer = "sigstore/cosign-installer@";

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Without_a_key_the_job_that_publishes_says_who_it_is_and_no_other_can(int taps)
    {
        var file = await CompileAsync(WorkflowKind.Images, Keyless, taps);
        var job = file[file.IndexOf(taps == 1 ? "  build:\n" : "  publish:\n", StringComparison.Ordinal)..];

        file.Split(Right).Length.ShouldBe(2, "one job has it");
        job.ShouldContain(Right);
        job.ShouldContain("Push Sign");
        file.Split(Installer).Length.ShouldBe(2);
        file.ShouldNotContain("COSIGN_PASSWORD");
        WorkflowSafety.Check("images.yml", file).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_pull_request_signs_nothing(int taps)
    {
        foreach (var sign in new[] { Keyless, ByKey })
        {
            var file = await CompileAsync(WorkflowKind.PullRequest, sign, taps);
            file.ShouldNotContain(Right);
            file.ShouldNotContain("Sign");
            file.ShouldNotContain("COSIGN");
            file.ShouldNotContain("MY_KEY");
        }
    }

    [Fact]
    public async Task A_key_and_its_password_come_from_secrets_to_the_step_that_signs_alone()
    {
        var file = await CompileAsync(WorkflowKind.Images, ByKey, 4);

        file.Split("COSIGN_PASSWORD: ${{ secrets.COSIGN_PASSWORD }}\n").Length.ShouldBe(2);
        file.Split("MY_KEY: ${{ secrets.MY_KEY }}\n").Length.ShouldBe(2);
        file[..file.IndexOf("  publish:\n", StringComparison.Ordinal)].ShouldNotContain("MY_KEY");
        file.ShouldNotContain(Right);
        // A file is on no runner.
        (await CompileAsync(WorkflowKind.Images, "sign: { key: cosign.key, publicKey: cosign.pub }\n", 4)).ShouldNotContain("Sign");
        (await CompileAsync(WorkflowKind.Images, "", 4)).ShouldNotContain(Installer);
    }

    [Fact]
    public async Task Where_only_signed_images_are_taken_each_job_that_takes_some_can_verify()
    {
        var file = await CompileAsync(WorkflowKind.Images, $"{ByKey}requireSigned: true\n", 4);

        file.Split(Installer).Length.ShouldBe(5, "plan, two levels, publish");
    }

    [Fact]
    public async Task What_is_attested_is_built_by_a_builder_that_can() =>
        (await CompileAsync(WorkflowKind.Images, "attest: { provenance: max }\n", 4)).ShouldNotContain("driver: docker\n");

    private static async Task<string> CompileAsync(WorkflowKind kind, string said, int taps)
    {
        using var folder = new FamilyFolder()
            .Keg($"provider: ghcr.io/example\ngroups:\n  base: {{ folders: [base] }}\n  taps: {{ folders: ['taps/*'] }}\n{said}")
            .Add("base/Dockerfile", "FROM scratch\n");
        for (var i = 0; i < taps; i++)
            folder.Add($"taps/tap-{i}/Dockerfile", "FROM ghcr.io/example/base:develop\n");
        return FamilyWorkflow.Compile(await folder.LoadAsync(), new WorkflowSettings { Name = "images", Kind = kind }).Text;
    }
}
