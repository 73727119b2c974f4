using KegImages.LockedPlans;

namespace KegImages.Pipeline;

/// <summary>Which images a run is about that is held to a plan: never others than the plan's, and always with what they stand on.</summary>
internal static class PlannedScope
{
    /// <exception cref="WrongUseException">A shard that the plan has not, or images that it is not about.</exception>
    public static Scope Of(Family family, Selection selection, BuildOptions options, LockedPlan plan, string sameWorld)
    {
        var asked = options.Shard is { } shard ? OfShard(family, selection, plan, shard, options.LockedPlan!)
            : Scope.Of(family, selection with { WithAncestors = false }, sameWorld);
        if (selection.IsFiltered)
            WrongUseException.ThrowIfAny([.. asked.Images.Where(image => plan.Find(image.Name) is null).Select(image => new Problem(
                $"the plan is not about '{image.Name}'", new SourceLocation(options.LockedPlan!),
                $"plan anew, for all images that are meant: {ThisProgram.Name} Plan{ThisProgram.SameWorld}"))]);
        var wanted = asked.Images.Concat(family.AncestorsOf(asked.Images)).Select(image => image.Name).ToHashSet();
        return asked with { Images = [.. family.Images.Where(image => wanted.Contains(image.Name) && plan.Find(image.Name) is not null)] };
    }

    /// <summary>What other jobs of the same plan build: all but the shard's own images, and all where what they built is
    /// published.</summary>
    public static ImmutableHashSet<ImageName> BuiltByOthers(Scope scope, BuildOptions options, LockedPlan plan) =>
        (options.Shard, options.Built) switch
        {
            ({ } shard, _) => [.. scope.Images.Select(image => image.Name).Except(plan.FindShard(shard)!.Images)],
            (null, not null) => [.. scope.Images.Select(image => image.Name)],
            _ => [],
        };

    private static Scope OfShard(Family family, Selection selection, LockedPlan plan, string shard, string file)
    {
        if (selection.IsFiltered)
            throw new WrongUseException($"--shard {shard} says which images are built, and so do --image, --tap and --group",
                next: "leave one of them out");
        if (plan.FindShard(shard) is not { } found)
            throw new WrongUseException($"--shard {shard}: the plan has no shard of that name", new SourceLocation(file),
                plan.Shards.IsEmpty ? "it builds nothing" : $"its shards: {Choices.Of([.. plan.Shards.Select(one => one.Name)])}");
        var names = found.Images.ToHashSet();
        return new Scope([.. family.Images.Where(image => names.Contains(image.Name))], $"asked for by --shard {shard}");
    }
}
