using KegImages.Configuration;
using KegImages.Planning;

namespace KegImages.Building;

/// <summary>What builders cannot do of a plan, found before anything is built.</summary>
/// <param name="builders">The builders.</param>
/// <param name="push">Whether images are pushed.</param>
public sealed class BuilderJudgement(ImmutableArray<JudgedBuilder> builders, bool push)
{
    private const string Another = "docker buildx create --name multi --driver docker-container, then --builder multi; or turn on the "
        + "engine's containerd image store: https://docs.docker.com/engine/storage/containerd/";

    // The first that knows attestations.
    private static readonly Version OldestToAttest = new(0, 11);

    /// <summary>The docker context in force.</summary>
    public string Context { get; init; } = ClientSettings.Default;

    /// <summary>Everything that is in the way, each with what to change.</summary>
    /// <param name="steps">What would be built.</param>
    /// <param name="pushing">The command that pushes what is built, for people.</param>
    public IEnumerable<Problem> Problems(ImmutableArray<BuildStep> steps, string pushing)
    {
        foreach (var context in builders.Where(IsOtherContext).Select(builder => builder.Entry.Name))
            yield return new Problem($"'{context}' is a docker context and no builder: buildx inspects one of any name, and builds with "
                + $"the one in force alone, which is '{Context}'", Next: $"Set DOCKER_CONTEXT={context} in place of --builder, or make a "
                    + $"builder of it: docker buildx create --name {context}-builder {context}");
        foreach (var builder in builders.Where(builder => builder.Inspection is { IsTooOld: true }))
            yield return new Problem($"{builder.Entry.Called} runs BuildKit {builder.Inspection!.BuildKit}, at least 0.10 is needed: it "
                + "does not know named build contexts", Next: "Update it, or name another one: docker buildx ls");
        if (builders.All(builder => builder.Inspection is { IsWhole: false, Driver: not null })
            && steps.FirstOrDefault(step => step.Platforms.Length > 1) is { } several)
            yield return new Problem($"{builders[0].Entry.Called} builds for one platform at a time (its driver is docker, with the "
                + $"classic image store), and {several.Image.Name} is for {string.Join(", ", several.Platforms)}",
                Next: $"Name a builder that can: {Another}");
        if (push && steps.FirstOrDefault(step => !step.Image.Attest.IsNone) is { Image.Attest: var attest })
        {
            foreach (var builder in builders.Where(builder => builder.Inspection is { IsWhole: false, Driver: not null }))
                yield return new Problem($"{builder.Entry.Called} cannot attest what it builds (its driver is docker, with the classic "
                    + $"image store), and {KegSettings.FileName} asks for {attest}", Next: $"Name a builder that can: {Another}; or leave "
                        + $"attest: out of {KegSettings.FileName}, which makes other images");
            foreach (var builder in builders.Where(builder => builder.Inspection?.BuildKit is { } version && version < OldestToAttest))
                yield return new Problem($"{builder.Entry.Called} runs BuildKit {builder.Inspection!.BuildKit}, at least "
                    + $"{OldestToAttest} is needed to attest what is built", Next: "Update it, or name another one: docker buildx ls");
        }

        if (!push && Elsewhere is { } far && Unpushed(steps) is var (child, parent))
            yield return new Problem($"what {far} builds does not reach this machine's engine before it is loaded, so {child} "
                + $"cannot be built on {parent} without a push",
                Next: $"Push under content tags alone: {pushing}; or let the engine build: --builder default");
    }

    /// <summary>The first builder that keeps what it builds outside of any engine; null where there is none.</summary>
    public JudgedBuilder? Elsewhere => builders.FirstOrDefault(builder => builder.Inspection is { IsEngine: false, Driver: not null });

    // The engine of a context is a builder by the context's name, and that is its endpoint too.
    private bool IsOtherContext(JudgedBuilder builder) => builder is { Entry.Name: { } name, Inspection: { IsEngine: true } engine }
        && engine.Endpoint == name && name != Context;

    // An image that stands on one that no registry has.
    private static (ImageName Child, string Parent)? Unpushed(ImmutableArray<BuildStep> steps) => steps
        .SelectMany(step => step.Parents.Where(parent => parent.Pinned is not { Digest: not null })
            .Select(parent => ((ImageName, string)?)(step.Image.Name, parent.Edge.Member?.ToString() ?? parent.Edge.Reference.ToString())))
        .FirstOrDefault();
}
