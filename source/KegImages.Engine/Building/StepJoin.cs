using System.Diagnostics;
using KegImages.Planning;

namespace KegImages.Building;

/// <summary>Makes one image of those that were built for a step's platforms, and judges the result.</summary>
/// <param name="join">Puts it into the registry.</param>
/// <param name="tags">What stands under content tags.</param>
/// <param name="confirm">Is asked whether the image may count.</param>
internal sealed class StepJoin(PlatformJoin join, ContentTags tags, Func<BuildStep, CancellationToken, Task> confirm)
{
    /// <summary>Joins the parts. What fails in the world is an outcome.</summary>
    public async Task<BuildOutcome> RunAsync(BuildStep step, IReadOnlyList<Built> parts, Command shown, CancellationToken cancellationToken)
    {
        // Side by side, the slowest part is how long the image took.
        var (watch, took) = (Stopwatch.StartNew(), parts.Select(part => part.Duration).DefaultIfEmpty().Max());
        try
        {
            if (await tags.FindAsync(step, cancellationToken) is { WhyReplaced: null } there)
                return new Built(step, step.Content.At(there.Digest), took, false)
                {
                    IsAdopted = true,
                    Note = $"adopted {there.Digest.Abbreviated}, which another run pushed under {step.Content.Tag} first",
                };
            await confirm(step, cancellationToken);
            var images = parts.Select(part => new BuiltPlatform(part.Step.Platforms[0], part.Pinned));
            var digest = await join(step, [.. images], cancellationToken);
            var found = await tags.DigestOfAsync(step.Content, cancellationToken);
            if (found != digest)
                throw new FailedException($"the index {digest} was put under {step.Content}, and the registry has "
                    + $"{found?.ToString() ?? "nothing"} there");
            return new Built(step, step.Content.At(digest), took + watch.Elapsed, parts.All(part => part.IsCached))
            {
                Builder = string.Join(", ", parts.Select(part => part.Builder).OfType<string>().Distinct().Order(StringComparer.Ordinal))
                    is { Length: > 0 } names ? names : null,
            };
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException or IOException or UnauthorizedAccessException)
        {
            return new Failed(step, new BuildLog().Failure(step.Image.Name, step.Image.DockerfilePath, shown, null, exception.Message),
                took + watch.Elapsed);
        }
    }
}
