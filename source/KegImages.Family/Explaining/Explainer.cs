namespace KegImages.Explaining;

/// <summary>Facts → explanations. Pure: the same facts give the same explanations.</summary>
internal sealed class Explainer(ExplainFacts facts)
{
    private readonly ImmutableDictionary<ImageName, ImageState> images =
        facts.Plan.Images.Concat(facts.Plan.Skipped).ToImmutableDictionary(image => image.Name);
    private readonly Dictionary<(ImageName Image, Fingerprint? Before), ImmutableArray<Reason>> known = [];

    public Explanation Explain(ImageName name)
    {
        var (planned, tagged) = (images[name], facts.Tagged.GetValueOrDefault(name));
        var explanation = new Explanation { State = planned, Fingerprint = facts.Now[name].Fingerprint };
        return planned switch
        {
            Skipped => explanation,
            Planned { Step: var step } => explanation with { Tagged = tagged, Reasons = WhyBuilt(step) },
            _ => explanation with
            {
                Tagged = tagged,
                Origin = facts.Origins.GetValueOrDefault(name, ""),
                Reasons = tagged is null || tagged.Digest == planned.Digest ? [] : Differences(name, tagged.Fingerprint),
            },
        };
    }

    private BuildStep? StepOf(ImageName name) => (images.GetValueOrDefault(name) as Planned)?.Step;

    private ImmutableArray<Reason> WhyBuilt(BuildStep step)
    {
        if (facts.Plan.NoCache || step.Reason == Planner.Forced)
            return [new Reason("asked", step.Reason)];
        var name = step.Image.Name;
        var tagged = facts.Tagged.GetValueOrDefault(name);
        ImmutableArray<Reason> doubt = step.Doubt is null ? [] : [new Reason("doubt", step.Reason)];
        if (tagged is null)
            return doubt.IsEmpty ? [new Reason("absent", "there is no image of it yet")] : doubt;
        var differences = Differences(name, tagged.Fingerprint);
        ImmutableArray<Reason> all = [.. RebuiltParents(step, differences), .. differences, .. doubt];
        return all.IsEmpty
            ? [new Reason("missing",
                $"{tagged.Reference} has the same inputs, but their image {step.Content.Tag} is gone") { Name = step.Content.ToString() }]
            : all;
    }

    // A parent of the same fingerprint that is built again all the same, because its image is gone.
    private IEnumerable<Reason> RebuiltParents(BuildStep step, ImmutableArray<Reason> told) =>
        from parent in step.Parents.Where(parent => parent.IsBuiltHere).Select(parent => parent.Edge.Member!).Distinct()
        where told.All(reason => reason.Parent != parent)
        select Of(parent, WhyBuilt(StepOf(parent)!));

    private ImmutableArray<Reason> Differences(ImageName name, Fingerprint? before)
    {
        if (known.TryGetValue((name, before), out var told))
            return told;
        return known[(name, before)] = before == facts.Now[name].Fingerprint ? []
            : before is null ? [new Reason("unknown", "what is under its tag does not say what it was made of")]
            : !facts.Before.TryGetValue(new MadeOf(name, before), out var inputs)
            ? [new Reason("unknown", $"its inputs changed; the registry does not keep what {before.ContentTag} was made of")]
            : [.. ReasonsOf(name, ImageInputs.Difference(inputs, facts.Now[name]))];
    }

    private IEnumerable<Reason> ReasonsOf(ImageName name, ImmutableArray<InputDifference> differences)
    {
        var words = new ReasonText(images[name].Image, facts.Root);
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
            ? Of(after.Name, StepOf(after.Name) is { } step && Differences(after.Name, before.Fingerprint).IsEmpty ? WhyBuilt(step)
                : Differences(after.Name, before.Fingerprint))
            : ReasonText.OfParent(difference, before.Name, after.Name);
    }

    private Reason Of(ImageName parent, ImmutableArray<Reason> because) => StepOf(parent) is not null
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
