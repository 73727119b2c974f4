using KegImages.Pipeline;
using KegImages.Tests.Pipeline;

namespace KegImages.Tests.Secrets;

public sealed class ShownSecretTests : IAsyncLifetime
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

    private async Task<string> RefusedAsync(RunOptions? options = null)
    {
        var refused = await Should.ThrowAsync<WrongUseException>(run.RunAsync(options));
        run.Runner.Commands.ShouldAllBe(command =>
            !command.Arguments.Contains("build") && !command.ToString().Contains(Planted, StringComparison.Ordinal));
        run.World.Masking.Apply(refused.Message).ShouldNotContain(Planted);
        refused.Message.ShouldNotContain(Planted);
        return refused.Problems.ShouldHaveSingleItem().ToString();
    }

    [Theory]
    [InlineData("env: { NPM_TOKEN: npm_PLANTED0123 }\nsecrets: [NPM_TOKEN]\n", "ARG NPM_TOKEN", "NPM_TOKEN")]
    [InlineData("env: { NPM_TOKEN: npm_PLANTED0123 }\n", "ARG NPM_TOKEN", "NPM_TOKEN")]
    [InlineData("args: { NPM_TOKEN: short }\n", "ARG OTHER NPM_TOKEN", "NPM_TOKEN")]
    [InlineData("args: { LICENSE: x }\nsecrets: [LICENSE]\n", "ARG LICENSE", "LICENSE")]
    [InlineData("args: { LICENSE: x }\nsecrets: { lic: { env: LICENSE } }\n", "ARG LICENSE", "LICENSE")]
    public async Task A_build_arg_with_a_secret_s_name_is_refused_with_the_lines_to_write_instead(string values, string arg, string name)
    {
        run.Repository.Write("taps/evf/values.yml", values);
        run.Repository.Write("taps/evf/Dockerfile", From + arg + "\n");

        var problem = await RefusedAsync();

        problem.ShouldStartWith($"taps/evf/values.yml:1:");
        problem.ShouldContain($"{name} is a secret, and it is given to ARG {name} (taps/evf/Dockerfile:3)");
        problem.ShouldContain($"RUN --mount=type=secret,id={name},env={name} …");
        problem.ShouldContain($"secrets: {{ {name}: {{ env: {name} }} }}");
    }

    [Theory]
    [InlineData("env: { NPM_TOKEN: npm_PLANTED0123, URL: 'https://x/{{ envs.NPM_TOKEN }}' }\n", "ARG URL",
        "the value of URL has that of the secret NPM_TOKEN in it")]
    [InlineData("args: { URL: 'https://u:npm_PLANTED0123@x/' }\n", "ARG URL", "the value of URL is a URL with a login in it")]
    [InlineData("args: { URL: 'https://x/?access_token=npm_PLANTED0123' }\n", "ARG URL", "the value of URL is a URL with a login in it")]
    [InlineData("", "ADD https://u:npm_PLANTED0123@x/a /a", "ADD has a login in its URL")]
    [InlineData("", "ADD https://x/a?token=npm_PLANTED0123 /a", "ADD has a login in its URL")]
    public async Task What_is_made_of_a_secret_is_refused_too(string values, string line, string problem)
    {
        run.Repository.Write("taps/evf/values.yml", values + "ports: [3000]\n");
        run.Repository.Write("taps/evf/Dockerfile", From + line + "\n");

        (await RefusedAsync()).ShouldContain(problem);
    }

    [Theory]
    [InlineData("ARG A=npm_PLANTED0123")]
    [InlineData("ENV A=npm_PLANTED0123")]
    [InlineData("LABEL a=x-npm_PLANTED0123-y")]
    [InlineData("RUN echo npm_PLANTED0123 > /a")]
    [InlineData("RUN <<X\necho npm_PLANTED0123\nX")]
    [InlineData("ONBUILD RUN echo npm_PLANTED0123")]
    public async Task The_value_of_a_declared_secret_is_found_wherever_a_Dockerfile_writes_it(string line)
    {
        run.Environment = run.Environment.SetItem("KEY_OF_ALL", Planted);
        run.Repository.Write("taps/evf/values.yml", "secrets: { all: { env: KEY_OF_ALL } }\n");
        run.Repository.Write("taps/evf/Dockerfile", From + line + "\n");

        (await RefusedAsync()).ShouldStartWith("taps/evf/Dockerfile:3: ");
    }

    [Fact]
    public async Task A_context_s_login_is_refused_wherever_it_is_said()
    {
        run.Repository.Write("taps/evf/Dockerfile", From + "COPY --from=hub / /hub\n");

        var problem = await RefusedAsync(run.Options with { Contexts = [$"hub=https://token:{Planted}@example.com/hub.git"] });

        problem.ShouldStartWith("--context: the build context 'hub' has a login in its URL");
        problem.ShouldContain("GIT_AUTH_TOKEN");
    }

    [Fact]
    public async Task A_login_in_the_registry_s_name_is_refused_and_not_quoted()
    {
        var refused = await Should.ThrowAsync<WrongUseException>(
            run.RunAsync(run.Options with { Registry = $"user:{Planted}@example.com" }));

        refused.Message.ShouldNotContain(Planted);
        refused.Message.ShouldContain("docker login");
    }

    [Theory]
    [InlineData("args: { TOKEN_URL: 'https://example.com/token' }\n", "ARG TOKEN_URL")]
    [InlineData("args: { USE_TOKEN: 'true' }\n", "ARG USE_TOKEN")]
    [InlineData("args: { NPM_TOKEN: '' }\n", "ARG NPM_TOKEN")]
    [InlineData("env: { NPM_TOKEN: npm_PLANTED0123 }\n", "ARG OTHER")]
    [InlineData("env: { DB_PASSWORD: postgres }\n", "RUN echo apk add postgresql-client")]
    [InlineData("args: { CSRF_TOKEN: disabled-in-tests }\n", "ARG CSRF_TOKEN")]
    [InlineData("args: { REPO: 'ssh://git@example.com/a.git', WEB: 'https://team@dev.example.com/a' }\n", "ARG REPO WEB")]
    public async Task What_only_looks_like_one_is_not_refused(string values, string arg)
    {
        run.Repository.Write("keg.yml",
            "provider: ghcr.io/example\nnotSecret: [CSRF_TOKEN]\ngroups:\n  base: { folders: [images/base] }\n  taps: { folders: "
                + "['taps/*'] }\nimages:\n  keg-base: { folder: images/base }\n");
        run.Repository.Write("taps/evf/values.yml", values + "ports: [3000]\n");
        run.Repository.Write("taps/evf/Dockerfile", From + arg + "\n");

        await run.RunAsync();

        run.Runner.Commands.ShouldAllBe(command => !command.ToString().Contains(Planted, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Explanations_for_machines_are_masked_in_file_and_output_alike()
    {
        run.Repository.Write("taps/evf/values.yml", "ports: [3000]\nargs: { SHOWN: before-npm }\n");
        run.Repository.Write("taps/evf/Dockerfile", From + "ARG SHOWN\n");
        await run.RunAsync();
        run.Environment = run.Environment.SetItem("NPM_TOKEN", Planted);
        run.Repository.Write("taps/evf/values.yml", $"ports: [3000]\nargs: {{ SHOWN: {Planted} }}\n");
        using var json = new StringWriter();

        var opened = await (run.Options with { WithAncestors = true, Json = json }).OpenAsync(run.World, willBuild: false);
        await opened.ExplainAsync(CancellationToken.None);

        json.ToString().ShouldContain("SHOWN");
        json.ToString().ShouldNotContain(Planted);
        json.ToString().ShouldBe(await File.ReadAllTextAsync(Path.Combine(run.Repository.Root, "output/explain.json")));
    }
}
