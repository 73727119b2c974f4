using KegImages.Dockerfiles;

namespace KegImages.Configuration;

/// <summary>Candidates → images with their edges, which are what the Dockerfiles say once their ARGs are resolved. Pure.</summary>
internal sealed class EdgeReader(KegSettings settings, ImmutableArray<ImageCandidate> candidates, Membership membership,
    List<Problem> problems)
{
    private readonly Lock reporting = new();

    /// <summary>The images, in the order of the candidates; those whose Dockerfile is wrong are left out, their problems
    /// reported.</summary>
    public ImmutableArray<Image> Read()
    {
        var alone = SideBySide.Select(candidates, candidate => Parsed(candidate) is { } draft ? Resolved(draft, _ => []) : null)
            .OfType<Draft>().ToList();
        var triggers = alone.Where(draft => !draft.Use!.Triggers.IsEmpty).DistinctBy(draft => draft.Candidate.Name.Value)
            .ToDictionary(draft => draft.Candidate.Name.Value, draft => draft.Use!.Triggers);
        // ONBUILD fires once, in direct children: a second look at those is enough, in any order.
        var whole = alone.Select(draft => HasTriggers(draft) ? Resolved(draft, reference => TriggersOf(reference, draft)) : draft);
        return [.. whole.OfType<Draft>().Select(Image)];

        bool HasTriggers(Draft child) =>
            child.Use!.Parents.Any(parent => parent.Use == ParentUse.From && TriggersOf(parent.Reference, child).Length > 0);

        ImmutableArray<DockerfileTrigger> TriggersOf(ImageReference reference, Draft child) =>
            membership.Find(reference, child.Candidate.Name.Value) is { } parent ? triggers.GetValueOrDefault(parent, []) : [];
    }

    private Draft? Parsed(ImageCandidate candidate)
    {
        if (Try(() => Dockerfile.Parse(candidate.DockerfileText, candidate.DockerfileShown)) is not { } dockerfile)
            return null;
        var args = candidate.Args;
        var choice = candidate.Group.ParentArg;
        if (candidate.Group.Parent is { } parent && Lacks(dockerfile, choice) && !args.Values.ContainsKey(choice))
            args = args.With(choice, new Located<string>(parent.Value.ToString(), parent.Location));
        var unfilled = dockerfile.GlobalArgs.Where(arg => args.Unfilled.ContainsKey(arg.Name)).Select(arg => args.Unfilled[arg.Name])
            .ToList();
        Report(unfilled);
        return unfilled.Count == 0 ? new Draft(candidate, dockerfile, args, null) : null;
    }

    private static bool Lacks(Dockerfile dockerfile, string name)
    {
        var declared = dockerfile.GlobalArgs.Where(arg => arg.Name == name).ToList();
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

    private Image Image(Draft draft)
    {
        var (candidate, dockerfile, args, use) = draft;
        problems.AddRange(args.Unfilled.Where(unfilled => use!.DeclaredArgs.Contains(unfilled.Key)).Select(unfilled => unfilled.Value));
        return new Image
        {
            Name = candidate.Name.Value,
            Alias = candidate.Alias.Value,
            IsDefaultVariant = settings.Variants.IsDefault(candidate.Name.Value),
            Group = candidate.Group.Group,
            DockerfilePath = candidate.DockerfilePath,
            ContextPath = candidate.ContextPath,
            FolderPath = candidate.Folder.Path,
            ValuesPath = candidate.Folder.Values is null ? null : candidate.Folder.ValuesPath,
            SharesValues = candidate.Folder.Values is { IsShared: true },
            Dockerfile = dockerfile,
            Use = use!,
            Target = candidate.Target,
            Args = args.Plain,
            ArgPlaces = Sorted.Of(args.Values, value => value.Location),
            Contexts = candidate.Contexts,
            Secrets = candidate.Secrets.Secrets,
            Ssh = candidate.Secrets.Ssh,
            ContextPlaces = candidate.ContextPlaces,
            Attest = settings.Attest,
            Platforms = candidate.Said?.Platforms is { Length: > 0 } platforms ? platforms : settings.Platforms,
            Ports = candidate.Ports,
            Tests = candidate.Tests,
            KegBaseImage = BaseImage(args),
            KegImageFrom = Reference(ValuesFormat.KegImageFrom, args.Needed(ValuesFormat.KegImageFrom, problems)),
            Parents = [.. use!.Parents.Select(parent => Edge(parent, draft))],
        };
    }

    private Parent Edge(DockerfileParent parent, Draft draft)
    {
        var child = draft.Candidate;
        if (ParentCheck.Of(parent, child, draft.Dockerfile, draft.Args, membership) is { } problem)
            problems.Add(problem);
        var member = membership.Find(parent.Reference, child.Name.Value);
        return new Parent(parent.Reference, parent.Location, parent.Use, parent.Argument, member);
    }

    private ImageReference? BaseImage(ImageArgs args)
    {
        var written = args.Values.GetValueOrDefault(ValuesFormat.KegBaseImage);
        var reference = Reference(ValuesFormat.KegBaseImage, written);
        if (reference is { Tag: null, Digest: null })
            problems.Add(ParentCheck.NoTag(reference, written!.Location, membership));
        return reference;
    }

    private ImageReference? Reference(string name, Located<string>? written)
    {
        if (written is null || written.Value.Length == 0)
            return null;
        if (!ImageReference.TryParse(written.Value, out var reference))
            problems.Add(new Problem($"{name}: {ImageReference.Refusal(written.Value)}", written.Location));
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
            Report(exception.Problems);
            return null;
        }
    }

    // In any order: all problems of a family are sorted in the end.
    private void Report(IEnumerable<Problem> found)
    {
        lock (reporting)
            problems.AddRange(found);
    }

    /// <summary>An image on its way: its Dockerfile read and, later, resolved.</summary>
    private sealed record Draft(ImageCandidate Candidate, Dockerfile Dockerfile, ImageArgs Args, DockerfileUse? Use);
}
