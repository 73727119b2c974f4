using KegImages.LockedPlans;

namespace KegImages.Pipeline;

/// <summary>Holds a run to the plan that was made before it.</summary>
internal static class PlannedImages
{
    /// <summary>Request and facts of the images that the plan does not leave out; what these are built on is what the plan says.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="facts">The facts for it.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="file">The plan's file, for messages.</param>
    /// <exception cref="WrongUseException">Images are made of something else here than the plan says, all of them named.</exception>
    public static (PlanRequest Request, PlanFacts Facts) Only(PlanRequest request, PlanFacts facts, LockedPlan plan, string file)
    {
        WrongUseException.ThrowIfAny([.. request.Scope.Where(image => plan.Find(image.Name)?.Fingerprint != facts.Fingerprints[image.Name])
            .Select(image => new Problem(
                $"{image.Name}: the plan is for {plan.Find(image.Name)?.Fingerprint.ContentTag}, and what is here makes "
                    + $"{facts.Fingerprints[image.Name].ContentTag}", new SourceLocation(file),
                $"take the files that were planned for, or plan anew: {ThisProgram.Name} Plan{ThisProgram.SameWorld}"))]);
        var leftOut = request.Scope.Select(image => plan.Find(image.Name)!).Where(image => image.IsLeftOut)
            .ToDictionary(image => image.Name, image => request.Provider.Of(image.Name).At(image.Digest!));
        var rest = request.Scope.RemoveAll(image => leftOut.ContainsKey(image.Name));
        var edges = rest.SelectMany(image => image.Parents).Where(edge => edge.Member is not null && leftOut.ContainsKey(edge.Member));
        return (
            request with
            {
                Scope = rest,
                Skipped = [.. request.Scope.Where(image => leftOut.ContainsKey(image.Name))
                    .Select(image => new Skipped(image, "the locked plan leaves it out", leftOut[image.Name]))],
            },
            facts with { Pins = facts.Pins.SetItems(edges.Select(edge => KeyValuePair.Create(edge.Reference, leftOut[edge.Member!]))) });
    }
}
