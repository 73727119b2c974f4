using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Images;
using KegImages.Planning;

namespace KegImages.Pipeline;

/// <summary>Joins a stage to the stages before it.</summary>
internal static class PlanStage
{
    /// <summary>
    /// A stage's plan with its parents from earlier stages pinned to what was built there, and the steps that
    /// an earlier failure blocks taken out.
    /// </summary>
    public static (BuildPlan Ready, ImmutableArray<Blocked> Blocked) Of(BuildPlan stage, IReadOnlyDictionary<ImageName, BuildOutcome> earlier)
    {
        var ready = ImmutableArray.CreateBuilder<BuildStep>();
        var blocked = new Dictionary<ImageName, Blocked>();
        foreach (var step in stage.Steps)
        {
            if (step.Parents.Select(parent => Blocker(parent.Edge.Member)).FirstOrDefault(by => by is not null) is { } by)
                blocked[step.Image.Name] = new Blocked(step, by);
            else
                ready.Add(step with { Parents = [.. step.Parents.Select(Joined)] });
        }

        return (stage with { Steps = ready.ToImmutable() }, [.. blocked.Values]);

        ImageName? Blocker(ImageName? parent) => parent is null
            ? null
            : blocked.TryGetValue(parent, out var here)
                ? here.By
                : earlier.GetValueOrDefault(parent) switch
                {
                    Failed => parent,
                    Blocked before => before.By,
                    _ => null,
                };

        StepParent Joined(StepParent parent) =>
            parent.IsBuiltHere && earlier.GetValueOrDefault(parent.Edge.Member!) is Built built ? parent with { Pinned = built.Pinned } : parent;
    }
}
