namespace KegImages.Configuration;

/// <summary>Settings and facts → the family. Pure, and the same whatever the order of files and folders.</summary>
internal static class FamilyReader
{
    /// <summary>Reads the family. Throws <see cref="WrongUseException"/> with all problems together.</summary>
    public static Family Read(KegSettings settings, FamilyFacts facts, IReadOnlyList<Problem> earlier)
    {
        var problems = earlier.ToList();
        var candidates = new CandidateReader(settings, facts, problems).Read();
        CheckNames(candidates, problems);
        (settings, candidates) = WithChosenParent(settings, candidates, problems);
        SameBuild.Check(candidates, problems);
        var membership = settings.MembershipOf(candidates.Select(candidate => candidate.Name.Value));
        CheckContexts(settings, membership, problems);
        // Of two images with one name, a problem already, the first stands for both in the graph.
        var images = new EdgeReader(settings, candidates, membership, problems).Read().DistinctBy(image => image.Name)
            .ToImmutableArray();
        CheckCycles(images, problems);
        CheckGroups(images, problems);
        CheckBootstraps(images, images.Length == candidates.Length ? membership
            : settings.MembershipOf(images.Select(image => image.Name)), problems);
        if (problems.Count > 0)
            throw new WrongUseException(InOrder(problems));
        return new Family(images);
    }

    // The taps are the last group, and what they are built on is an ARG of their Dockerfiles.
    private static (KegSettings Settings, ImmutableArray<ImageCandidate> Candidates) WithChosenParent(KegSettings settings,
        ImmutableArray<ImageCandidate> candidates, List<Problem> problems)
    {
        if (settings.Overrides.BaseImage is not { } chosen || settings.Groups is not [.., var taps])
            return (settings, candidates);
        var (with, reference) = chosen.In(settings, candidates, problems);
        if (reference is null)
            return (settings, candidates);
        var membership = with.MembershipOf(candidates.Select(candidate => candidate.Name.Value));
        return (with, [.. candidates.Select(candidate => candidate.Group.Group.Name != taps.Group.Name ? candidate : candidate with
        {
            Args = chosen.Over(candidate.Args, taps.ParentArg, reference, candidate.Name.Value, membership),
        })]);
    }

    private static List<Problem> InOrder(IEnumerable<Problem> problems) =>
    [
        .. problems.Distinct()
            .OrderBy(problem => problem.Location is { File: not KegSettings.FileName })
            .ThenBy(problem => problem.Location?.File, StringComparer.Ordinal)
            .ThenBy(problem => problem.Location?.Line)
            .ThenBy(problem => problem.Location?.Column)
            .ThenBy(problem => problem.Message, StringComparer.Ordinal),
    ];

    private static void CheckNames(ImmutableArray<ImageCandidate> candidates, List<Problem> problems)
    {
        var names = new Dictionary<string, Located<string>>(StringComparer.Ordinal);
        foreach (var name in candidates.Select(candidate => new Located<string>(candidate.Name.Value.ToString(), candidate.Name.Location)))
        {
            if (!names.TryAdd(name.Value, name))
                problems.Add(new Problem($"two images are called '{name.Value}': the other is at {names[name.Value].Location}",
                    name.Location));
        }

        var aliases = new Dictionary<string, Located<string>>(StringComparer.Ordinal);
        foreach (var candidate in candidates.Where(candidate => candidate.Alias.Value != candidate.Name.Value.ToString()))
        {
            var alias = candidate.Alias;
            if (names.TryGetValue(alias.Value, out var name))
                problems.Add(new Problem(
                    $"the alias '{alias.Value}' of '{candidate.Name.Value}' is the name of another image, at {name.Location}",
                        alias.Location));
            if (!aliases.TryAdd(alias.Value, alias))
                problems.Add(new Problem($"two images have the alias '{alias.Value}': the other is at {aliases[alias.Value].Location}",
                    alias.Location));
        }
    }

    private static void CheckCycles(ImmutableArray<Image> images, List<Problem> problems)
    {
        var byName = images.ToDictionary(image => image.Name);
        foreach (var cycle in FamilyOrder.Of(images).Cycles)
        {
            var edges = cycle.Zip(cycle.Skip(1).Append(cycle[0]),
                (parent, child) => (child, byName[child].Parents.First(edge => edge.Member == parent).Location)).ToList();
            var path = string.Join(" → ", edges.Select(edge => $"{edge.child} ({edge.Location})"));
            problems.Add(new Problem($"the images form a cycle, parent → child: {cycle[0]} → {path}", edges[^1].Location));
        }
    }

    // What a named context is gets resolved before anything is built: an image of the family would be the one that was published before.
    private static void CheckContexts(KegSettings settings, Membership membership, List<Problem> problems)
    {
        foreach (var contexts in settings.Images.SelectMany(image => image.Each).Select(image => image.Contexts).Append(settings.Contexts)
            .Append(settings.Overrides.Contexts))
            CheckContexts(contexts, membership, problems);
    }

    private static void CheckContexts(ImmutableSortedDictionary<string, Located<string>> contexts, Membership membership,
        List<Problem> problems)
    {
        foreach (var (name, context) in contexts)
        {
            if (NamedContext.ImageOf(context.Value) is not { } text)
                continue;
            if (!ImageReference.TryParse(text, out var reference))
                problems.Add(new Problem($"contexts.{name}: {ImageReference.Refusal(text)}", context.Location));
            else if (membership.Find(reference) is { } member)
                problems.Add(new Problem(
                    $"contexts.{name}: '{reference}' is this family's image '{member}', and a named context is never built",
                    context.Location,
                    $"name it in the Dockerfile (COPY --from={membership.Own(member)}), or {ParentRefusal.Listed(reference)}"));
        }
    }

    // Listed as external for the image that is built on its own last publication, a tag would be that one for all others too.
    private static void CheckBootstraps(ImmutableArray<Image> images, Membership membership, List<Problem> problems)
    {
        var byName = images.ToDictionary(image => image.Name);
        foreach (var child in images)
        {
            foreach (var edge in child.Parents.Where(edge => edge.Member is null && membership.IsOwn(edge.Reference)))
            {
                var own = byName[membership.OwnOf(edge.Reference)!];
                if (own != child && own.Parents.FirstOrDefault(parent => parent.Reference == edge.Reference) is { Member: null } first)
                    problems.Add(new Problem(
                        $"{ParentCheck.Said(edge.Use, edge.Reference)}: '{own.Name}' is built on that image itself ({first.Location}), "
                        + "so it can be the one that was published before or the one that is built now",
                        edge.Location,
                        $"build '{own.Name}' on a tag of its own that no other image uses, or on a digest, and list that under external:"));
            }
        }
    }

    private static void CheckGroups(ImmutableArray<Image> images, List<Problem> problems)
    {
        var byName = images.ToDictionary(image => image.Name);
        foreach (var child in images)
        {
            foreach (var edge in child.Parents)
            {
                if (edge.Member is not null && byName.TryGetValue(edge.Member, out var parent) && parent.Group.Order > child.Group.Order)
                    problems.Add(new Problem(
                        $"{ParentCheck.Said(edge.Use, edge.Reference)}: '{child.Name}' is in group '{child.Group.Name}', "
                        + $"its parent '{parent.Name}' in the later group '{parent.Group.Name}'",
                        edge.Location,
                        $"the groups of {KegSettings.FileName} are in the order in which they build on each other"));
            }
        }
    }
}
