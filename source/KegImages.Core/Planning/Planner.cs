using KegImages.Secrets;

namespace KegImages.Planning;

/// <summary>Family, request and facts → plan. Pure: the same inputs give the same plan.</summary>
public static class Planner
{
    /// <summary>The reason of an image that is built whatever exists.</summary>
    internal const string Forced = "asked for by --force";

    /// <summary>Decides for every image in scope whether it is built or reused, and says why.</summary>
    public static BuildPlan Plan(PlanRequest request, PlanFacts facts)
    {
        var images = ImmutableArray.CreateBuilder<ImageState>(request.Scope.Length);
        var reusable = new Dictionary<ImageName, ExistingImage?>();
        foreach (var image in request.Scope)
        {
            var fingerprint = facts.Fingerprints[image.Name];
            var repository = request.Provider.Of(image.Name);
            var content = repository.With(fingerprint.ContentTag);
            ImmutableArray<ImageReference> tags = [.. request.Tags.AllOf(image.Name).Select(repository.With)];

            if (WhyBuild(image, request, facts, reusable) is (var reason, var doubt))
            {
                reusable[image.Name] = null;
                var offer = facts.Offers.GetValueOrDefault(image.Name, SecretOffer.None);
                images.Add(new Planned(new BuildStep
                {
                    Image = image,
                    Platforms = PlatformsOf(image, request, facts.OwnPlatform),
                    Reason = reason,
                    Doubt = doubt,
                    Parents = [.. image.Parents.Select(edge => ParentOf(edge, facts, reusable))],
                    Content = content,
                    Tags = tags,
                    Args = image.Args.Where(image.Use.DeclaredArgs.Contains),
                    Labels = ImageLabels.Of(image, fingerprint, request.Tags.PrimaryOf(image.Name), facts.Source),
                    Contexts = facts.Contexts.Where(image.Use.Contexts.Contains),
                    Secrets = offer.Secrets,
                    Ssh = offer.Ssh,
                }));
            }
            else
            {
                var existing = facts.Existing[image.Name];
                reusable[image.Name] = existing;
                images.Add(new Reused(image, existing.Where, existing.Pinned, content, tags));
            }
        }

        return new BuildPlan
        {
            Images = images.ToImmutable(),
            Skipped = request.Skipped,
            Push = request.Push,
            NoCache = request.NoCache,
            Parallel = request.Parallel,
            Builder = request.Builder,
            CommitTime = facts.Source.CommitTime,
        };
    }

    // An engine's store holds one platform of an image; its fingerprint stays that of all, so that what exists is found.
    private static ImmutableArray<string> PlatformsOf(Image image, PlanRequest request, string own) =>
        (image.Platforms, request.Push) switch
    {
        ({ IsEmpty: true }, _) => [own],
        ({ Length: 1 }, _) or (_, true) => image.Platforms,
        _ => [image.Platforms.FirstOrDefault(platform => platform == own || platform.StartsWith($"{own}/", StringComparison.Ordinal))
            ?? image.Platforms[0]],
    };

    private static (string Reason, Doubt? Doubt)? WhyBuild(Image image, PlanRequest request, PlanFacts facts,
        Dictionary<ImageName, ExistingImage?> reusable)
    {
        var existing = facts.Existing.GetValueOrDefault(image.Name);
        if (existing is not { IsOfThisRun: true } && request.IsAnew(image.Name))
            return (request.NoCache ? "asked for by --no-cache" : Forced, null);
        if (existing is null)
            return ("no image of these inputs exists yet", null);

        // A parent that is built again may come out with other layers, and no child may stand on the old ones.
        var rebuilt = image.Parents.FirstOrDefault(edge =>
            edge.Member is { } member && reusable.TryGetValue(member, out var parent) && parent is null);
        if (rebuilt is not null)
            return ($"its parent {rebuilt.Member} is built", null);
        var parents = WantedParent.Of(image, edge => reusable.GetValueOrDefault(edge.Member!)?.KnownBy ?? facts.KnownByOf(edge));
        return existing.Says.Against(facts.Fingerprints[image.Name], parents, request.Push ? PlatformsOf(image, request, facts.OwnPlatform)
            : []) is { } doubt
            ? (existing.Because(doubt), doubt)
            : null;
    }

    private static StepParent ParentOf(Parent edge, PlanFacts facts, Dictionary<ImageName, ExistingImage?> reusable)
    {
        if (edge.Member is { } member && reusable.TryGetValue(member, out var inScope))
            return new StepParent(edge, inScope?.Pinned) { Digest = inScope?.KnownBy.FirstOrDefault() };
        return new StepParent(edge, facts.Pins[edge.Reference]) { Digest = facts.KnownByOf(edge).FirstOrDefault() };
    }
}
