using System.Collections.Immutable;
using KegImages.Images;
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
        var steps = ImmutableArray.CreateBuilder<BuildStep>();
        var reused = ImmutableArray.CreateBuilder<ReusedImage>();
        var pinned = new Dictionary<ImageName, ImageReference?>();
        foreach (var image in request.Scope)
        {
            var fingerprint = facts.Fingerprints[image.Name];
            var repository = request.Provider.Of(image.Name);
            var content = repository.With(fingerprint.ContentTag);
            ImmutableArray<ImageReference> tags = [.. request.Tags.Select(repository.With)];

            if (WhyBuild(image, request, facts, pinned) is { } reason)
            {
                pinned[image.Name] = null;
                var offer = facts.Offers.GetValueOrDefault(image.Name, SecretOffer.None);
                steps.Add(new BuildStep
                {
                    Image = request.Push ? image : InEngine(image, facts.OwnPlatform),
                    Reason = reason,
                    Parents = [.. image.Parents.Select(edge => new StepParent(edge, Pin(edge, facts, pinned)))],
                    Content = content,
                    Tags = tags,
                    Args = image.Args.Where(arg => image.Use.DeclaredArgs.Contains(arg.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal),
                    Labels = ImageLabels.Of(image, fingerprint, request.Tags[0], facts.Source),
                    Contexts = facts.Contexts.Where(context => image.Use.Contexts.Contains(context.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal),
                    Secrets = offer.Secrets,
                    Ssh = offer.Ssh,
                });
            }
            else
            {
                var existing = facts.Existing[image.Name];
                pinned[image.Name] = existing.Pinned;
                reused.Add(new ReusedImage(image, existing.Where, existing.Pinned, content, tags));
            }
        }

        return new BuildPlan
        {
            Steps = steps.ToImmutable(),
            Reused = reused.ToImmutable(),
            Skipped = request.Skipped,
            Push = request.Push,
            NoCache = request.NoCache,
            Parallel = request.Parallel,
            Builder = request.Builder,
            CommitTime = facts.Source.CommitTime,
        };
    }

    // An engine's store holds one platform of an image; its fingerprint stays that of all, so that what exists is found.
    private static ImageDefinition InEngine(ImageDefinition image, string? own) => image.Platforms.Length <= 1
        ? image
        : image with { Platforms = [image.Platforms.FirstOrDefault(platform => platform == own || platform.StartsWith($"{own}/", StringComparison.Ordinal)) ?? image.Platforms[0]] };

    private static string? WhyBuild(ImageDefinition image, PlanRequest request, PlanFacts facts, Dictionary<ImageName, ImageReference?> pinned)
    {
        if (request.NoCache)
            return "asked for by --no-cache";
        if (request.Force)
            return Forced;
        if (!facts.Existing.TryGetValue(image.Name, out var existing))
            return "no image of these inputs exists yet";

        // A parent that is built again may come out with other layers, and no child may stand on the old ones.
        var rebuilt = image.Parents.FirstOrDefault(edge => edge.Member is { } member && pinned.TryGetValue(member, out var parent) && parent is null);
        if (rebuilt is not null)
            return $"its parent {rebuilt.Member} is built";
        var outdated = image.Parents.FirstOrDefault(edge =>
            edge.Member is { } member && pinned.GetValueOrDefault(member) is { } now && existing.BuiltOn.Any(before => IsAnother(before, now)));
        return outdated is null ? null : $"its parent {outdated.Member} was built again since";
    }

    private static bool IsAnother(ImageReference before, ImageReference now) =>
        before.Locator == now.Locator && before.Digest is not null && now.Digest is not null && before.Digest != now.Digest;

    private static ImageReference? Pin(Parent edge, PlanFacts facts, Dictionary<ImageName, ImageReference?> pinned) =>
        edge.Member is { } member && pinned.TryGetValue(member, out var inScope) ? inScope : facts.Pins[edge.Reference];
}
