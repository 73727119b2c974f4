namespace KegImages.Trust;

/// <summary>Holds what a plan builds on and does not build against what is signed: an image is worth no more than what it stands
/// on.</summary>
/// <param name="workplace">Where.</param>
/// <param name="signed">What is signed.</param>
internal sealed class SignedParents(Workplace workplace, SignedReuse signed)
{
    /// <summary>Refuses a plan that builds on what is not signed.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="request">What it was made for.</param>
    /// <param name="record">The record of the plan's tag; null where there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailedException">A parent is not signed.</exception>
    public async Task ThrowUnlessAsync(BuildPlan plan, PlanRequest request, FamilyRecord? record, CancellationToken cancellationToken)
    {
        var scope = request.Scope.Select(image => image.Name).ToHashSet();
        var parents = plan.Steps.SelectMany(step => step.Parents)
            .Where(parent => parent is { Pinned.Digest: not null, Edge.Member: { } member } && !scope.Contains(member))
            .DistinctBy(parent => parent.Pinned).ToList();
        var found = await Gathering.AllAsync(parents.Select(async parent => (parent.Edge.Reference, parent.Pinned,
            Why: await signed.WhyNotAsync(parent.Pinned!, record?.Find(parent.Edge.Member!)?.Digest == parent.Pinned!.Digest
                ? record : null, request.Tags.Primary, cancellationToken))));
        if (found.Where(parent => parent.Why is not null).ToList() is { Count: > 0 } unsigned)
            throw new FailedException(string.Join(Environment.NewLine, [
                .. unsigned.Select(parent => $"what would be built on is not to be trusted ({KegSettings.FileName}: requireSigned): "
                    + $"{parent.Reference} is {parent.Pinned}, which {parent.Why}"),
                $"  build it too: --with-parents; or sign it: {workplace.Next("Sign --tag <tag>")}"]));
    }
}
