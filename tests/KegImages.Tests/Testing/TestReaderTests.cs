using KegImages.Testing;

namespace KegImages.Tests.Testing;

public sealed class TestReaderTests
{
    // Each key once, but those that are refused.
    internal const string Whole = """
        schemaVersion: 2.0.0
        timeout: 2m
        network: true
        globalEnvVars: [{ key: A, value: b }]
        containerRunOptions: { user: root, allocateTty: true, envFile: test.env, capabilities: [NET_BIND_SERVICE] }
        commandTests:
          - name: n
            setup: [[touch, /a], [touch, /b]]
            teardown: [[rm, /a]]
            envVars: [{ key: A, value: x }]
            command: node
            args: [--version, 1, '']
            expectedOutput: [^v20]
            excludedOutput: [v21]
            expectedError: [e]
            excludedError: [f]
            exitCode: 1
        fileExistenceTests:
          - { name: n, path: /a, shouldExist: true, permissions: -rw-r--r--, uid: 0, gid: 1000, isExecutableBy: any }
        fileContentTests:
          - { name: n, path: /a, expectedContents: [a], excludedContents: [b] }
        metadataTest:
          envVars: [{ key: A, value: ^b, isRegex: true }]
          unboundEnvVars: [{ key: B }]
          labels: [{ key: l, value: v }]
          exposedPorts: [80, 53/udp]
          unexposedPorts: ["22"]
          volumes: [/data]
          unmountedVolumes: [/tmp]
          entrypoint: []
          cmd: [node]
          workdir: /keg
          user: node
        health: { timeout: 30s }
        http:
          - { name: n, port: 80, path: /a?b, status: 404, expectedBody: [a], excludedBody: [b], timeout: 5s }
        compose: { file: compose.yml, timeout: 1m }
        """;

    [Fact]
    public void Every_key_is_read()
    {
        var (suite, problems) = TestReader.Read(Whole, "test.yaml");

        problems.ShouldBeEmpty();
        suite!.Count.ShouldBe(7);
        suite.Timeout.ShouldBe(TimeSpan.FromMinutes(2));
        suite.Network.ShouldBeTrue();
        suite.Options.ShouldSatisfyAllConditions(options => options.User.ShouldBe("root"), options => options.Terminal.ShouldBeTrue(),
            options => options.EnvFile.ShouldBe("test.env"), options => options.Capabilities.ShouldBe(["NET_BIND_SERVICE"]));
        var command = suite.Commands.ShouldHaveSingleItem();
        command.Command.ShouldBe(["node", "--version", "1", ""]);
        command.Setup.Select(words => string.Join(' ', words)).ShouldBe(["touch /a", "touch /b"]);
        command.Teardown.ShouldHaveSingleItem();
        command.ExitCode.ShouldBe(1);
        suite.Existence[0].ShouldSatisfyAllConditions(file => file.Uid.ShouldBe(0), file => file.Gid.ShouldBe(1000),
            file => file.IsExecutableBy.ShouldBe("any"));
        suite.Metadata!.EntryPoint!.Value.ShouldBeEmpty();
        suite.Metadata.Variables[0].Accepts("bc").ShouldBeTrue();
        suite.Health!.Timeout.ShouldBe(TimeSpan.FromSeconds(30));
        suite.Http[0].ShouldSatisfyAllConditions(http => http.Status.ShouldBe(404), http => http.Path.ShouldBe("/a?b"),
            http => http.Timeout.ShouldBe(TimeSpan.FromSeconds(5)));
        suite.Compose!.Timeout.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("commandTests: [{ name: n, command: c }]", "'schemaVersion' is missing")]
    [InlineData("schemaVersion: 1.0.0\ncommandTests: [{ name: n, command: c }]", "'1.0.0' is not a version of the schema that is read: 2.0.0 is")]
    [InlineData("schemaVersion: 2.0.0", "the file holds no test")]
    [InlineData("schemaVersion: 2.0.0\nmetadataTest: {}", "the file holds no test")]
    [InlineData("schemaVersion: 2.0.0\ncomandTests: []", "unknown key 'comandTests' (did you mean 'commandTests'?)")]
    [InlineData("schemaVersion: 2.0.0\ncommandTests: [{ name: n }]", "'commandTests.command' is missing")]
    [InlineData("schemaVersion: 2.0.0\ncommandTests: [{ command: c }]", "'commandTests.name' is missing")]
    [InlineData("schemaVersion: 2.0.0\ncommandTests: [{ name: n, command: c, expectedOutput: ['('] }]", "'(' is not a regular expression as Go")]
    [InlineData("schemaVersion: 2.0.0\ncommandTests: [{ name: n, command: c, expectedOutput: ['\\pL'] }]", "Unicode classes")]
    [InlineData("schemaVersion: 2.0.0\ncommandTests: [{ name: n, command: c, exitCode: 300 }]", "'300' is not a whole number from 0 to 255")]
    [InlineData("schemaVersion: 2.0.0\ncommandTests: [{ name: n, command: c, setup: [[]] }]", "the list is empty")]
    [InlineData("schemaVersion: 2.0.0\nfileExistenceTests: [{ name: n, path: /a, shouldExist: yes }]", "expected true or false, found 'yes'")]
    [InlineData("schemaVersion: 2.0.0\nfileExistenceTests: [{ name: n, path: /a, permissions: '0644' }]", "'0644' are no permissions")]
    [InlineData("schemaVersion: 2.0.0\nfileExistenceTests: [{ name: n, path: /a, isExecutableBy: owners }]", "(did you mean 'owner'?)")]
    [InlineData("schemaVersion: 2.0.0\nfileContentTests: [{ name: n, path: /a }]", "the test asks nothing")]
    [InlineData("schemaVersion: 2.0.0\nmetadataTest: { labels: [{ key: a, value: '[', isRegex: true }] }", "'[' is not a regular expression")]
    [InlineData("schemaVersion: 2.0.0\nlicenseTests: [{ debian: true }]", "which licences are allowed is one company's list")]
    [InlineData("schemaVersion: 2.0.0\ncontainerRunOptions: { privileged: true }", "no container has the rights of the machine")]
    [InlineData("schemaVersion: 2.0.0\ncontainerRunOptions: { bindMounts: ['/:/host'] }", "folders of the machine are not mounted")]
    [InlineData("schemaVersion: 2.0.0\ncontainerRunOptions: { envVars: [TOKEN] }", "variables of the machine are not handed in")]
    [InlineData("schemaVersion: 2.0.0\nhealth: {}", "'health.timeout' is missing")]
    [InlineData("schemaVersion: 2.0.0\nhealth: { timeout: 3h }", "'3h' is not a duration")]
    [InlineData("schemaVersion: 2.0.0\nhealth: { timeout: 61m }", "'61m' is not a duration")]
    [InlineData("schemaVersion: 2.0.0\nhttp: [{ name: n, port: 0 }]", "'0' is not a whole number from 1 to 65535")]
    [InlineData("schemaVersion: 2.0.0\nhttp: [{ name: n, port: 80, path: 'a b' }]", "'a b' is not the path of a request")]
    [InlineData("schemaVersion: 2.0.0\ncompose: {}", "'compose.file' is missing")]
    public void What_is_wrong_is_said_with_its_place(string text, string expected)
    {
        var (suite, problems) = TestReader.Read(text, "a/test.yaml");

        suite.ShouldBeNull();
        problems.ShouldContain(problem => problem.Message.Contains(expected, StringComparison.Ordinal)
            && problem.Location!.File == "a/test.yaml" && problem.Location.Line > 0,
            string.Join('\n', problems));
    }

    [Fact]
    public void All_problems_of_a_file_are_found_together() =>
        TestReader.Read("schemaVersion: 3\nfoo: 1\nhealth: { timeout: x }\nhttp: [{ port: a }]\n", "t").Problems.Count.ShouldBe(5);

    [Fact]
    public void An_empty_file_says_what_is_needed() =>
        TestReader.Read("# nothing\n", "t").Problems.ShouldHaveSingleItem().Message.ShouldContain("'schemaVersion: 2.0.0' and tests are needed");

    [Fact]
    public void The_schema_s_file_at_the_root_is_what_the_reader_s_format_says() =>
        File.ReadAllText(Path.Combine(ThisClone.Root, TestSchema.FileName))
            .ShouldBe(TestSchema.Write(), $"{TestSchema.FileName} is out of date: write TestSchema.Write() to it");
}
