using System.Diagnostics;
using KegImages.Building;
using KegImages.Planning;
using KegImages.Reporting;

namespace KegImages.Pipeline;

/// <summary>A pipeline as a person sees it: says what is planned, shows builds while they run, and ends with what was pushed.</summary>
public sealed class ImageRun
{
    private const string OutputFolder = "output";

    private readonly World world;
    private readonly ImagePipeline pipeline;
    private readonly RunOptions options;

    private ImageRun(World world, ImagePipeline pipeline, RunOptions options) => (this.world, this.pipeline, this.options) = (world, pipeline, options);

    /// <inheritdoc cref="ImagePipeline.OpenAsync"/>
    public static async Task<ImageRun> OpenAsync(RunOptions options, World world, bool willBuild, CancellationToken cancellationToken) =>
        new(world, await ImagePipeline.OpenAsync(options, world, willBuild, cancellationToken), options);

    /// <summary>Prints the plan and writes <c>output/plan.json</c>.</summary>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        var plan = await pipeline.PlanAsync(cancellationToken);
        var report = PlanReport.Of(plan, pipeline.Request);
        Say(report.ToTable());
        await WriteAsync("plan.json", report.ToJson(), cancellationToken);
        await WorkflowVariables.WriteOutputAsync(world, pipeline, cancellationToken);
        if (plan.Push && pipeline.Tags.MovesDefaultByHand)
            Say([$"Note: --tag moves the default tag by hand ({string.Join(", ", pipeline.Tags.All)}), which is CI's work on the default branch."]);
    }

    /// <summary>Builds a stage, or prints its commands in a dry run. Throws <see cref="FailedException"/> when an image failed or is blocked.</summary>
    public async Task BuildAsync(Stage stage, CancellationToken cancellationToken)
    {
        if (options.DryRun)
        {
            Say((await pipeline.CommandsAsync(stage, cancellationToken)).Select(command => command.ToString()));
            return;
        }

        var plan = await pipeline.StagePlanAsync(stage, cancellationToken);
        if (plan.Steps.IsEmpty)
        {
            Say([plan.Reused.IsEmpty ? "nothing of this stage was asked for" : $"nothing to build: {string.Join(", ", plan.Reused.Select(image => image.Image.Name))} reused"]);
            return;
        }

        BuildResult result;
        await using (var console = new RunConsole(plan, world.Terminal, world.Clock))
            result = await pipeline.BuildAsync(stage, console.Show, cancellationToken);
        await ReportAsync(plan, result, cancellationToken);
    }

    /// <summary>Moves the tags, reads them back, prints what was pushed as a table and writes <c>output/family.json</c>; in a dry run says which would move.</summary>
    /// <exception cref="FailedException">An image is not green, and nothing was moved; or the registry failed.</exception>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (options.DryRun)
        {
            await pipeline.TaggedAsync(cancellationToken);
            Say(["then, when every image is green, without moving a layer:", .. pipeline.TagMoves.Select(move => $"  {move.Content} → {move.Tag}")]);
            return;
        }

        var watch = Stopwatch.StartNew();
        var published = await pipeline.PublishAsync(cancellationToken);
        var byName = published.Images.ToDictionary(image => image.Name);
        var report = FamilyReport.Of(
            new BuildResult([.. pipeline.Outcomes]),
            published.Plan.Reused,
            name => byName.GetValueOrDefault(name)?.Tags ?? [],
            name => byName.GetValueOrDefault(name)?.Size,
            pipeline.Request.Scope.Select(image => image.Name));
        await WriteAsync("family.json", report.ToJson(), cancellationToken);
        Say(report.ToTable());
        if (published.Note is { } note)
            Say(["", note]);
        if (byName.Count > 0)
            Say(["", $"pushed {byName.Count} {(byName.Count == 1 ? "image" : "images")} to {pipeline.Request.Provider} as {string.Join(", ", pipeline.Tags.All)}, read back and compared, in {Human.Duration(watch.Elapsed)}"]);
    }

    private async Task ReportAsync(BuildPlan plan, BuildResult result, CancellationToken cancellationToken)
    {
        if (!plan.Push)
        {
            var report = FamilyReport.Of(
                new BuildResult([.. pipeline.Outcomes]), (await pipeline.PlanAsync(cancellationToken)).Reused, name => [], name => null, pipeline.Request.Scope.Select(image => image.Name));
            await WriteAsync("family.json", report.ToJson(), cancellationToken);
        }

        if (result.IsGreen)
            return;
        var failed = result.Failed.Select(outcome => outcome.Step.Image.Name.ToString()).ToList();
        var blocked = result.Blocked.Select(outcome => $"{outcome.Step.Image.Name} (by {outcome.By})").ToList();
        throw new FailedException(string.Join("; ", new[]
        {
            failed.Count > 0 ? $"failed: {string.Join(", ", failed)}" : "",
            blocked.Count > 0 ? $"blocked: {string.Join(", ", blocked)}" : "",
        }.Where(text => text.Length > 0)));
    }

    private void Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            world.Terminal.Out.WriteLine(line);
    }

    private async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.Root, OutputFolder);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, file), text, cancellationToken);
    }
}
