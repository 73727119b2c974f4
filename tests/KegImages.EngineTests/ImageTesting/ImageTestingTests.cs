using System.Xml.Linq;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;

namespace KegImages.EngineTests.ImageTesting;

public sealed class ImageTestingTests(EngineFixture engine) : GitFamilyTests(engine)
{
    private const string Until = "io.keg.test.until";

    private const string Green = """
        schemaVersion: 2.0.0
        globalEnvVars: [{ key: WHO, value: "in $PATH" }]
        commandTests:
          - name: prints what it was built from
            command: cat
            args: [/base, /one]
            expectedOutput: ['^base \d+one \d+$']
            excludedOutput: ['(?i)TWO']
          - name: setup is there, and variables are expanded
            setup: [[sh, -c, 'printenv WHO GREETING > /made']]
            teardown: [[rm, /made]]
            envVars: [{ key: GREETING, value: "hello $WHO" }]
            command: sh
            args: [-c, 'cat /made; echo "$WHO"; exit 3']
            expectedOutput: ['^in /.*\nhello in /.*\nin /.*\n$']
            exitCode: 3
          - name: reaches no network
            command: cat
            args: [/proc/net/dev]
            expectedOutput: [' lo:']
            excludedOutput: [eth0]
        fileExistenceTests:
          - { name: its file, path: /one, permissions: -rw-r--r--, uid: 0, gid: 0 }
          - { name: the file of another, path: /two, shouldExist: false }
        fileContentTests:
          - { name: its file's text, path: /one, expectedContents: ['^one'] }
        metadataTest:
          labels: [{ key: io.keg.fingerprint, value: '^sha256:|^[0-9a-f]', isRegex: true }]
        """;

    private const string Red = """
        schemaVersion: 2.0.0
        timeout: 8s
        commandTests:
          - { name: another exit code, command: sh, args: [-c, 'echo so >&2; exit 7'] }
          - { name: never ends, command: sleep, args: ["600"] }
          - { name: no such command, command: no-such-command }
          - { name: passes, command: "true" }
        fileExistenceTests:
          - { name: not there, path: /two }
        health: { timeout: 2s }
        http:
          - { name: nobody answers, port: 8080 }
        """;

    [EngineFact]
    public async Task What_passed_is_not_tested_again_and_what_a_branch_says_counts_for_branches_only()
    {
        await TestedAsync("one", Green);
        await Family.GitAsync("checkout", "--quiet", "-b", "feature/x");
        await Family.PushAsync();
        Said().ShouldContain("one: 7 tests passed (");
        using var clone = await Family.CloneAsync();
        await clone.GitAsync("checkout", "--quiet", "-b", "feature/y");

        await clone.PushAsync();

        clone.Printed.ToString().ShouldContain("tests: 0 to run, 1 known to pass, 3 images have none");
        clone.Printed.ToString().ShouldContain("one: 7 tests passed before, at ");
        await Family.GitAsync("checkout", "--quiet", "develop");
        await Family.PushAsync();
        Said().ShouldContain("one: 7 tests passed (", customMessage: "a branch's result is none for the default branch");
        await Family.PushAsync();
        Said().ShouldContain("one: 7 tests passed before, at ");

        await TestedAsync("one", Green.Replace("^one", "one 1", StringComparison.Ordinal));
        await Family.PushAsync();
        Said().ShouldContain("one: 7 tests passed (", customMessage: "another test file is another test");
        Family.Builds.ShouldBeEmpty();
    }

    [EngineFact]
    public async Task No_tag_moves_on_a_red_test_and_nothing_of_the_tests_is_left()
    {
        await Family.PushAsync();
        var before = await Task.WhenAll(Names.Select(name => Family.DigestAsync(name, "develop")));
        Family.Write("taps/one/file", "one 2");
        await TestedAsync("one", Red);
        Said();

        (await Should.ThrowAsync<FailedException>(() => Family.PushAsync()))
            .Message.ShouldContain("tests failed: one (6 of 7); no tag was moved");

        (await Task.WhenAll(Names.Select(name => Family.DigestAsync(name, "develop")))).ShouldBe(before);
        var said = Said();
        said.ShouldContain("ended with 7 instead of 0; it printed: 'so'");
        said.ShouldContain("did not end within 8 s");
        said.ShouldContain("no-such-command");
        said.ShouldContain("/two is not there");
        said.ShouldContain("the image has no HEALTHCHECK");
        said.ShouldContain("http 'nobody answers' failed");
        var report = XDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Family.Root, "output", "tests.xml")));
        report.Root!.Attribute("failures")!.Value.ShouldBe("6");
        report.Descendants("testcase").Count().ShouldBe(7);
        await NothingIsLeftAsync();
        await Should.ThrowAsync<FailedException>(() => Family.PushAsync());
        Said().ShouldContain("one: 6 of 7 tests failed", customMessage: "what failed is run again");
    }

    [EngineFact]
    public async Task A_service_becomes_healthy_and_answers_and_several_images_are_tested_together()
    {
        Family.Write("taps/two/Dockerfile", """
            FROM ghcr.io/example/tap:develop AS tap
            FROM ghcr.io/example/keg-base:develop
            COPY --from=tap /tap /two
            HEALTHCHECK --interval=1s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/').then(r => process.exit(r.ok ? 0 : 1))"]
            CMD ["node", "-e", "require('http').createServer((q, r) => { r.statusCode = q.url === '/' ? 200 : 404; r.end('two answers') }).listen(8080)"]
            """);
        Family.Write("tests/compose.yml", """
            services:
              two:
                image: ${KEG_IMAGE_TWO}
              test:
                image: ${KEG_IMAGE_ONE}
                depends_on: { two: { condition: service_healthy } }
                volumes: ["./fixture:/fixture:ro", "kept:/kept"]
                command: [node, -e, "fetch('http://two:8080/').then(r => r.text()).then(t => process.exit(t === require('fs').readFileSync('/fixture/expected', 'utf8') ? 0 : 9))"]
            volumes: { kept: {} }
            """);
        Family.Write("tests/fixture/expected", "two answers");
        await TestedAsync("two", """
            schemaVersion: 2.0.0
            health: { timeout: 60s }
            http:
              - { name: it answers, port: 8080, expectedBody: [^two] }
              - { name: nothing else is there, port: 8080, path: /none, status: 404 }
            compose: { file: compose.yml }
            """);

        await Family.PushAsync();

        Said().ShouldContain("two: 4 tests passed (");
        Family.Write("tests/fixture/expected", "something else");
        await Family.CommitAsync("another fixture");
        (await Should.ThrowAsync<FailedException>(() => Family.PushAsync())).Message.ShouldContain("tests failed: two (1 of 4)");
        Said().ShouldContain("service 'test' ended with 9");
        await NothingIsLeftAsync();
    }

    [EngineFact]
    public async Task What_an_interrupted_run_made_is_gone_and_what_a_killed_one_left_the_next_one_takes_away()
    {
        await TestedAsync("one", "schemaVersion: 2.0.0\ncommandTests: [{ name: long, command: sleep, args: ['600'] }]\ntimeout: 60s\n");
        var left = (await Engine.DockerAsync("run", "--detach", "--label", $"{Until}=1", Engine.Endpoint.RootImage.ToString(), "sleep",
            "600")).Trim();
        var network = $"keg-test-{Guid.NewGuid():n}";
        await Engine.DockerAsync("network", "create", "--label", $"{Until}=1", network);
        var run = await Family.OpenAsync(Family.Options);
        await run.PlanAsync(CancellationToken.None);
        await Family.BuildAsync(run, Family.Options);
        using var interruption = new CancellationTokenSource();

        var testing = run.TestAsync(interruption.Token);
        await UntilAsync(async () => (await ContainersAsync()).Any(id => id != left));
        await interruption.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => testing);
        await NothingIsLeftAsync();
        (await Engine.DockerAsync("ps", "--all", "--quiet", "--no-trunc")).ShouldNotContain(left);
        (await Engine.DockerAsync("network", "ls", "--format", "{{.Name}}")).ShouldNotContain(network);
        (await Family.DigestAsync("one", "develop")).ShouldBeNull();
    }

    private async Task TestedAsync(string image, string tests)
    {
        Family.Write($"tests/{image}.yaml", tests);
        var settings = await File.ReadAllTextAsync(Path.Combine(Family.Root, "keg.yml"));
        if (!settings.Contains(image + ".yaml", StringComparison.Ordinal))
            Family.Write("keg.yml", $"{settings.TrimEnd()}\n  {image}: {{ tests: [tests/{image}.yaml] }}\n");
        await Family.CommitAsync("tests");
    }

    private string Said()
    {
        var said = Family.Printed.ToString();
        Family.Printed.GetStringBuilder().Clear();
        return said;
    }

    // Other tests of this assembly may be testing images meanwhile: theirs are gone soon, ours are gone now.
    private async Task NothingIsLeftAsync()
    {
        var (containers, networks) = (await ContainersAsync(), await NetworksAsync());
        await UntilAsync(async () => !(await ContainersAsync()).Intersect(containers).Any());
        await UntilAsync(async () => !(await NetworksAsync()).Intersect(networks).Any());
        (await Engine.DockerAsync("volume", "ls", "--format", "{{.Name}}")).ShouldNotContain("_kept");
    }

    private async Task<string[]> ContainersAsync() => Lines(await Engine.DockerAsync("ps", "--all", "--no-trunc", "--filter",
        $"label={Until}",
        "--format", "{{.ID}}"));

    private async Task<string[]> NetworksAsync() =>
        Lines(await Engine.DockerAsync("network", "ls", "--filter", $"label={Until}", "--format", "{{.Name}}"));

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds())
            await Task.Delay(50, limit.Token);
    }
}
