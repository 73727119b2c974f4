using KegImages.Dockerfiles;

namespace KegImages.Configuration;

/// <summary>What is wrong with one image that a Dockerfile uses, and which file says so. Pure.</summary>
internal static class ParentCheck
{
    /// <summary>The problem with a parent; null where there is none.</summary>
    public static Problem? Of(DockerfileParent parent, ImageCandidate child, Dockerfile dockerfile, ImageArgs args, Membership membership)
    {
        var said = Said(parent.Use, parent.Reference);
        if (parent is { Argument: ValuesFormat.KegBaseImage, Reference: { Tag: null, Digest: null } })
            // Where a file chooses it, it is that file's problem and found there.
            return args.Values.ContainsKey(ValuesFormat.KegBaseImage) ? null : NoTag(parent.Reference, parent.Location, membership);
        if (ParentRefusal.Of(membership, parent.Reference, child.Name.Value, child.Contexts.Keys) is { } refusal)
            return new Problem($"{said}: {refusal.Why}{Origins(parent, dockerfile, args)}", parent.Location, refusal.Next);
        return Replaced(parent, dockerfile) is not { } stage ? null : new Problem(
            $"{said}: the stage '{stage.Name}' (line {stage.From.Line}) is called so too, and BuildKit would take the image for the stage",
            parent.Location,
            "give the stage another name, or the image a tag other than latest");
    }

    /// <summary>The problem that <c>KEG_BASE_IMAGE</c> names no tag.</summary>
    public static Problem NoTag(ImageReference reference, SourceLocation location, Membership membership) =>
        new($"{ValuesFormat.KegBaseImage}: '{reference}' has no tag", location, $"write {reference.With(membership.Published[0])}");

    public static string Said(ParentUse use, ImageReference reference) => use switch
    {
        ParentUse.From => $"FROM {reference}",
        ParentUse.Copy => $"COPY --from={reference}",
        _ => $"RUN --mount=from={reference}",
    };

    // What is written out is given at its digest by a build context of its name, and BuildKit takes that for a stage of the same name.
    private static DockerfileStage? Replaced(DockerfileParent parent, Dockerfile dockerfile) =>
        parent is { Argument: null, Reference.Digest: null }
            ? dockerfile.Stages.FirstOrDefault(stage => stage.Name == parent.Reference.Familiar)
            : null;

    private static string Origins(DockerfileParent parent, Dockerfile dockerfile, ImageArgs args) =>
        string.Concat(ArgsOf(parent, dockerfile, args).Select(arg => $"; {arg} is from {args.Values[arg].Location}"));

    private static IEnumerable<string> ArgsOf(DockerfileParent parent, Dockerfile dockerfile, ImageArgs args)
    {
        if (parent.Argument is { } whole && args.Values.ContainsKey(whole))
            return [whole];
        var from = parent.Use == ParentUse.From && parent.Location.File == dockerfile.Path
            ? dockerfile.Stages.FirstOrDefault(stage => stage.From.Line == parent.Location.Line)
            : null;
        return from is null ? [] : GivenArgs.In(from.Base, dockerfile.GlobalArgs, args.Values.ContainsKey);
    }
}
