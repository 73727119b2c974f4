using System.Collections.Immutable;
using KegImages.Preflight;
using KegImages.Tests.Pipeline;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Preflight;

public sealed class ExaminationTests : IAsyncLifetime
{
    private PretendedRun run = null!;

    public async ValueTask InitializeAsync() => run = await PretendedRun.CreateAsync();

    public ValueTask DisposeAsync()
    {
        run.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Where_all_is_well_every_check_says_so()
    {
        await run.Repository.GitAsync("remote", "add", "origin", "https://github.com/example/family.git");

        var report = await ExamineAsync();

        report.IsGreen.ShouldBeTrue(string.Join('\n', report.ToTable()));
        Checks(report, FindingState.Ok)
            .ShouldBe(["engine", "buildx", "git", "tag", "URL", "family", "namespace", "registry", "record", "node image"],
                ignoreOrder: true, string.Join('\n', report.ToTable()));
        Text(report, "tag").ShouldBe("feature-x (9 of 128 characters)");
        Text(report, "URL").ShouldStartWith("keg-base-feature-x (18 of 63");
        Text(report, "registry").ShouldEndWith("takes pushes to 3 images and the family's record");
        Text(report, "record").ShouldBe("nothing is published as feature-x yet");
    }

    [Fact]
    public async Task Nothing_is_changed()
    {
        await ExamineAsync();

        (await run.Repository.GitAsync("status", "--porcelain", "--ignored")).ShouldBe("");
        run.Registry.Count("^PUT").ShouldBe(0);
        run.Registry.Count("^POST").ShouldBe(run.Registry.Count("^DELETE"));
        run.Runner.Commands.Where(command => command.Executable == "docker").Select(command => command.Arguments[0]).Distinct()
            .ShouldBe(["buildx"]);
        run.Engine.Asked.ShouldBe(["GET /version", "GET /info"], ignoreOrder: true);
        run.Runner.Commands.ShouldNotContain(command => command.Arguments.Contains("build"));
    }

    [Theory]
    [InlineData(true, FindingState.Error)]
    [InlineData(false, FindingState.Warning)]
    public async Task A_missing_login_is_an_error_only_where_images_are_pushed(bool push, FindingState state)
    {
        run.Registry.Instead = (request, response) =>
        {
            if (request.HttpMethod == "POST")
                FakeRegistry.Answer(response, 403, """{"errors":[{"code":"DENIED","message":"no"}]}""");
            return request.HttpMethod == "POST";
        };

        var report = await ExamineAsync(push);

        var finding = report.Findings.First(finding => finding.Check == "registry");
        finding.State.ShouldBe(state);
        finding.Text.ShouldBe($"not logged in to {run.Registry.Host}: nothing can be pushed there");
        finding.Next.ShouldBe($"log in: docker login {run.Registry.Host}");
        report.IsGreen.ShouldBe(!push);
    }

    [Fact]
    public async Task Offline_everything_else_is_still_looked_at()
    {
        run.Registry.Dispose();
        run.HasEngine = false;

        var report = await ExamineAsync();

        Checks(report, FindingState.Error).Distinct()
            .ShouldBe(["engine", "registry", "node image"], ignoreOrder: true, string.Join('\n', report.ToTable()));
        Checks(report, FindingState.Ok).ShouldContain("family");
        report.Findings.First(finding => finding.Check == "node image").Location.ShouldBe(new SourceLocation("images/base/Dockerfile", 2));
        report.Findings.Where(finding => finding.State == FindingState.Error)
            .ShouldAllBe(finding => finding.Next != null && !finding.Text.Contains(Environment.NewLine));
    }

    [Fact]
    public async Task Every_fault_of_the_family_is_a_finding_with_its_place()
    {
        run.Repository.Write("taps/evf/Dockerfile", "FROM ghcr.io/example/keg-bse:develop\n");
        run.Repository.Write("taps/two/Dockerfile", "RUN true\n");

        var report = await ExamineAsync();

        report.Findings.Where(finding => finding.Check == "family").Select(finding => finding.Location!.File).Distinct()
            .ShouldBe(["taps/evf/Dockerfile", "taps/two/Dockerfile"], ignoreOrder: true);
        Checks(report, FindingState.Ok).ShouldContain("git");
    }

    [Fact]
    public async Task A_tag_of_another_branch_is_an_error()
    {
        await run.RunAsync();
        await run.Repository.GitAsync("checkout", "--quiet", "-b", "Feature/X");

        var report = await ExamineAsync();

        var finding = report.Findings.Single(finding => finding.Check == "record");
        finding.State.ShouldBe(FindingState.Error);
        finding.Text.ShouldContain("feature/x");
    }

    [Fact]
    public async Task A_detached_head_is_a_finding_that_names_the_option()
    {
        await run.Repository.GitAsync("checkout", "--quiet", "--detach");

        var finding = (await ExamineAsync()).Findings.Single(finding => finding.Check == "tag");

        finding.State.ShouldBe(FindingState.Error);
        finding.Next!.ShouldContain("--tag");
    }

    [Theory]
    [InlineData("onee", null, null)]
    [InlineData(null, ".bad", null)]
    [InlineData(null, null, "no-pair")]
    public async Task A_wrong_option_is_wrong_use(string? tap, string? tag, string? context) =>
        await Should.ThrowAsync<WrongUseException>(() =>
            (run.Options with { Taps = tap is null ? [] : [tap], Tag = tag, Contexts = context is null ? [] : [context] })
            .Examination(run.World).ExamineAsync(CancellationToken.None));

    [Fact]
    public async Task Without_the_private_engine_what_needs_it_is_left_out()
    {
        var missing = Finding.Ok("engine", "the private engine does not run");

        var examination = new Examination(run.Options.At(run.World), run.Options.Selection, run.Options.For(willBuild: false))
        {
            Missing = missing,
        };
        var report = await examination.ExamineAsync(CancellationToken.None);

        report.Findings[0].ShouldBe(missing);
        report.Findings.Select(finding => finding.Check).ShouldNotContain("registry");
        run.Registry.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_report_with_an_error_is_written_and_fails_the_run()
    {
        run.HasEngine = false;
        run.Environment = ImmutableDictionary<string, string>.Empty.Add("NPM_TOKEN",
            "Cannot connect to the Docker daemon at unix:///nowhere/engine.sock. Is the docker daemon running?");

        var error = await Should.ThrowAsync<FailedException>(() =>
            DoctorCommand.ShowAsync(run.Options.Examination(run.World), CancellationToken.None));

        error.Message.ShouldEndWith("to mend first, 1 warning");
        run.Repository.Read("output/doctor.json").ShouldContain("\"no Docker engine answers: ***\"");
        run.Printed.ToString().ShouldContain("→ Start Docker");
    }

    [Theory]
    [InlineData("s3cret-value", "", FindingState.Ok, "tok is the variable TOK; for evf")]
    [InlineData(null, "", FindingState.Error,
        "evf cannot be built without the secret 'tok': the variable TOK is not set (declared at taps/evf/values.yml:1:12)")]
    [InlineData(null, "true", FindingState.Warning,
        "evf cannot be built without the secret 'tok': the variable TOK is not set (declared at taps/evf/values.yml:1:12)")]
    public async Task Which_secret_is_given_and_from_where_is_said_and_never_its_value(string? value, string gitHub, FindingState state,
        string text)
    {
        run.Environment = run.Environment.Add("GITHUB_ACTIONS", gitHub);
        if (value is not null)
            run.Environment = run.Environment.Add("TOK", value);
        run.Repository.Write("taps/evf/values.yml", "secrets: { tok: { env: TOK } }\n");
        run.Repository.Write("taps/evf/Dockerfile", run.Repository.Read("taps/evf/Dockerfile") + "RUN --mount=type=secret,id=tok true\n");

        var finding = (await ExamineAsync()).Findings.Single(finding => finding.Check == "secret");

        (finding.State, finding.Text).ShouldBe((state, text));
    }

    [Fact]
    public async Task A_workflow_that_a_git_tag_started_is_told_the_release_s_tags()
    {
        run.Repository.Write("keg.yml", run.Repository.Read("keg.yml") + "\ntags: { releases: ['{version}', latest] }\n");
        await run.Repository.GitAsync("tag", "v1.2.3");
        await run.Repository.GitAsync("checkout", "--quiet", "--detach");
        run.Environment = run.Environment.Add("GITHUB_ACTIONS", "true").Add("GITHUB_REF_TYPE", "tag").Add("GITHUB_REF_NAME", "v1.2.3");

        Text(await ExamineAsync(), "tag").ShouldBe("1.2.3, latest (6 of 128 characters)");

        run.Environment = run.Environment.SetItem("GITHUB_REF_NAME", "v1.2");
        Text(await ExamineAsync(), "release").ShouldStartWith("the git tag 'v1.2' names no version");
    }

    private Task<DoctorReport> ExamineAsync(bool push = true) =>
        (run.Options with { Push = push }).Examination(run.World).ExamineAsync(CancellationToken.None);

    // What the machine of the test has is not the test's.
    private static IEnumerable<string> Checks(DoctorReport report, FindingState state) =>
        report.Findings.Where(finding => finding.State == state && finding.Check is not ("disk" or "disk here" or "certificates"))
            .Select(finding => finding.Check);

    private static string Text(DoctorReport report, string check) => report.Findings.Single(finding => finding.Check == check).Text;
}
