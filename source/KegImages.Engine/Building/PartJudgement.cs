using KegImages.Planning;

namespace KegImages.Building;

/// <summary>Chooses of what others say they built of a step one part for each platform: only what is in the registry, and says itself that
/// it is of the step.</summary>
/// <param name="tags">What stands in the registry.</param>
/// <param name="evidenceOf">Reads what an image says of itself.</param>
internal sealed class PartJudgement(ContentTags tags, Func<ImageReference, CancellationToken, Task<Evidence>> evidenceOf)
{
    /// <summary>The parts, in the order of the step's platforms.</summary>
    /// <param name="step">The step, with all of its platforms.</param>
    /// <param name="said">What others say, the best first.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="FailedException">A platform is missing; it says why of each part that does not hold.</exception>
    public async Task<IReadOnlyList<Built>> OfAsync(BuildStep step, IEnumerable<Built> said, CancellationToken cancellationToken)
    {
        var (open, parts, doubts) = (step.Platforms.ToHashSet(), new List<Built>(), new List<string>());
        foreach (var part in said)
        {
            if (!part.Step.Platforms.All(open.Contains))
                continue;
            if (await DoubtAsync(step, part, cancellationToken) is { } doubt)
            {
                doubts.Add($"{part.Pinned.Digest!.Abbreviated}, for {string.Join(", ", part.Step.Platforms)}, {doubt}");
                continue;
            }

            open.ExceptWith(part.Step.Platforms);
            parts.Add(part);
        }

        return open.Count == 0 ? [.. parts.OrderBy(part => step.Platforms.IndexOf(part.Step.Platforms[0]))]
            : throw new FailedException($"nobody has built {step.Image.Name} for {string.Join(", ", step.Platforms.Where(open.Contains))}"
                + $"{(doubts.Count == 0 ? "" : $": {string.Join("; ", doubts)}")}. Run the job again that builds it, then this one");
    }

    private async Task<string?> DoubtAsync(BuildStep step, Built part, CancellationToken cancellationToken)
    {
        if (await tags.DigestOfAsync(part.Pinned, cancellationToken) is null)
            return "is not in the registry";
        return step.Says is { Fingerprint: { } fingerprint, Parents: { } parents }
            ? (await evidenceOf(part.Pinned, cancellationToken)).Against(fingerprint, WantedParent.Of(parents), part.Step.Platforms)?.Clause
            : "cannot be compared with what is wanted";
    }
}
