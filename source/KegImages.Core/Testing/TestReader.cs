using KegImages.Configuration;
using YamlDotNet.RepresentationModel;

namespace KegImages.Testing;

/// <summary>Reads a test file. Pure: text in, tests and problems out.</summary>
internal sealed class TestReader
{
    private readonly YamlSource source;
    private readonly string path;

    private TestReader(string path) => (source, this.path) = (new YamlSource(path), path);

    /// <summary>Reads the text; <paramref name="path"/> names the file in problems. The tests are null where there are problems.</summary>
    public static (TestSuite? Suite, IReadOnlyList<Problem> Problems) Read(string text, string path)
    {
        var reader = new TestReader(path);
        var suite = reader.Read(text);
        return (reader.source.Problems.Count > 0 ? null : suite, reader.source.Problems);
    }

    private TestSuite? Read(string text)
    {
        var root = source.Read(text);
        if (root.IsNull())
        {
            if (source.Problems.Count == 0)
                source.Report("the file is empty: 'schemaVersion: 2.0.0' and tests are needed",
                    $"{ThisProgram.Page("tests")} shows a first one");
            return null;
        }

        TestFormat.File.Check(root!, "", source);
        if (source.Problems.Count > 0)
            return null;
        var suite = Suite(root!);
        if (suite.Count == 0)
            source.Report(root!, "the file holds no test: commandTests, fileExistenceTests, fileContentTests, metadataTest, health, http "
                + "and compose are");
        return suite;
    }

    private TestSuite Suite(YamlNode root)
    {
        var timeout = Time(root.At("timeout")) ?? TimeSpan.FromSeconds(60);
        var options = root.At("containerRunOptions");
        return new TestSuite
        {
            File = path,
            Timeout = timeout,
            Network = FlagShape.Read(root.At("network")) ?? false,
            Options = new TestRunOptions
            {
                User = options.At("user").Text(),
                Terminal = FlagShape.Read(options.At("allocateTty")) ?? false,
                Capabilities = [.. Texts(options.At("capabilities"))],
                EnvFile = options.At("envFile").Text(),
                EnvFileAt = options.At("envFile") is { } file ? source.At(file) : null,
            },
            Variables = Pairs(root.At("globalEnvVars")),
            Commands = [.. root.At("commandTests").Items().Select(Command)],
            Existence = [.. root.At("fileExistenceTests").Items().Select(Existence)],
            Contents = [.. root.At("fileContentTests").Items().Select(Contents)],
            Metadata = root.At("metadataTest") is { } metadata && metadata.Entries().Any() ? Metadata(metadata) : null,
            Health = Time(root.At("health").At("timeout")) is { } healthy ? new HealthTest(healthy) : null,
            Http = [.. root.At("http").Items().Select(Http)],
            Compose = root.At("compose") is { } compose ? Compose(compose) : null,
        };
    }

    private CommandTest Command(YamlNode node) => new()
    {
        Name = node.At("name").Text()!,
        Command = [node.At("command").Text()!, .. Texts(node.At("args"))],
        Setup = Commands(node.At("setup")),
        Teardown = Commands(node.At("teardown")),
        Variables = Pairs(node.At("envVars")),
        Output = Expected(node, "expectedOutput", "excludedOutput"),
        Error = Expected(node, "expectedError", "excludedError"),
        ExitCode = Number(node.At("exitCode")) ?? 0,
    };

    private static FileExistenceTest Existence(YamlNode node) => new()
    {
        Name = node.At("name").Text()!,
        Path = node.At("path").Text()!,
        ShouldExist = FlagShape.Read(node.At("shouldExist")) ?? true,
        Permissions = node.At("permissions").Text(),
        Uid = Number(node.At("uid")),
        Gid = Number(node.At("gid")),
        IsExecutableBy = node.At("isExecutableBy").Text(),
    };

    private FileContentTest Contents(YamlNode node)
    {
        var test = new FileContentTest
        {
            Name = node.At("name").Text()!,
            Path = node.At("path").Text()!,
            Contents = Expected(node, "expectedContents", "excludedContents"),
        };
        if (test.Contents is { Expected.IsEmpty: true, Excluded.IsEmpty: true })
            source.Report(node, "fileContentTests: the test asks nothing: expectedContents or excludedContents are needed");
        return test;
    }

    private MetadataTest Metadata(YamlNode node) => new()
    {
        Variables = Pairs(node.At("envVars")),
        Unbound = [.. node.At("unboundEnvVars").Items().Select(item => item.At("key").Text()!)],
        Labels = Pairs(node.At("labels")),
        Exposed = [.. Texts(node.At("exposedPorts"))],
        Unexposed = [.. Texts(node.At("unexposedPorts"))],
        Volumes = [.. Texts(node.At("volumes"))],
        Unmounted = [.. Texts(node.At("unmountedVolumes"))],
        EntryPoint = node.At("entrypoint") is { } entry ? [.. Texts(entry)] : null,
        Command = node.At("cmd") is { } command ? [.. Texts(command)] : null,
        WorkingFolder = node.At("workdir").Text(),
        User = node.At("user").Text(),
    };

    private static HttpTest Http(YamlNode node) => new()
    {
        Name = node.At("name").Text()!,
        Port = Number(node.At("port"))!.Value,
        Path = node.At("path").Text() ?? "/",
        Status = Number(node.At("status")) ?? 200,
        Body = Expected(node, "expectedBody", "excludedBody"),
        Timeout = Time(node.At("timeout")),
    };

    private ComposeTest Compose(YamlNode node) => new()
    {
        File = node.At("file").Text()!,
        Timeout = Time(node.At("timeout")) ?? TimeSpan.FromMinutes(5),
        At = source.At(node.At("file")!),
    };

    private ImmutableArray<TestVariable> Pairs(YamlNode? node) => [.. node.Items().Select(Pair).OfType<TestVariable>()];

    private TestVariable? Pair(YamlNode node)
    {
        var (key, value) = (node.At("key").Text()!, node.At("value").Text() ?? "");
        if (FlagShape.Read(node.At("isRegex")) != true)
            return new TestVariable(key, value);
        try
        {
            return new TestVariable(key, value, GoPattern.Parse(value));
        }
        catch (WrongUseException exception)
        {
            source.Report(node, $"{key}: {exception.Message}");
            return null;
        }
    }

    private static Expectation Expected(YamlNode node, string expected, string excluded) =>
        new([.. Texts(node.At(expected)).Select(GoPattern.Parse)], [.. Texts(node.At(excluded)).Select(GoPattern.Parse)]);

    private static ImmutableArray<ImmutableArray<string>> Commands(YamlNode? node) =>
        [.. node.Items().Select(item => Texts(item).ToImmutableArray())];

    private static TimeSpan? Time(YamlNode? node) => node.Text() is { } text ? TestDuration.Parse(text) : null;

    private static int? Number(YamlNode? node) => node.Text() is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    // A word of a command may be empty.
    private static IEnumerable<string> Texts(YamlNode? node) => node.Items().Select(item => (item as YamlScalarNode)?.Value ?? "");
}
