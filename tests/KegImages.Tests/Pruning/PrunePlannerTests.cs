using KegImages.Pruning;
using KegImages.References;

namespace KegImages.Tests.Pruning;

/// <summary>What holds of every plan, whatever a registry holds.</summary>
public sealed class PrunePlannerTests
{
    private static readonly string[] SetTags = ["develop", "live", "gone"];

    [Fact]
    public void Whatever_is_held_nothing_goes_that_something_kept_reaches()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var held = Random(random);
            var facts = held.Facts;
            var plan = PrunePlanner.Plan(facts);
            var context = $"seed {seed}, round {round}";
            var gone = plan.Removals.Where(verdict => verdict.Action == PruneAction.RemoveManifest)
                .Select(verdict => verdict.Repository.At(verdict.Digest)).ToHashSet();
            var removedTags = plan.Removals.SelectMany(verdict => verdict.Tags.Select(verdict.Repository.With)).ToHashSet();

            foreach (var repository in facts.Images)
            {
                foreach (var tag in repository.Tags.Where(tag => !removedTags.Contains(repository.Repository.With(tag.Tag))))
                    gone.ShouldNotContain(repository.Repository.At(tag.Digest), context);
                foreach (var manifest in repository.Manifests.Values.Where(manifest =>
                    !gone.Contains(repository.Repository.At(manifest.Digest))))
                {
                    foreach (var part in manifest.Children.Append(manifest.Manifest.Subject).OfType<Digest>())
                        gone.ShouldNotContain(repository.Repository.At(part), context);
                }
            }

            foreach (var tag in facts.Family.Tags.Where(tag =>
                facts.Records.ContainsKey(tag.Digest) && !removedTags.Contains(facts.Family.Repository.With(tag.Tag))))
            {
                foreach (var image in facts.Records[tag.Digest].Images)
                    gone.ShouldNotContain(facts.Provider.Of(image.Name).At(image.Digest), context);
            }

            removedTags.ShouldAllBe(tag =>
                tag.Tag!.ToString() != "develop" && tag.Tag!.ToString() != "master" && tag.Tag!.ToString() != "live", context);
        }
    }

    private static Holding Random(Random random)
    {
        var holding = new Holding { Live = ["develop", "live"], Grace = TimeSpan.FromDays(random.Next(3)) };
        string[] tags = ["develop", "master", "live", "gone", "by-hand", Holding.Content, "fp-11111111111111111111",
            "fp-22222222222222222222"];
        foreach (var image in new[] { "base", "tap" })
        {
            var free = tags.OrderBy(_ => random.Next()).ToList();
            var digests = new List<Digest>();
            for (var i = 0; i < 8; i++)
            {
                var own = free.Take(random.Next(3)).ToArray();
                free.RemoveRange(0, own.Length);
                var children = digests.Where(_ => random.Next(4) == 0).ToArray();
                var digest = children.Length > 0 && random.Next(2) == 0 ? holding.AddIndex(image, $"{image} {i}", children, own)
                    : digests.Count > 0 && random.Next(5) == 0
                    ? holding.AddAttached(image, $"{image} {i}", digests[random.Next(digests.Count)], own)
                    : holding.Add(image, $"{image} {i}", own);
                if (random.Next(3) > 0)
                    holding.UnreachedFor(image, digest, random.Next(5));
                digests.Add(digest);
            }

            foreach (var set in SetTags.Where(_ => random.Next(2) == 0))
            {
                if (!holding.Facts.Family.Tags.Any(tag => tag.Tag.ToString() == set))
                    holding.Record(set, set, 'a', random.Next(30), (image, digests[random.Next(digests.Count)]));
            }
        }

        return holding;
    }
}
