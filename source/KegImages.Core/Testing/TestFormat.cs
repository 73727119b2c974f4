using KegImages.Configuration;

namespace KegImages.Testing;

/// <summary>The format of a test file, said once: container-structure-test's <c>schemaVersion: 2.0.0</c>, and what it lacks. See
/// <see href="https://github.com/GoogleContainerTools/container-structure-test"/>.</summary>
internal static class TestFormat
{
    /// <summary>The one version of the schema that is read.</summary>
    public const string Version = "2.0.0";

    private const string Same = "a result is kept for the image and its test file, and has to be the same on every machine";

    private static readonly TextShape Name = new("What the test is called.", text => NotEmpty(text, "a name"));

    private static readonly TextShape Path = new("A path in the image; $NAME is a variable of the image.", text => NotEmpty(text, "a path"),
        Example: "/keg/bin/keg-health");

    private static readonly TextShape Duration = new("How long it may take: 30s, 2m.", text => TestDuration.Parse(text),
        "^[1-9][0-9]*[sm]$",
        Example: "30s");

    private static readonly RecordShape Pair = new("A name with its value; with isRegex the value is a regular expression.",
    [
        new("key", new TextShape("The name.", text => NotEmpty(text, "a name")), IsRequired: true),
        new("value", new TextShape("The value.")),
        new("isRegex", new FlagShape("Whether the value is a regular expression.")),
    ]);

    private static readonly ListShape Variables = new("Variables; $NAME in a value is one of the image.", Pair);

    private static readonly ListShape Words = new("A command and its arguments.", new TextShape("A word."), MayBeEmpty: false);

    private static readonly RecordShape Command = new("A command that is run in a container of its own, without the image's entry point.",
    [
        new("name", Name, IsRequired: true),
        new("command", new TextShape("The command.", text => NotEmpty(text, "a command")), IsRequired: true),
        new("args", new ListShape("Its arguments; $NAME is a variable of the image.", new TextShape("An argument."))),
        new("setup", new ListShape("Commands that are run before it, each on what the one before left.", Words)),
        new("teardown", new ListShape("Commands that are run after it, each on what the one before left.", Words)),
        new("envVars", Variables),
        new("expectedOutput", Patterns("What standard output matches.")),
        new("excludedOutput", Patterns("What standard output does not match.")),
        new("expectedError", Patterns("What standard error matches.")),
        new("excludedError", Patterns("What standard error does not match.")),
        new("exitCode", new NumberShape("The code that it ends with; 0 when left out.", 0, 255)),
    ]);

    private static readonly RecordShape Existence = new("Whether a file or folder is there, and whose it is.",
    [
        new("name", Name, IsRequired: true),
        new("path", Path, IsRequired: true),
        new("shouldExist", new FlagShape("Whether it is there; true when left out.")),
        new("permissions", new TextShape("Its kind and permissions as Go writes them.", text => ParsePermissions(text),
            Example: "-rwxr-xr-x")),
        new("uid", new NumberShape("Its owner.", 0, int.MaxValue)),
        new("gid", new NumberShape("Its group.", 0, int.MaxValue)),
        new("isExecutableBy", new TextShape("Who can execute it: owner, group, other, or any of them.",
            text => OneOf(text, "owner", "group", "other", "any"), "^(owner|group|other|any)$")),
    ]);

    private static readonly RecordShape Contents = new("What a file holds.",
    [
        new("name", Name, IsRequired: true),
        new("path", Path, IsRequired: true),
        new("expectedContents", Patterns("What the file matches.")),
        new("excludedContents", Patterns("What the file does not match.")),
    ]);

    private static readonly RecordShape Metadata = new("What the image's configuration says.",
    [
        new("envVars", new ListShape("Variables that are set.", Pair)),
        new("unboundEnvVars", new ListShape("Variables that are not set.", Pair)),
        new("labels", new ListShape("Labels.", Pair)),
        new("exposedPorts", Texts("Ports that it exposes.", "A port.", "19006")),
        new("unexposedPorts", Texts("Ports that it does not expose.", "A port.", "22")),
        new("volumes", Texts("Its volumes.", "A folder.", "/data")),
        new("unmountedVolumes", Texts("Folders that are no volumes of it.", "A folder.", "/tmp")),
        new("entrypoint", new ListShape("Its entry point; [] for none.", new TextShape("A word."))),
        new("cmd", new ListShape("Its command; [] for none.", new TextShape("A word."))),
        new("workdir", new TextShape("Its folder.", Example: "/keg")),
        new("user", new TextShape("Its user.", Example: "node")),
    ]);

    private static readonly RecordShape Http = new("What a port of a container of the image answers.",
    [
        new("name", Name, IsRequired: true),
        new("port", new NumberShape("The port in the container.", 1, 65535), IsRequired: true),
        new("path", new TextShape("The path; / when left out.", ParseUrlPath, "^/", "/")),
        new("status", new NumberShape("The status that it answers.", 100, 599)),
        new("expectedBody", Patterns("What the answer matches.")),
        new("excludedBody", Patterns("What the answer does not match.")),
        new("timeout", Duration),
    ]);

    public static readonly RecordShape File = new(
        "How an image is tested before it is published, in the schema of container-structure-test.",
    [
        new("schemaVersion", new TextShape("The version of container-structure-test's schema.", ParseVersion, "^2\\.0\\.0$", Version),
            IsRequired: true),
        new("timeout", Duration with { Description = "How long one test may take; 60s when left out." }),
        new("network", new FlagShape("Whether containers of the tests reach a network; false when left out.")),
        new("globalEnvVars", Variables),
        new("containerRunOptions", new RecordShape("How the containers of command tests are run.",
        [
            new("user", new TextShape("The user.", Example: "root")),
            new("allocateTty", new FlagShape("Whether commands have a terminal.")),
            new("capabilities", Texts("Capabilities beside the engine's usual ones.", "A capability.", "NET_BIND_SERVICE")),
            new("envFile", new TextShape("A file of variables, relative to this one.", Example: "test.env")),
            new("envVars", new RefusedShape($"variables of the machine are not handed in: {Same}; name values in globalEnvVars")),
            new("bindMounts", new RefusedShape($"folders of the machine are not mounted: {Same}; write files with setup")),
            new("privileged", new RefusedShape($"no container has the rights of the machine: {Same}; name the capabilities")),
        ])),
        new("commandTests", new ListShape("Commands and what they print.", Command)),
        new("fileExistenceTests", new ListShape("Files that are there, or are not.", Existence)),
        new("fileContentTests", new ListShape("What files hold.", Contents)),
        new("metadataTest", Metadata),
        new("licenseTests", new RefusedShape(
            "which licences are allowed is one company's list, and not read here: name the copyright files in fileContentTests, "
            + "with the words that are not allowed as excludedContents")),
        new("health", new RecordShape("The image's own HEALTHCHECK becomes healthy.",
        [
            new("timeout", Duration, IsRequired: true),
        ])),
        new("http", new ListShape("What ports of a container of the image answer.", Http, MayBeEmpty: false)),
        new("compose", new RecordShape("Services that are started together; the one called test must end with 0.",
        [
            new("file", new TextShape("The compose file, relative to this one.", text => NotEmpty(text, "a file"),
                Example: "test-compose.yml"),
                IsRequired: true),
            new("timeout", Duration with { Description = "How long it may take; 5m when left out." }),
        ])),
    ]);

    private static ListShape Patterns(string description) => new(description,
        new TextShape("A regular expression of Go's syntax; it matches anywhere.", text => GoPattern.Parse(text)));

    private static ListShape Texts(string description, string item, string example) =>
        new(description, new TextShape(item, text => NotEmpty(text, "a text"), Example: example));

    private static void ParseVersion(string text)
    {
        if (text != Version)
            throw new WrongUseException($"'{text}' is not a version of the schema that is read: {Version} is");
    }

    private static void ParsePermissions(string text)
    {
        if (text.Length < 10 || text[^9..].Zip("rwxrwxrwx").Any(pair => pair.First != '-' && pair.First != pair.Second))
            throw new WrongUseException($"'{text}' are no permissions: expected them as in -rwxr-xr-x or drwxr-xr-x; setuid, setgid and "
                + "the sticky bit are u, g and t before them, as in urwxr-xr-x");
    }

    private static void ParseUrlPath(string text)
    {
        if (!text.StartsWith('/') || text.Any(c => c is <= ' ' or > '~'))
            throw new WrongUseException($"'{text}' is not the path of a request: it begins with / and has no spaces");
    }

    private static void OneOf(string text, params string[] choices)
    {
        if (!choices.Contains(text))
            throw new WrongUseException($"'{text}' is not among {string.Join(", ", choices)}{Suggestion.DidYouMean(text, choices)}");
    }

    private static void NotEmpty(string text, string what)
    {
        if (text.Length == 0)
            throw new WrongUseException($"expected {what}, found an empty text");
    }
}
