using KegImages.Explaining;

namespace KegImages.Pipeline;

/// <summary>Why the images of a run are planned as they are.</summary>
/// <param name="run">The run.</param>
internal sealed class PlanExplaining(OpenedRequest run)
{
    private IEnumerable<Image> Asked => Scope.Of(run.Model.Family, run.Selection with { WithAncestors = false }).Images;

    /// <summary>
    /// Explains the plan for the images asked for, against what is under their tags now: the branch's, else the default one.
    /// </summary>
    /// <exception cref="FailedException">A registry or git repository does not answer.</exception>
    public async Task<ExplainReport> ExplainAsync(PlanMaking planning, CancellationToken cancellationToken)
    {
        var (plan, request, facts, _) = await planning.ExplainedAsync(cancellationToken);
        var reader = new ExplainReader(run.World.Registries, request.Provider,
            [.. new[] { run.Tags.Primary, run.DefaultTag }.Distinct()], run.Tags.Variants);
        var explainer = new Explainer(await reader.ReadAsync(plan, facts.Inputs, run.Workplace.Root, cancellationToken));
        return new ExplainReport([.. Asked.Select(image => explainer.Explain(image.Name))]);
    }

    /// <summary>
    /// Explains the plan from the records that it was made from: no request where nothing is built, and else one or two, for what the
    /// images before were made of. Null where no record was read.
    /// </summary>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<ImmutableDictionary<ImageName, Explanation>?> ExplainAtHandAsync(MadePlan made, CancellationToken cancellationToken)
    {
        if (made is not { Images.Records: { } records, Plan.Held: null })
            return null;
        var reader = new ExplainReader(run.World.Registries, made.Request.Provider, [], run.Tags.Variants);
        var explainer = new Explainer(await reader.ReadAtHandAsync(made.Plan, made.Facts.Inputs,
            [.. new[] { records.Primary.Record, records.Default }.OfType<FamilyRecord>()], run.Workplace.Root, cancellationToken));
        return made.Plan.Images.ToImmutableDictionary(image => image.Name, image => explainer.Explain(image.Name));
    }

    /// <summary>The explanations where what they would be made of is not known.</summary>
    /// <param name="why">Why not, as a clause.</param>
    public ExplainReport Unexplained(string why) => new([]) { Unknown = [.. Asked.Select(image => new UnexplainedImage(image, why))] };
}
