namespace KegImages.Explaining;

/// <summary>Facts → explanations. Pure: the same facts give the same explanations.</summary>
internal sealed class Explainer(ExplainFacts facts)
{
    private readonly ImmutableDictionary<ImageName, BuildStep> steps = facts.Plan.Steps.ToImmutableDictionary(step => step.Image.Name);
    private readonly ImmutableDictionary<ImageName, ReusedImage> reused =
        facts.Plan.Reused.ToImmutableDictionary(image => image.Image.Name);
    private readonly Dictionary<(ImageName Image, Fingerprint? Before), ImmutableArray<Reason>> known = [];

    public Explanation Explain(ImageName name)
    {
        var tagged = facts.Tagged.GetValueOrDefault(name);
        if (facts.Plan.Skipped.FirstOrDefault(image => image.Image.Name == name) is { } skipped)
            return new Explanation { Image = skipped.Image, IsBuilt = false, Fingerprint = facts.Now[name].Fingerprint,
                Skipped = skipped.Reason };
        var explanation = new Explanation
        {
            Image = steps.GetValueOrDefault(name)?.Image ?? reused[name].Image,
            IsBuilt = steps.ContainsKey(name),
            Fingerprint = facts.Now[name].Fingerprint,
            Tagged = tagged,
        };
        return explanation.IsBuilt
            ? explanation with { Reasons = WhyBuilt(name) }
            : explanation with
            {
                Reused = reused[name].Pinned,
                Origin = facts.Origins.GetValueOrDefault(name, ""),
                Reasons = tagged is null || tagged.Digest == reused[name].Pinned.Digest ? [] : Differences(name, tagged.Fingerprint),
            };
    }

    private ImmutableArray<Reason> WhyBuilt(ImageName name)
    {
        if (facts.Plan.NoCache || steps[name].Reason == Planner.Forced)
            return [new Reason("asked", steps[name].Reason)];
        var tagged = facts.Tagged.GetValueOrDefault(name);
        ImmutableArray<Reason> doubt = steps[name].Doubt is null ? [] : [new Reason("doubt", steps[name].Reason)];
        if (tagged is null)
            return doubt.IsEmpty ? [new Reason("absent", "there is no image of it yet")] : doubt;
        var differences = Differences(name, tagged.Fingerprint);
        ImmutableArray<Reason> all = [.. RebuiltParents(name, differences), .. differences, .. doubt];
        return all.IsEmpty
            ? [new Reason("missing",
                $"{tagged.Reference} has the same inputs, but their image {steps[name].Content.Tag} is gone") { Name =
                    steps[name].Content.ToString() }]
            : all;
    }

    // A parent of the same fingerprint that is built again all the same, because its image is gone.
    private IEnumerable<Reason> RebuiltParents(ImageName name, ImmutableArray<Reason> told) =>
        from parent in steps[name].Parents.Where(parent => parent.IsBuiltHere).Select(parent => parent.Edge.Member!).Distinct()
        where told.All(reason => reason.Parent != parent)
        select Of(parent, WhyBuilt(parent));

    private ImmutableArray<Reason> Differences(ImageName name, Fingerprint? before)
    {
        if (known.TryGetValue((name, before), out var told))
            return told;
        return known[(name, before)] = before == facts.Now[name].Fingerprint ? []
            : before is null ? [new Reason("unknown", "what is under its tag does not say what it was made of")]
            : !facts.Before.TryGetValue((name, before), out var inputs)
            ? [new Reason("unknown", $"its inputs changed; the registry does not keep what {before.ContentTag} was made of")]
            : [.. ReasonsOf(name, ImageInputs.Difference(inputs, facts.Now[name]))];
    }

    private IEnumerable<Reason> ReasonsOf(ImageName name, ImmutableArray<InputDifference> differences)
    {
        var image = steps.GetValueOrDefault(name)?.Image ?? reused[name].Image;
        var words = new ReasonText(image, facts.Root);
        var parents = differences.Where(difference => difference.Kind == InputKind.Parent).ToList();
        foreach (var difference in parents)
            yield return ParentReason(difference);
        // A Dockerfile inside its own context is a file of it as well: told once.
        var dockerfile = differences.Any(difference => difference.Kind == InputKind.Dockerfile) ? words.Dockerfile : null;
        foreach (var reason in differences.Except(parents).Except(ToldByContent(differences)).Select(words.Of)
            .Where(reason => reason.Kind != "file" || reason.File != dockerfile))
            yield return reason;
    }

    // A folder that came or went together with what is in it.
    private static IEnumerable<InputDifference> ToldByContent(ImmutableArray<InputDifference> differences)
    {
        var holders = differences.Where(difference =>
            difference.Kind is InputKind.File or InputKind.Folder or InputKind.Link && difference.Name.Contains('/'))
            .Select(difference => difference.Name[..difference.Name.LastIndexOf('/')]).ToHashSet(StringComparer.Ordinal);
        return differences.Where(difference =>
            difference is { Kind: InputKind.Folder } and ({ Before: null } or { After: null }) && holders.Contains(difference.Name));
    }

    private Reason ParentReason(InputDifference difference)
    {
        var (before, after) = (MemberOf(difference.Before), MemberOf(difference.After));
        return before.Name is not null && before.Name == after.Name && facts.Now.ContainsKey(after.Name)
            ? Of(after.Name, steps.ContainsKey(after.Name) ? RebuiltOrDifferent(after.Name, before.Fingerprint)
            : Differences(after.Name, before.Fingerprint))
            : ReasonText.OfParent(difference, before.Name, after.Name);
    }

    private ImmutableArray<Reason> RebuiltOrDifferent(ImageName parent, Fingerprint? before)
    {
        var differences = Differences(parent, before);
        return differences.IsEmpty ? WhyBuilt(parent) : differences;
    }

    private Reason Of(ImageName parent, ImmutableArray<Reason> because) => steps.ContainsKey(parent)
        ? new Reason("parent", $"its parent {parent} is built") { Parent = parent, Name = parent.ToString(), Link = $"{parent} is",
            Because = because }
        : new Reason("parent", $"its parent {parent} is another one") { Parent = parent, Name = parent.ToString(),
            Link = $"{parent} is another one", Because = because };

    private static (ImageName? Name, Fingerprint? Fingerprint) MemberOf(string? value)
    {
        var parts = value?.Split('@', 2);
        return parts is [var name, var text] && Fingerprint.TryParse(text, out var fingerprint) ? (ImageName.Parse(name), fingerprint)
            : (null, null);
    }
}
