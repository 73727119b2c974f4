using System.Collections.Immutable;
using KegImages.Images;
using KegImages.Images.Dockerfiles;

namespace KegImages.Configuration;

/// <summary>Candidates → images with their edges, which are what the Dockerfiles say once their ARGs are resolved. Pure.</summary>
internal sealed class EdgeReader(KegSettings settings, ImmutableArray<ImageCandidate> candidates, List<Problem> problems)
{
    private readonly Membership membership = new(settings, [.. candidates.Select(candidate => candidate.Name.Value).Distinct()]);

    /// <summary>The images, in the order of the candidates; those whose Dockerfile is wrong are left out, their problems reported.</summary>
    public ImmutableArray<ImageDefinition> Read()
    {
        var alone = candidates.Select(Parsed).OfType<Draft>().Select(draft => Resolved(draft, _ => [])).OfType<Draft>().ToList();
        var triggers = alone.Where(draft => !draft.Use!.Triggers.IsEmpty).DistinctBy(draft => draft.Candidate.Name.Value).ToDictionary(draft => draft.Candidate.Name.Value, draft => draft.Use!.Triggers);
        // ONBUILD fires once, in direct children: a second look at those is enough, in any order.
        var whole = alone.Select(draft => draft.Use!.Parents.Any(parent => parent.Use == ParentUse.From && Triggers(parent.Reference, triggers).Length > 0)
            ? Resolved(draft, reference => Triggers(reference, triggers))
            : draft);
        return [.. whole.OfType<Draft>().Select(Image)];
    }

    /// <summary>How a Dockerfile says an edge.</summary>
    public static string Said(ParentUse use, ImageReference reference) => use switch
    {
        ParentUse.From => $"FROM {reference}",
        ParentUse.Copy => $"COPY --from={reference}",
        _ => $"RUN --mount=from={reference}",
    };

    private ImmutableArray<DockerfileTrigger> Triggers(ImageReference reference, Dictionary<ImageName, ImmutableArray<DockerfileTrigger>> triggers) =>
        membership.Find(reference) is { } parent && triggers.TryGetValue(parent, out var found) ? found : [];

    private Draft? Parsed(ImageCandidate candidate)
    {
        if (Try(() => Dockerfile.Parse(candidate.DockerfileText, candidate.DockerfileShown)) is not { } dockerfile)
            return null;
        var args = candidate.Args;
        if (candidate.Group.Parent is { } parent && NeedsBase(dockerfile) && !args.Values.ContainsKey(ValuesFormat.KegBaseImage))
            args = args.With(ValuesFormat.KegBaseImage, new Located<string>(parent.Value.ToString(), parent.Location));
        var unfilled = dockerfile.GlobalArgs.Where(arg => args.Unfilled.ContainsKey(arg.Name)).Select(arg => args.Unfilled[arg.Name]).ToList();
        problems.AddRange(unfilled);
        return unfilled.Count == 0 ? new Draft(candidate, dockerfile, args, null) : null;
    }

    private static bool NeedsBase(Dockerfile dockerfile)
    {
        var declared = dockerfile.GlobalArgs.Where(arg => arg.Name == ValuesFormat.KegBaseImage).ToList();
        return declared.Count > 0 && declared.All(arg => arg.Default is null);
    }

    private Draft? Resolved(Draft draft, Func<ImageReference, ImmutableArray<DockerfileTrigger>> triggers)
    {
        var use = Try(() => draft.Dockerfile.Resolve(new DockerfileInputs
        {
            Target = draft.Candidate.Target,
            Args = draft.Args.Plain,
            Contexts = draft.Candidate.Contexts.Keys.ToHashSet(StringComparer.Ordinal),
            Triggers = triggers,
        }));
        return use is null ? null : draft with { Use = use };
    }

    private ImageDefinition Image(Draft draft)
    {
        var (candidate, dockerfile, args, use) = draft;
        problems.AddRange(args.Unfilled.Where(unfilled => use!.DeclaredArgs.Contains(unfilled.Key)).Select(unfilled => unfilled.Value));
        return new ImageDefinition
        {
            Name = candidate.Name.Value,
            Alias = candidate.Alias.Value,
            Group = candidate.Group.Group,
            DockerfilePath = candidate.DockerfilePath,
            ContextPath = candidate.ContextPath,
            FolderPath = candidate.Folder.Path,
            ValuesPath = candidate.Folder.Values is null ? null : candidate.Folder.ValuesPath,
            Dockerfile = dockerfile,
            Use = use!,
            Target = candidate.Target,
            Args = args.Plain,
            ArgPlaces = Sorted.Of(args.Values, value => value.Location),
            Contexts = candidate.Contexts,
            Secrets = candidate.Secrets.Secrets,
            Ssh = candidate.Secrets.Ssh,
            Platforms = candidate.Said?.Platforms is { Length: > 0 } platforms ? platforms : settings.Platforms,
            Ports = candidate.Ports,
            KegBaseImage = BaseImage(args),
            KegImageFrom = Reference(ValuesFormat.KegImageFrom, args.Needed(ValuesFormat.KegImageFrom, problems)),
            Parents = [.. use!.Parents.Select(parent => Edge(parent, candidate, args))],
        };
    }

    private Parent Edge(DockerfileParent parent, ImageCandidate child, ImageArgs args)
    {
        var said = Said(parent.Use, parent.Reference);
        var chosen = parent.Argument is null ? null : args.Values.GetValueOrDefault(parent.Argument);
        var member = membership.Find(parent.Reference);
        if (member is null && membership.Refusal(parent.Reference, child.Name.Value, child.Contexts.Keys) is { } refusal)
            problems.Add(new Problem(
                $"{said}: {refusal}{(chosen is null ? "" : $"; {parent.Argument} is from {chosen.Location}")}",
                parent.Location,
                membership.Next(parent.Reference)));
        else if (parent is { Argument: ValuesFormat.KegBaseImage, Reference: { Tag: null, Digest: null } } && chosen is null)
            problems.Add(NoTag(parent.Reference, parent.Location));
        return new Parent(parent.Reference, parent.Location, parent.Use, parent.Argument, member);
    }

    private ImageReference? BaseImage(ImageArgs args)
    {
        var written = args.Values.GetValueOrDefault(ValuesFormat.KegBaseImage);
        var reference = Reference(ValuesFormat.KegBaseImage, written);
        if (reference is { Tag: null, Digest: null })
            problems.Add(NoTag(reference, written!.Location));
        return reference;
    }

    private Problem NoTag(ImageReference reference, SourceLocation location) =>
        new($"{ValuesFormat.KegBaseImage}: '{reference}' has no tag", location, $"write {reference.With(settings.DefaultTag)}");

    private ImageReference? Reference(string name, Located<string>? written)
    {
        if (written is null || written.Value.Length == 0)
            return null;
        if (!ImageReference.TryParse(written.Value, out var reference))
            problems.Add(new Problem($"{name}: '{written.Value}' is not an image reference: expected [registry/]repository[:tag][@digest], the repository in lowercase", written.Location));
        return reference;
    }

    private T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (WrongUseException exception)
        {
            problems.AddRange(exception.Problems);
            return null;
        }
    }

    /// <summary>An image on its way: its Dockerfile read and, later, resolved.</summary>
    private sealed record Draft(ImageCandidate Candidate, Dockerfile Dockerfile, ImageArgs Args, DockerfileUse? Use);
}
