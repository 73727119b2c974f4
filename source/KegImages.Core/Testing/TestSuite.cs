namespace KegImages.Testing;

/// <summary>What a test file asks of an image, in the order in which it is asked.</summary>
public sealed record TestSuite
{
    /// <summary>The file, as a user would type it.</summary>
    public required string File { get; init; }

    /// <summary>How long one test may take where it does not say it itself.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether containers of the tests reach a network; else they reach none.</summary>
    public bool Network { get; init; }

    /// <summary>How containers of command tests are run.</summary>
    public TestRunOptions Options { get; init; } = new();

    /// <summary>Variables of every test.</summary>
    public ImmutableArray<TestVariable> Variables { get; init; } = [];

    /// <summary>Commands and what they print.</summary>
    public ImmutableArray<CommandTest> Commands { get; init; } = [];

    /// <summary>Files that are there, or are not.</summary>
    public ImmutableArray<FileExistenceTest> Existence { get; init; } = [];

    /// <summary>What files hold.</summary>
    public ImmutableArray<FileContentTest> Contents { get; init; } = [];

    /// <summary>What the image's configuration says; null where nothing is asked of it.</summary>
    public MetadataTest? Metadata { get; init; }

    /// <summary>How long the image's own health check has to become healthy; null where that is not asked.</summary>
    public HealthTest? Health { get; init; }

    /// <summary>What ports of a container of the image answer.</summary>
    public ImmutableArray<HttpTest> Http { get; init; } = [];

    /// <summary>Services that are started together; null where none are.</summary>
    public ComposeTest? Compose { get; init; }

    /// <summary>How many tests these are.</summary>
    public int Count => Commands.Length + Existence.Length + Contents.Length + Http.Length
        + (Metadata is null ? 0 : 1) + (Health is null ? 0 : 1) + (Compose is null ? 0 : 1);
}

/// <summary>How the containers of command tests are run.</summary>
public sealed record TestRunOptions
{
    /// <summary>The user; null for the image's own.</summary>
    public string? User { get; init; }

    /// <summary>Whether commands have a terminal; then what they print is one stream.</summary>
    public bool Terminal { get; init; }

    /// <summary>Capabilities beside the engine's usual ones.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>A file of variables, relative to the test file; null for none.</summary>
    public string? EnvFile { get; init; }

    /// <summary>Where that file is named.</summary>
    public SourceLocation? EnvFileAt { get; init; }
}

/// <summary>A variable or label.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value, or an expression that matches it.</param>
/// <param name="Pattern">That expression; null where the value is meant as it stands.</param>
public sealed record TestVariable(string Key, string Value, GoPattern? Pattern = null)
{
    /// <summary>Whether a value is the one that is expected.</summary>
    public bool Accepts(string value) => Pattern?.IsMatch(value) ?? value == Value;
}

/// <summary>A command that is run in a container of its own.</summary>
public sealed record CommandTest
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The command and its arguments.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>Commands that are run before it, each on what the one before left.</summary>
    public ImmutableArray<ImmutableArray<string>> Setup { get; init; } = [];

    /// <summary>Commands that are run after it, each on what the one before left.</summary>
    public ImmutableArray<ImmutableArray<string>> Teardown { get; init; } = [];

    /// <summary>Variables of this test.</summary>
    public ImmutableArray<TestVariable> Variables { get; init; } = [];

    /// <summary>What it is to print, and not to print.</summary>
    public Expectation Output { get; init; } = Expectation.None;

    /// <summary>The same for its standard error.</summary>
    public Expectation Error { get; init; } = Expectation.None;

    /// <summary>The code that it is to end with.</summary>
    public int ExitCode { get; init; }
}

/// <summary>Whether a file or folder is there, and whose it is.</summary>
public sealed record FileExistenceTest
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The file or folder, with the image's variables in it.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it is to be there.</summary>
    public bool ShouldExist { get; init; } = true;

    /// <summary>Its kind and permissions, <c>-rwxr-xr-x</c>; null for any.</summary>
    public string? Permissions { get; init; }

    /// <summary>Its owner; null for any.</summary>
    public int? Uid { get; init; }

    /// <summary>Its group; null for any.</summary>
    public int? Gid { get; init; }

    /// <summary>Who can execute it: <c>owner</c>, <c>group</c>, <c>other</c> or <c>any</c> of them; null where that is not asked.</summary>
    public string? IsExecutableBy { get; init; }
}

/// <summary>What a file holds.</summary>
public sealed record FileContentTest
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>What it is to hold, and not to hold.</summary>
    public Expectation Contents { get; init; } = Expectation.None;
}

/// <summary>What the image's configuration says. What is null is not asked.</summary>
public sealed record MetadataTest
{
    /// <summary>Variables that are set.</summary>
    public ImmutableArray<TestVariable> Variables { get; init; } = [];

    /// <summary>Variables that are not set.</summary>
    public ImmutableArray<string> Unbound { get; init; } = [];

    /// <summary>Labels.</summary>
    public ImmutableArray<TestVariable> Labels { get; init; } = [];

    /// <summary>Ports that it exposes, <c>80</c> or <c>53/udp</c>.</summary>
    public ImmutableArray<string> Exposed { get; init; } = [];

    /// <summary>Ports that it does not expose.</summary>
    public ImmutableArray<string> Unexposed { get; init; } = [];

    /// <summary>Its volumes.</summary>
    public ImmutableArray<string> Volumes { get; init; } = [];

    /// <summary>Folders that are no volumes of it.</summary>
    public ImmutableArray<string> Unmounted { get; init; } = [];

    /// <summary>Its entry point.</summary>
    public ImmutableArray<string>? EntryPoint { get; init; }

    /// <summary>Its command.</summary>
    public ImmutableArray<string>? Command { get; init; }

    /// <summary>Its folder.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>Its user.</summary>
    public string? User { get; init; }
}

/// <summary>The image's own health check becomes healthy.</summary>
/// <param name="Timeout">How long it has.</param>
public sealed record HealthTest(TimeSpan Timeout);

/// <summary>What a port of a container of the image answers.</summary>
public sealed record HttpTest
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The port in the container.</summary>
    public required int Port { get; init; }

    /// <summary>The path, with its query.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The status that it answers.</summary>
    public int Status { get; init; } = 200;

    /// <summary>What the answer is to hold, and not to hold.</summary>
    public Expectation Body { get; init; } = Expectation.None;

    /// <summary>How long it may take until it answers; null for what the file says of all.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>Services that are started together; the one called <c>test</c> must end with 0.</summary>
public sealed record ComposeTest
{
    /// <summary>The service that decides.</summary>
    public const string Service = "test";

    /// <summary>The compose file, relative to the test file.</summary>
    public required string File { get; init; }

    /// <summary>How long it may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Where the compose file is named.</summary>
    public required SourceLocation At { get; init; }
}
