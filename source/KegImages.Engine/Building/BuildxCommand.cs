using KegImages.Dockerfiles;
using KegImages.Planning;

namespace KegImages.Building;

/// <summary>
/// Turns steps of a plan into <c>docker buildx build</c> commands. See
/// <see href="https://docs.docker.com/reference/cli/docker/buildx/build/"/>.
/// </summary>
public static class BuildxCommand
{
    // What is attested is found by every reader where all is of OCI's types.
    private const string Types = ",oci-mediatypes=true";

    // A buildx process lives for a second and there is one for each image. It need not ask git for the attestations that are turned off,
    // nor collect its garbage before there is much, nor have more than one thread for what is a transfer: a third of its processor time.
    private static readonly ImmutableSortedDictionary<string, string?> Brief = new Dictionary<string, string?>
    {
        ["BUILDX_GIT_INFO"] = "false",
        ["GOGC"] = "off",
        ["GOMEMLIMIT"] = "256MiB",
        ["GOMAXPROCS"] = "1",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>
    /// The command that carries a step out, its progress for <see cref="RawJsonReader"/> and its result for <see cref="BuildMetadata"/>.
    /// </summary>
    /// <param name="step">What is built.</param>
    /// <param name="plan">The plan that it is a step of.</param>
    /// <param name="docker">The client to call.</param>
    /// <param name="pin">Gives the reference to build on for a parent: by digest, or by content tag in the local store.</param>
    /// <param name="metadataFile">Where BuildKit writes what it built.</param>
    /// <param name="output">What becomes of the image.</param>
    /// <param name="layers">Where layers come from and go to; null for nowhere.</param>
    public static Command For(BuildStep step, BuildPlan plan, DockerClient docker, Func<StepParent, ImageReference> pin,
        string metadataFile, BuildxOutput output, LayerCache? layers = null)
    {
        var command = docker.Direct(Compose(step, plan, docker, pin, ["--progress", "rawjson"], output,
            [.. (layers ?? LayerCache.None).Words, "--metadata-file", metadataFile]));
        return command with { Environment = command.Environment.SetItems(Brief) };
    }

    /// <summary>
    /// The command with the variables that its secrets are in: this one process has them, and what is shown of it does not.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="step">What it builds.</param>
    /// <param name="variables">The variables of this process.</param>
    public static Command WithSecrets(Command command, BuildStep step, IReadOnlyDictionary<string, string> variables)
    {
        var held = step.Secrets.Where(secret => secret.Kind == BuildSecretKind.Environment).Select(secret => secret.Source)
            .Where(variables.ContainsKey).ToImmutableSortedSet(StringComparer.Ordinal);
        return held.IsEmpty ? command
            : command with { Environment =
                command.Environment.SetItems(held.Select(name => KeyValuePair.Create(name, (string?)variables[name]))), Secrets = held };
    }

    /// <summary>The same command for people, as it can be pasted: with BuildKit's own progress and no metadata file.</summary>
    /// <inheritdoc cref="For" path="/param"/>
    public static Command Shown(BuildStep step, BuildPlan plan, DockerClient docker, Func<StepParent, ImageReference> pin,
        BuildxOutput? output = null) =>
        Compose(step, plan, docker, pin, [], output ?? (plan.Push ? BuildxOutput.Push : BuildxOutput.Load), []);

    /// <summary>
    /// The commands of a whole plan for people, each a line that can be pasted into a POSIX shell after those before it: parents of the
    /// same plan by their
    /// content tags, and by the digests that these lead to by then in the label that says what an image stands on.
    /// </summary>
    public static ImmutableArray<string> DryRun(BuildPlan plan, DockerClient docker)
    {
        var content = plan.Steps.ToDictionary(step => step.Image.Name, step => step.Content);
        return [.. plan.Steps.Select(LineOf)];

        string LineOf(BuildStep step)
        {
            var line = Shown(step.StandingOn(parent => parent.Digest), plan, docker,
                parent => parent.Pinned ?? content[parent.Edge.Member!]).ToString();
            var parents = step.Parents.Where(parent => parent.Edge.Member is not null)
                .Select(parent => $"{parent.Edge.Member}@{parent.Digest?.ToString() ?? DigestOf(parent)}");
            return step.Parents.Any(parent => parent.IsBuiltHere)
                ? $"{line} --label \"{ImageLabels.Parents}={string.Join(' ', parents.Distinct().Order(StringComparer.Ordinal))}\"" : line;
        }

        string DigestOf(StepParent parent)
        {
            // Without "print", imagetools takes the format for its own default one.
            var reference = (parent.Pinned ?? content[parent.Edge.Member!]).ToString();
            var command = plan.Push
                ? docker.Command("buildx", "imagetools", "inspect", "--format", "{{print .Manifest.Digest}}", reference)
                : docker.Command("image", "inspect", "--format", "{{.Id}}", reference);
            return $"$({command})";
        }
    }

    private static Command Compose(
        BuildStep step, BuildPlan plan, DockerClient docker, Func<StepParent, ImageReference> pin, IEnumerable<string> progress,
            BuildxOutput output, IEnumerable<string> metadata)
    {
        var args = step.Args;
        var contexts = step.Contexts;
        var labels = step.Labels;
        foreach (var parent in step.Parents)
        {
            var pinned = pin(parent);
            if (parent.Edge.Argument is { } argument)
                args = args.SetItem(argument, pinned.ToString());
            else if (pinned != parent.Edge.Reference)
                contexts = contexts.SetItem(parent.Edge.Reference.Familiar, $"docker-image://{pinned}");
            if (pinned.Digest is { } digest && parent.Edge.Use == ParentUse.From
                && ImageReference.TryParse(labels.GetValueOrDefault(ImageLabels.BaseName), out var based) && based == parent.Edge.Reference)
            {
                labels = labels.SetItem(ImageLabels.BaseDigest, digest.ToString());
                // What stood in for it is no image of that name.
                if (parent.Edge.Member is null && pinned.Locator != based.Locator)
                    labels = labels.SetItem(ImageLabels.BaseName, ImageReference.Of(pinned.Registry, pinned.Repository).ToString());
            }
        }

        List<string> words = ["buildx", "build", .. progress];
        // An attestation turns an image into an index, which an engine's classic store cannot keep.
        var attest = output is BuildxOutput.Push or BuildxOutput.Digest ? step.Image.Attest : Attestations.None;
        words.AddRange(attest.Words);
        AddOption("--builder", plan.Builder);
        AddOption("--file", step.Image.DockerfilePath);
        AddOption("--target", step.Image.Target);
        AddOption("--platform", string.Join(',', step.Platforms));
        if (output != BuildxOutput.Digest)
            AddOption("--tag", step.Content.ToString());
        words.AddRange(output switch
        {
            BuildxOutput.Push => attest.IsNone ? ["--push"] : ["--output", $"type=image,push=true{Types}"],
            BuildxOutput.Load => ["--load"],
            // Only the index of all platforms has a tag.
            BuildxOutput.Digest => ["--output",
                $"type=image,name={ImageReference.Of(step.Content.Registry, step.Content.Repository)},push-by-digest=true,push=true"
                    + (attest.IsNone ? "" : Types)],
            // What --load comes to where the engine builds; but for that, buildx first asks the engine about itself, and it starts two
            // programs to answer.
            _ => ["--output", "type=image"],
        });
        if (plan.NoCache)
            words.Add("--no-cache");
        AddPairs("--label", labels);
        AddPairs("--build-arg", args);
        AddPairs("--build-context", contexts);
        foreach (var secret in step.Secrets)
            AddOption("--secret", secret.ToString());
        foreach (var forward in step.Ssh)
            AddOption("--ssh", forward.ToString());
        words.AddRange(metadata);
        words.Add(step.Image.ContextPath);

        var command = docker.Command(words) with { Timeout = plan.Timeout };
        return plan.CommitTime is not { } time ? command : command with
        {
            Environment = command.Environment.SetItem("SOURCE_DATE_EPOCH", time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        };

        void AddOption(string option, string? value)
        {
            if (value is not null)
                words.AddRange([option, value]);
        }

        void AddPairs(string option, IEnumerable<KeyValuePair<string, string>> pairs)
        {
            foreach (var (name, value) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                AddOption(option, $"{name}={value}");
        }
    }
}
