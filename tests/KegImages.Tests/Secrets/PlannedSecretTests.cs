using System.Collections.Immutable;
using KegImages.Commands;
using KegImages.Pipeline;
using KegImages.Tests.Pipeline;

namespace KegImages.Tests.Secrets;

public sealed class PlannedSecretTests : IAsyncLifetime
{
    private const string Planted = "npm_PLANTED0123";
    private const string From = "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\n";

    private PretendedRun run = null!;

    public async Task InitializeAsync() => run = await PretendedRun.CreateAsync();

    public Task DisposeAsync()
    {
        run.Dispose();
        return Task.CompletedTask;
    }

    private IEnumerable<string> Builds =>
        run.Runner.Commands.Where(command => command.Arguments is ["buildx", "build", ..]).Select(command => command.ToString());

    private void Keg(string more) =>
        run.Repository.Write("keg.yml",
            "provider: ghcr.io/example\ngroups:\n  base: { folders: [images/base] }\n  taps: { folders: ['taps/*'] }\nimages:\n  "
                + "keg-base: { folder: images/base }\n" + more);

    private void Evf(string lines) => run.Repository.Write("taps/evf/Dockerfile", From + lines);

    private async Task<string[]> RefusedAsync(RunOptions? options = null)
    {
        var refused = await Should.ThrowAsync<WrongUseException>(run.RunAsync(options));
        Builds.ShouldBeEmpty();
        refused.Message.ShouldNotContain(Planted);
        return [.. refused.Problems.Select(problem => problem.ToString())];
    }

    [Theory]
    [InlineData("RUN --mount=type=secret,id=tok,required=true true", "the secret 'tok': nothing says where it is",
        "secrets: { tok: { env: TOK } }")]
    [InlineData("RUN --mount=type=secret,id=tok true", "the secret 'tok'", "--secret id=tok,env=TOK")]
    [InlineData("RUN --mount=type=secret,id=tok,required true", "the secret 'tok'", "required=false")]
    [InlineData("RUN --mount=type=secret,target=/root/.npmrc true", "the secret '.npmrc'", "secrets: { .npmrc: { file: ~/.npmrc } }")]
    [InlineData("ARG ID=npm-token\nRUN --mount=type=secret,id=$ID,env=NPM_TOKEN true", "the secret 'npm-token'",
        "secrets: { npm-token: { env: NPM_TOKEN } }")]
    [InlineData("RUN --mount=type=ssh true", "the SSH agent 'default': nothing forwards it", "ssh: [default]")]
    [InlineData("RUN --mount=type=ssh,id=deploy,required=true true", "the SSH agent 'deploy'", "ssh: [deploy=<socket or key>]")]
    public async Task A_mount_that_nothing_is_given_for_is_refused_before_anything_is_built(string lines, string problem, string next)
    {
        Evf(lines + "\n");

        var problems = await RefusedAsync();

        var only = problems.ShouldHaveSingleItem();
        only.ShouldStartWith($"taps/evf/Dockerfile:{2 + lines.Split('\n').Length}: evf cannot be built without {problem}");
        only.ShouldContain(next);
    }

    [Fact]
    public async Task All_that_is_lacking_is_told_together_with_the_images_that_need_it()
    {
        Keg("secrets: { A: { env: A_IS_UNSET }, empty: { env: EMPTY }, gone: { file: nowhere }, folder: { file: images }, large: { file: "
            + "large } }\nssh: ['key=README']\n");
        run.Environment = run.Environment.SetItem("EMPTY", "");
        run.Repository.Write("large", new string('x', 512001));
        run.Repository.Write("README", "no key\n");
        run.Repository.Write("images/base/Dockerfile",
            "ARG KEG_NODE_IMAGE\nFROM $KEG_NODE_IMAGE\nONBUILD RUN --mount=type=secret,id=A true\n");
        Evf("RUN --mount=type=secret,id=empty --mount=type=secret,id=gone true\nRUN --mount=type=secret,id=folder "
            + "--mount=type=secret,id=large --mount=type=ssh,id=key true\n");

        var problems = await RefusedAsync();

        problems.Length.ShouldBe(6, string.Join('\n', problems));
        problems.ShouldContain(text =>
            text.StartsWith("images/base/Dockerfile:3: evf, two cannot be built without the secret 'A': the variable A_IS_UNSET is not "
                + "set (declared at keg.yml:7", StringComparison.Ordinal));
        problems.ShouldContain(text =>
            text.StartsWith("taps/evf/Dockerfile:3: evf cannot be built without the secret 'empty': the variable EMPTY is empty",
                StringComparison.Ordinal));
        problems.ShouldContain(text => text.Contains($"there is no file {run.Repository.Root}/nowhere", StringComparison.Ordinal));
        problems.ShouldContain(text => text.Contains("images is a folder, and a file was meant", StringComparison.Ordinal));
        problems.ShouldContain(text => text.Contains("large holds more than 500 kB", StringComparison.Ordinal));
        problems.ShouldContain(text => text.Contains("README is neither an agent's socket nor a private key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_notes_what_a_build_would_be_refused_for_and_a_dry_run_refuses_it()
    {
        Evf("RUN --mount=type=secret,id=tok,required=true true\nRUN --mount=type=secret,id=maybe,required=false true\n");

        var opened = await run.Options.OpenAsync(run.World, willBuild: false);
        await opened.PlanAsync(CancellationToken.None);

        run.Printed.ToString().ShouldContain("Note: taps/evf/Dockerfile:3: evf cannot be built without the secret 'tok'");
        run.Printed.ToString().ShouldContain(
            "Note: taps/evf/Dockerfile:4: evf can do without the secret 'maybe': nothing says where it is");
        (await RefusedAsync(run.Options with { DryRun = true })).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_secret_is_offered_to_the_image_that_mounts_it_alone_and_its_value_is_in_no_text()
    {
        Keg("secrets: { tok: { env: NPM_TOKEN }, npmrc: { file: ~/.npmrc } }\n");
        run.Environment = run.Environment.SetItem("NPM_TOKEN", Planted).SetItem("HOME", run.Repository.Root + "/home");
        run.Repository.Write("home/.npmrc", $"//registry.npmjs.org/:_authToken={Planted}\n");
        Evf("RUN --mount=type=secret,id=tok true\n");
        run.Repository.Write("taps/two/Dockerfile", From
            + "RUN --mount=type=secret,id=npmrc,target=/root/.npmrc true\nRUN --mount=type=secret,id=nothing,required=false true\n");

        await run.RunAsync();

        var built = run.Runner.Commands.Where(command => command.Arguments is ["buildx", "build", ..])
            .ToDictionary(command => Path.GetFileName(command.Arguments[^1]));
        Secrets(built["base"]).ShouldBeEmpty();
        Secrets(built["evf"]).ShouldBe(["id=tok,env=NPM_TOKEN"]);
        Secrets(built["two"]).ShouldBe([$"id=npmrc,src={run.Repository.Root}/home/.npmrc"]);
        built["evf"].Environment["NPM_TOKEN"].ShouldBe(Planted);
        run.Runner.Commands.Where(command => command != built["evf"]).ShouldAllBe(command => !command.Environment.Values.Contains(Planted));
        run.Runner.Commands.ShouldAllBe(command => !command.ToString().Contains(Planted, StringComparison.Ordinal));
        run.Printed.ToString().ShouldNotContain(Planted);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(run.Repository.Root, "output")))
            (await File.ReadAllTextAsync(file)).ShouldNotContain(Planted);

        static string[] Secrets(Command command) =>
            [.. command.Arguments.Zip(command.Arguments.Skip(1)).Where(pair => pair.First == "--secret").Select(pair => pair.Second)];
    }

    [Fact]
    public async Task The_command_line_gives_a_secret_for_one_run()
    {
        run.Environment = run.Environment.SetItem("tok", Planted);
        Evf("RUN --mount=type=secret,id=tok,required=true true\n");

        await run.RunAsync(run.Options with { Secrets = ["id=tok"] });

        Builds.ShouldContain(command => command.Contains("--secret id=tok,env=tok", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_s_file_that_COPY_would_take_along_is_refused()
    {
        Keg("secrets: { npmrc: { file: taps/evf/.npmrc } }\n");
        run.Repository.Write("taps/evf/.npmrc", $"_authToken={Planted}\n");
        Evf("COPY . /app\nRUN --mount=type=secret,id=npmrc true\n");

        (await RefusedAsync()).ShouldHaveSingleItem()
            .ShouldStartWith("taps/evf/.npmrc: the secret 'npmrc' is the file .npmrc of the build context of evf");
        run.Repository.Write("taps/evf/.dockerignore", ".npmrc\n");
        await run.RunAsync();
    }

    [Fact]
    public async Task A_reused_image_needs_no_secret()
    {
        Keg("secrets: { tok: { env: NPM_TOKEN } }\n");
        run.Environment = run.Environment.SetItem("NPM_TOKEN", Planted);
        Evf("RUN --mount=type=secret,id=tok true\n");
        await run.RunAsync();
        run.Environment = ImmutableDictionary<string, string>.Empty;

        await run.RunAsync();

        Builds.Count().ShouldBe(3, "nothing was built again: a secret's value is no input");
    }
}
