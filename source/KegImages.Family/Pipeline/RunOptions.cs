using KegImages.Consoles;

namespace KegImages.Pipeline;

/// <summary>What a user asks for, as typed; nothing in it is checked yet.</summary>
public sealed record RunOptions
{
    /// <summary>The folder that holds <c>keg.yml</c>.</summary>
    public required string Root { get; init; }

    /// <summary>
    /// The stages that are asked for; their images are in scope, and what they build on from other stages comes from the provider.
    /// </summary>
    public ImmutableArray<Stage> Stages { get; init; } = [Stage.Base, Stage.KegHub, Stage.Taps];

    /// <summary><c>--tag</c>: the tag, in place of the branch's.</summary>
    public string? Tag { get; init; }

    /// <summary><c>--tap</c>: names or aliases of taps; only these are in scope.</summary>
    public ImmutableArray<string> Taps { get; init; } = [];

    /// <summary><c>--image</c>: names or aliases of any images; only these are in scope.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>Whether images are pushed.</summary>
    public bool Push { get; init; }

    /// <summary><c>--content-only</c>: images are pushed under their content tags, and no other tag moves.</summary>
    public bool ContentOnly { get; init; }

    /// <summary>
    /// Whether a new tap's first image is made: who makes it says itself that its tags are put by hand, and its files cannot be committed
    /// yet.
    /// </summary>
    public bool IsFirstImage { get; init; }

    /// <summary><c>--registry</c>: the registry, in place of that of <c>keg.yml</c>'s provider.</summary>
    public string? Registry { get; init; }

    /// <summary><c>--namespace</c>: the namespace, in place of that of <c>keg.yml</c>'s provider.</summary>
    public string? Namespace { get; init; }

    /// <summary><c>--node-image</c>: the image that the base is built on, as the build arg <c>KEG_NODE_IMAGE</c>.</summary>
    public string? NodeImage { get; init; }

    /// <summary>
    /// <c>--context</c>: named build contexts, <c>name=folder</c> or <c>name=url</c>, in place of those in <c>keg.yml</c>.
    /// </summary>
    public ImmutableArray<string> Contexts { get; init; } = [];

    /// <summary><c>--secret</c>: secrets of builds by where they are, in place of those that files declare under the same id.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary><c>--ssh</c>: SSH agents and keys, in place of those that files declare under the same id.</summary>
    public ImmutableArray<string> Ssh { get; init; } = [];

    /// <summary><c>--no-cache</c>: build everything, without BuildKit's cache.</summary>
    public bool NoCache { get; init; }

    /// <summary><c>--force</c>: build everything, with BuildKit's cache.</summary>
    public bool Force { get; init; }

    /// <summary><c>--dry-run</c>: print the commands and run none.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>--parallel</c>: how many images are built at once.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary><c>--keep-going</c>: after a failure, build on what does not descend from it; else nothing new is started.</summary>
    public bool KeepGoing { get; init; } = true;

    /// <summary><c>--builder</c>: the buildx builder.</summary>
    public string? Builder { get; init; }

    /// <summary><c>--no-registry</c>: plan from what is on this machine, and ask no registry.</summary>
    public bool NoRegistry { get; init; }

    /// <summary><c>--changed</c>: only the images that differ from the default tag's family record.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether all that the images in scope are built on is in scope too, whatever its stage.</summary>
    public bool WithAncestors { get; init; }

    /// <summary>
    /// <c>--json</c>: where the plan or the explanations are written as JSON, in place of what people read; null to write for people.
    /// </summary>
    public TextWriter? Json
    {
        get;
        init => field = value is null ? null : new VisibleWriter(value, isGitHub: false);
    }

    /// <summary>Whether single images are named.</summary>
    public bool IsFiltered => !Taps.IsEmpty || !Images.IsEmpty;
}
