namespace KegImages.Configuration;

/// <summary>The format of <c>keg.yml</c>, said once: the reader checks against it and <c>keg.schema.json</c> is written from it.</summary>
internal static class KegFormat
{
    private const string GroupPattern = "^[A-Za-z0-9][A-Za-z0-9_-]*$";
    private const string ExternalExample = "ghcr.io/simpleviewinc/tap:stable";

    private static readonly TextShape Name = new("The name of an image: one part of a repository's path.",
        text => ImageName.ParseRepository(text), @"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$", Example: "keg-core");

    private static readonly TextShape ArgName = new("The name of a build arg.", ParseArgName, "^[A-Za-z_][A-Za-z0-9_]*$");

    private static readonly TextShape ContextName = new("The name of a build context, as COPY --from and FROM use it.", ParseContextName,
        "^[a-z0-9][a-z0-9._-]*$");

    private static readonly MapShape Args = new("Build args: name → value. Only those that a Dockerfile declares are passed to it.",
        ArgName, new TextShape("The value; '' for an empty one."));

    private static readonly MapShape Contexts = new(
        "Named build contexts that Dockerfiles copy from: name → git URL, image (docker-image://…) or folder, relative to keg.yml.",
        ContextName,
        new TextShape("A git URL, an image or a folder.", Example: "https://github.com/simpleviewinc/keg-hub.git#develop"));

    private static readonly ListShape Platforms = new(
        "Platforms to build for; the engine's own when left out.",
        new TextShape("A platform, os/architecture[/variant].", ParsePlatform, "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9]+)?$",
            Example: "linux/amd64"));

    private static readonly ListShape Builders = new(
        "The buildx builders that images are built by, where neither --builder nor BUILDX_BUILDER names any; one queue for all of them. "
            + "See docs/builders.md.",
        new RecordShape("A builder.",
        [
            new("name", new TextShape("The builder's name, as docker buildx ls shows it.", ParseBuilder, "^[A-Za-z0-9][A-Za-z0-9._+-]*$",
                Example: "far"), IsRequired: true),
            new("slots", new NumberShape("How many images it builds at once; as many as --parallel says when left out.", 1, 1000)),
            new("platforms", Platforms with { Description = "The platforms that it is given to build for; those that it says it builds "
                + "for when left out." }),
        ]), MayBeEmpty: false);

    private static readonly MapShape Runners = new(
        "Runners of the generated workflows, by the platform that they are of: an image's platforms are built each by its own runner, and "
            + "made one image. What is not named is built by the usual runner, emulated. See docs/workflows.md.",
        new TextShape("A platform that images are built for.", ParsePlatform, "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9]+)?$"),
        new LabelsShape("The label of the platform's runner, or all labels that it must have.", new TextShape("A label of a runner.",
            ParseLabel, "^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$", Example: "ubuntu-24.04-arm")));

    private static readonly TextShape SshAgent = new("default for the agent of SSH_AUTH_SOCK, or default=FILE for its socket or a key.",
        text => SshForward.Parse(text), Example: SshForward.Default);

    private static readonly RecordShape Default = new("The default branch and the tags that its images carry.",
    [
        new("branch", new TextShape("The branch whose images carry the default tag.", Default: KegSettings.Develop)),
        new("tag", new TextShape("The tag of the default branch's images.", text => Tag.Parse(text), "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$",
            KegSettings.Develop)),
        new("aliases", new ListShape("Further tags on the same digest as the default tag.",
            new TextShape("A tag.", text => Tag.Parse(text), "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", Example: "master"))),
    ]);

    private static readonly RecordShape Tags = new(
        "What images are tagged with: templates of each kind of set, the first for the tag that it is known by. See docs/tags.md.",
    [
        new("default", TagTemplates("Tags of the default branch, in place of default.tag and default.aliases: {branch}, {variant}.",
            "{branch}")),
        new("branches", TagTemplates("Tags of every other branch: {branch}, which each of them has, and {variant}. "
            + "[\"{branch}\"] when left out.", "{variant}-{branch}")),
        new("releases", TagTemplates("Tags of a git tag such as v1.2.3: the first names the version and never moves, the others move to "
            + "the highest one: {version}, {version.major}, {version.minor}, {version.patch}, {variant}.", "{version}")),
        new("references", TagTemplates("Tags beside those of a branch that say what was published when, and are never chosen: {branch}, "
            + "and {commit}, 12 digits of it, or its {date}, or both; {variant}; of a release {version} in place of {branch}.",
            "{branch}-{commit}")),
    ]);

    private static readonly RecordShape Group = new("A group of images. A parent is never in a later group than its child.",
    [
        new("folders", new ListShape(
            "Where its images are: folders relative to keg.yml, with *, ** and ?; a leading ! takes folders out again. An image folder "
                + "holds container/Dockerfile, or a Dockerfile itself. Of several Dockerfiles in a folder the files are named: "
                + "docker/Dockerfile.*, docker/*.Dockerfile.",
            new TextShape("A folder, a Dockerfile, or a pattern of either.", ParseFolder, Example: "taps/*"),
            MayBeEmpty: false)),
        new("parent", new ParentShape(
            new TextShape(
                "KEG_BASE_IMAGE of the group's images where neither values.yml nor the Dockerfile chooses one: an image of the family (its "
                    + "default tag is taken) or a reference with a tag. The last group's is 'tap' when left out.",
                text => ImageReference.Parse(text), Example: "tap"),
            new RecordShape("The same for Dockerfiles that choose what they are built on by another ARG.",
            [
                new("image", new TextShape("An image of the family, or a reference with a tag.", text => ImageReference.Parse(text),
                    Example: "tap"), IsRequired: true),
                new("arg", ArgName with { Description = "The ARG; KEG_BASE_IMAGE when left out." }),
            ]))),
    ]);

    private static readonly RecordShape Lint = new("How much the rules of ./build.sh Lint weigh: off, warning or error. See docs/lint.md.",
    [
        .. LintRuleKind.All.Select(rule =>
            new RecordKey(rule.Id, new TextShape(rule.Reason, ParseSeverity, "^(off|warning|error)$", Severity(rule.Default)))),
    ]);

    // Said of a variant as of an image.
    private static readonly ImmutableArray<RecordKey> Build =
    [
        new("dockerfile", new TextShape("The Dockerfile's path, relative to keg.yml.")),
        new("context", new TextShape("The build context's folder, relative to keg.yml.")),
        new("target", new TextShape("The stage to build; the last one when left out.")),
        new("platforms", Platforms),
        new("args", Args),
        new("contexts", Contexts),
        new("ports", Ports("Ports that a running container listens on.")),
        new("secrets", Secrets("Secrets that the image's build can mount, by where they are.")),
        new("ssh", Ssh("SSH agents that the image's build can mount.")),
        new("tests", new ListShape(
            "Files that say how the image is tested before it is published, relative to keg.yml; test.yaml beside the Dockerfile when left "
            + "out, none where the list is empty. See docs/tests.md.",
            new TextShape("A test file.", Example: "tests/node.yaml"))),
    ];

    private static readonly RecordShape Image = new("What keg.yml says of one image, over what its folder says.",
    [
        new("folder", new TextShape(
            "The image folder that gets this name, for folders whose values.yml names no image. Several images may name one folder, each "
                + "with a dockerfile or a target of its own.",
            Example: "images/base")),
        new("group", new TextShape(
            "The group that the image is in: needed where no folder of a group finds it. It then has a folder or a dockerfile here.",
            ParseGroupName, GroupPattern)),
        new("alias", new TextShape("A second, shorter name for commands and URLs.", ParseAlias, "^[a-z0-9]+(-+[a-z0-9]+)*$",
            Example: "evf")),
        .. Build,
        new("variants", new VariantsShape(new RecordShape("What is said of one variant, over what is said of the image.", Build))),
    ]);

    /// <summary>A provider, where the images live.</summary>
    public static readonly TextShape Provider = new("The registry and namespace that the images live under.",
        text => References.Provider.Parse(text), "^[^/]+/.+$", Example: "ghcr.io/simpleviewinc");

    private static readonly RecordShape Proxy =
        new("What keg-proxy, which is in front of all running taps, is set to; variables of a tap say otherwise. See docs/running.md.",
    [
        new("domain", new TextShape("The domain below which each running tap has a host; KEG_PROXY_HOST.", ParseDomain,
            Default: ProxySettings.Usual.Domain)),
        new("network", new TextShape("The engine's network by which taps are reached; KEG_DOCKER_NETWORK.",
            Default: ProxySettings.Usual.Network)),
        new("entrypoint", new TextShape("The entry point that it listens on; KEG_PROXY_ENTRY.", Default: ProxySettings.Usual.EntryPoint)),
    ]);

    private static readonly TextShape LocalAction = new("The folder of an action in this repository.", ParseAction,
        "^\\./([A-Za-z0-9._-]+/)*[A-Za-z0-9._-]+$", Example: "./.github/actions/before-images");

    private static readonly RecordShape Workflows = new("What the generated workflows do beside what they need. See docs/workflows.md.",
    [
        new("environment", new TextShape("The environment that a job needs which moves the default branch's tags by hand from another "
            + "branch: who has to agree to it is set at GitHub.", ParseEnvironment, "^[A-Za-z0-9._/-]+$", CiSettings.UsualEnvironment)),
        new("before", LocalAction with { Description = "A composite action of this repository that runs before each job builds." }),
        new("after", LocalAction with { Description = "The same after each job has built, also where that failed." }),
        new("cache", new TextShape("Whether jobs keep the layers of their builds in the registry, by branch, and take over what others "
            + "kept: on or off. Of images with RUN steps alone.", ParseCache, $"^({CiSettings.CacheOn}|{CiSettings.CacheOff})$",
            CiSettings.CacheOff)),
        new("takeOver", new TextShape("Which images that stand under content tags are published as the default branch's or a release's: "
            + "all that hold, or merged: those that the default branch or its merge queue built, by their own labels.", ParseTakeOver,
            $"^({CiSettings.TakeOverAll}|{CiSettings.TakeOverMerged})$", CiSettings.TakeOverAll)),
    ]);

    public static readonly RecordShape File = new("A family of Docker images that build on each other. See docs/family.md.",
    [
        new("provider", Provider),
        new("providers", new ListShape(
            "Providers that get the same digests, all or none of them. Beside 'provider' they are the further ones; "
            + "without it the first is the one that Dockerfiles name and that parents come from.",
            new TextShape("A registry and namespace.", text => References.Provider.Parse(text), "^[^/]+/.+$",
                Example: "quay.io/simpleviewinc"),
            MayBeEmpty: false)),
        new("default", Default),
        new("tags", Tags),
        new("groups", new MapShape(
            "The groups of images, in the order in which they build on each other.",
            new TextShape("The group's name.", ParseGroupName, GroupPattern),
            Group,
            MayBeEmpty: false), IsRequired: true),
        new("args", Args),
        new("contexts", Contexts),
        new("secrets", Secrets("Secrets that builds can mount, by where they are; each is given to the images alone that mount it.")),
        new("ssh", Ssh("SSH agents that builds can mount; each is given to the images alone that mount it.")),
        new("notSecret", new ListShape("Names of build args and variables that look like a secret's and hold none.", ArgName)),
        new("templates", new MapShape(
            "What {{ cli.… }} templates of values.yml and .env files stand for when an image runs: name → text, or a folder relative to "
                + "keg.yml that begins with ./ or ../. Images do not depend on them.",
            new TextShape("The template's name.", ParseTemplateName, "^cli(\\.[A-Za-z0-9_-]+)+$", Example: "cli.paths.cli"),
            new TextShape("The text or folder.", Example: "../keg-cli"))),
        new("platforms", Platforms),
        new("builders", Builders),
        new("runners", Runners),
        new("attest", new RecordShape("What pushed images say of themselves, in the registry beside them. See docs/trust.md.",
            TrustFormat.Attest)),
        new("sign", new RecordShape("By what ./build.sh Sign signs images and their records, and what a signature is believed by. See "
            + "docs/trust.md.", TrustFormat.Sign)),
        new("requireSigned", new FlagShape("Whether Push reuses, and Start, Package, Promote and Restore take, only what sign: verifies.")),
        new("external", new ListShape(
            "Images that are not built here, whatever they are called: names below the provider or of Docker Hub, repositories, "
            + "or one tag or digest of either, such as a published one of the family's own.",
            new TextShape("A name or a repository, with or without a tag or digest.", ParseExternal, Example: ExternalExample))),
        new("lint", Lint),
        new("proxy", Proxy),
        new("workflows", Workflows),
        new("downstream", new ListShape(
            "Repositories at GitHub that are told when images were published here, so that families which stand on them are built anew. "
                + "See docs/workflows.md.",
            new TextShape("A repository, owner/name.", ParseRepository, "^[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+$",
                Example: "simpleviewinc/other-images"))),
        new("images", new MapShape("What is said of single images here, because their folders cannot be edited or say nothing.", Name,
            Image)),
    ]);

    private static ListShape TagTemplates(string description, string example) =>
        new(description, new TextShape("A template of a tag.", Example: example), MayBeEmpty: false);

    public static ListShape Ports(string description) => new(description, new NumberShape("A port.", 1, 65535));

    public static SecretsShape Secrets(string description) => new(description);

    public static ListShape Ssh(string description) => new(description, SshAgent);

    /// <summary>Refuses what is no alias.</summary>
    public static void ParseAlias(string text) =>
        Require(text.Length is > 0 and <= 63 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && text[0] != '-' && text[^1] != '-',
            text, "an alias: at most 63 lowercase letters, digits and '-' between them, because it is part of a host name");

    /// <summary>Refuses what is no name of a build arg.</summary>
    public static void ParseArgName(string text) =>
        Require(BuildSecret.IsVariable(text),
            text, "the name of a build arg: letters, digits and '_' are allowed, and it cannot begin with a digit");

    /// <summary>How much a rule weighs; false when the text says no such thing.</summary>
    public static bool TrySeverity(string? text, out LintSeverity severity)
    {
        severity = text switch { "warning" => LintSeverity.Warning, "error" => LintSeverity.Error, _ => LintSeverity.Off };
        return text is "off" or "warning" or "error";
    }

    /// <summary>How much a rule weighs, as <c>keg.yml</c> says it.</summary>
    public static string Severity(LintSeverity severity) => severity switch
    {
        LintSeverity.Off => "off",
        LintSeverity.Warning => "warning",
        _ => "error",
    };

    private static void ParseSeverity(string text) => Require(TrySeverity(text, out _), text, "a severity: off, warning and error are");

    private static void ParseTemplateName(string text) =>
        Require(text.Split('.') is ["cli", _, ..] parts
            && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')),
            text, "the name of a template: expected cli. and names divided by dots, such as cli.paths.cli");

    private static void ParseContextName(string text) =>
        Require(text.Length > 0 && char.IsAsciiLetterOrDigit(text[0])
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || "._-".Contains(c, StringComparison.Ordinal)),
            text, "the name of a build context: lowercase letters, digits, '.', '_' and '-' are allowed");

    private static void ParsePlatform(string text)
    {
        var parts = text.Split('/');
        Require(parts.Length is 2 or 3
            && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')),
            text, "a platform: expected os/architecture[/variant], such as linux/amd64");
    }

    private static void ParseBuilder(string text) => Require(BuilderEntry.IsName(text), text,
        "the name of a builder: letters, digits, '.', '_', '+' and '-' are allowed");

    private static void ParseLabel(string text) => Require(CiSettings.IsLabel(text), text,
        "a label of a runner: at most 100 letters, digits, '.', '_' and '-', such as ubuntu-24.04-arm");

    private static void ParseFolder(string text) =>
        Require(text.TrimStart('!').Trim('/').Length > 0 || text == ".", text,
            "a folder: expected a path relative to keg.yml, such as taps/*");

    private static void ParseGroupName(string text) =>
        Require(text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'),
            text, "a group's name: letters, digits, '-' and '_' are allowed");

    private static void ParseDomain(string text) =>
        Require(ProxySettings.IsDomain(text), text, $"a domain, such as {ProxySettings.Usual.Domain}");

    private static void ParseRepository(string text) => Require(CiSettings.IsRepository(text), text,
        "a repository at GitHub: expected owner/name, such as simpleviewinc/other-images");

    private static void ParseAction(string text) => Require(CiSettings.IsAction(text), text,
        "the folder of an action in this repository: expected ./ and a path of letters, digits, '.', '_' and '-'");

    private static void ParseTakeOver(string text) =>
        Require(text is CiSettings.TakeOverAll or CiSettings.TakeOverMerged, text, "'all' or 'merged'");

    private static void ParseCache(string text) => Require(text is CiSettings.CacheOn or CiSettings.CacheOff, text, "'on' or 'off'");

    private static void ParseEnvironment(string text) => Require(CiSettings.IsEnvironment(text), text,
        "the name of an environment: letters, digits, '.', '_', '-' and '/' are allowed");

    private static void ParseExternal(string text) =>
        Require(
            ImageReference.TryParse(text, out _),
            text,
            $"an external image: expected a name or a repository, with or without a tag or digest, such as tap or {ExternalExample}");

    internal static void Require(bool holds, string text, string expected)
    {
        if (!holds)
            throw new WrongUseException($"'{text}' is not {expected}");
    }
}
