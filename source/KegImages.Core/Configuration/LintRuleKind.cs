namespace KegImages.Configuration;

/// <summary>What a rule of <c>./build.sh Lint</c> is called, why it is there and how much it weighs; how it looks for it is the
/// linter's.</summary>
/// <param name="Id">How <c>keg.yml</c> and reports call it.</param>
/// <param name="Default">How much it weighs where <c>keg.yml</c> says nothing.</param>
internal sealed record LintRuleKind(string Id, string Reason, LintSeverity Default = LintSeverity.Error)
{
    public static LintRuleKind HiddenFailure { get; } = new(
        "hidden-failure",
        "A command of a RUN fails and the step is green, because `;` or a line's end goes on to the next one: a broken image is "
            + "published.");

    public static LintRuleKind UndeclaredArg { get; } = new(
        "undeclared-arg",
        "A build arg is used where no ARG declares it: before the first FROM, in another stage or only in values.yml is not enough, and "
            + "it is silently empty.");

    public static LintRuleKind UnknownVariable { get; } = new(
        "unknown-variable",
        "An instruction uses a variable that no ARG or ENV of the Dockerfile, or of the images of the family that it is built on, sets: "
            + "a slip, or something that only an image from outside says.",
        LintSeverity.Warning);

    public static LintRuleKind Expose { get; } = new(
        "expose-undeclared",
        "EXPOSE of a variable that nothing declares exposes no port: the proxy has nothing to route to.");

    public static LintRuleKind FloatingParent { get; } = new(
        "floating-parent",
        "An image from outside is named without a tag or as `latest`: its next major version arrives unasked, on the day that it is "
            + "published.",
        LintSeverity.Warning);

    public static LintRuleKind KegImageTag { get; } = new(
        "keg-image-tag",
        "KEG_BASE_IMAGE or KEG_IMAGE_FROM names an image without a tag, which Docker reads as `latest`: a tag that the family does not "
            + "have.");

    public static LintRuleKind RemoteAdd { get; } = new(
        "remote-add",
        "What is fetched is part of the image; where its address hangs on a variable without a value, "
            + "nobody can tell whether it changed, and the image is built each time.",
        LintSeverity.Warning);

    public static LintRuleKind SecretName { get; } = new(
        "secret-name",
        "An ARG or ENV is meant to hold a secret: whoever pulls the image reads it in its history and configuration.");

    public static LintRuleKind SecretValue { get; } = new(
        "secret-value",
        "A token, key or password stands in a file that is committed: everyone who reads the repository has it.");

    public static LintRuleKind SecretSupply { get; } = new(
        "secret-supply",
        "A RUN mounts a secret or an SSH agent that nothing declares: where no option gives it, the build is refused.");

    public static LintRuleKind IgnoreFile { get; } = new(
        "no-dockerignore",
        "The build's context has no .dockerignore: node_modules, .git, .env and logs go into the image, and each of their changes builds "
            + "it anew.",
        LintSeverity.Warning);

    public static LintRuleKind MissingSource { get; } = new(
        "missing-source",
        "An instruction copies a file that the build's context does not have, or that its ignore file leaves out: the build fails there.");

    public static LintRuleKind RootServer { get; } = new(
        "root-server",
        "A server runs as root: whoever finds a hole in it owns the container, and files that it writes into a shared folder are root's.",
        LintSeverity.Warning);

    public static LintRuleKind UnusedArg { get; } = new(
        "unused-arg",
        "A build arg of one image is given and its Dockerfile declares no ARG of that name: it changes nothing, whatever its author "
            + "believes.",
        LintSeverity.Warning);

    public static LintRuleKind ContainerName { get; } = new(
        "container-name",
        "A service has a container_name: two branches of the tap cannot run side by side, because the second container's name is taken.",
        LintSeverity.Warning);

    public static LintRuleKind BareVariable { get; } = new(
        "bare-variable",
        "A service lists a variable by its name alone: where this machine has not set it, Docker Compose takes the image's own value away.",
        LintSeverity.Warning);

    public static ImmutableArray<LintRuleKind> All { get; } =
    [
        HiddenFailure,
        UndeclaredArg,
        UnknownVariable,
        Expose,
        FloatingParent,
        KegImageTag,
        RemoteAdd,
        SecretName,
        SecretValue,
        SecretSupply,
        IgnoreFile,
        MissingSource,
        RootServer,
        UnusedArg,
        ContainerName,
        BareVariable,
    ];
}
