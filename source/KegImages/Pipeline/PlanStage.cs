using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Images;
using KegImages.Planning;

namespace KegImages.Pipeline;

/// <summary>A stage as what happened in the stages before it leaves it.</summary>
/// <param name="Ready">What can be built, its parents from earlier stages pinned to what was built there.</param>
/// <param name="Left">What an earlier failure keeps from being built.</param>
internal sealed record PlanStage(BuildPlan Ready, ImmutableArray<BuildOutcome> Left)
{
    /// <summary>Joins a stage to the stages before it.</summary>
    /// <param name="stage">The stage's part of the plan.</param>
    /// <param name="earlier">How the steps of earlier stages ended.</param>
    /// <param name="keepGoing">Whether what does not descend from a failure is built all the same.</param>
    public static PlanStage Of(BuildPlan stage, IReadOnlyDictionary<ImageName, BuildOutcome> earlier, bool keepGoing)
    {
        var first = keepGoing ? null : FirstFailure(earlier.Values);
        var ready = ImmutableArray.CreateBuilder<BuildStep>();
        var left = new Dictionary<ImageName, BuildOutcome>();
        foreach (var step in stage.Steps)
        {
            if (step.Parents.Select(parent => Blocker(parent.Edge.Member)).FirstOrDefault(by => by is not null) is { } by)
                left[step.Image.Name] = new Blocked(step, by);
            else if (first is not null)
                left[step.Image.Name] = new NotStarted(step, first);
            else
                ready.Add(step with { Parents = [.. step.Parents.Select(Joined)] });
        }

        return new PlanStage(stage with { Steps = ready.ToImmutable() }, [.. left.Values]);

        ImageName? Blocker(ImageName? parent) => parent is null
            ? null
            : (left.GetValueOrDefault(parent) ?? earlier.GetValueOrDefault(parent)) switch
            {
                Failed => parent,
                Blocked before => before.By,
                _ => null,
            };

        StepParent Joined(StepParent parent) =>
            parent.IsBuiltHere && earlier.GetValueOrDefault(parent.Edge.Member!) is Built built ? parent with { Pinned = built.Pinned } : parent;
    }

    // What was not started before names the failure that stopped the run; another one may have ended after it.
    private static ImageName? FirstFailure(IEnumerable<BuildOutcome> earlier)
    {
        var outcomes = earlier.ToList();
        return outcomes.OfType<NotStarted>().FirstOrDefault()?.By ?? outcomes.OfType<Failed>().FirstOrDefault()?.Step.Image.Name;
    }
}
