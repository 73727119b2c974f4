using KegImages.Pages;
using KegImages.Reports;

namespace KegImages.Pipeline;

/// <summary>
/// The summary page of a pipeline in a GitHub workflow and, for a pull request, <c>output/comment.md</c>; nothing elsewhere.
/// </summary>
internal sealed class PipelinePage(Workplace workplace)
{
    private readonly long begun = workplace.World.Clock.GetTimestamp();
    private Task<FamilyRecord?>? defaults;

    /// <summary>What else GitHub is told.</summary>
    public GitHubReport GitHub { get; } = new(workplace);

    /// <summary>Writes page and comment anew, as the run stands now.</summary>
    /// <param name="pipeline">The run.</param>
    /// <param name="made">What became of the images so far; null before anything was built.</param>
    /// <param name="isPublished">Whether the tags were moved.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ShowAsync(ImagePipeline pipeline, FamilyReport? made, bool isPublished, CancellationToken cancellationToken)
    {
        if (!GitHub.IsOn)
            return;
        var plan = PlanReport.Of(await pipeline.PlanAsync(cancellationToken), pipeline.Request);
        var state = new SummaryState(plan, workplace.World.Clock.GetElapsedTime(begun))
        {
            Made = made,
            IsPublished = isPublished,
            Commit = pipeline.Commit?.Abbreviated,
            Log = GitHub.LogAddress,
        };
        await GitHub.ShowAsync(SummaryPage.Of(state), cancellationToken);
        if (made is not null && GitHub.Variable("GITHUB_EVENT_NAME")?.StartsWith("pull_request", StringComparison.Ordinal) == true)
        {
            var comment = new PullRequestComment(pipeline.DefaultTag, await (defaults ??= DefaultsAsync(pipeline, cancellationToken)),
                image => CommandOf(image, pipeline));
            await workplace.Output.WriteAsync("comment.md", comment.Of(state), cancellationToken);
        }
    }

    private async Task<FamilyRecord?> DefaultsAsync(ImagePipeline pipeline, CancellationToken cancellationToken)
    {
        try
        {
            return (await new FamilyRecordStore(workplace.World.Registries).GetAsync(pipeline.Request.Provider, pipeline.DefaultTag,
                cancellationToken)).Record;
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            // A comment without the comparison is better than a run that fails by it; a fork may not even be allowed to read.
            return null;
        }
    }

    private static string CommandOf(string name, ImagePipeline pipeline)
    {
        var image = pipeline.Family[ImageName.Parse(name)];
        var target = Staging.TargetOf(image, pipeline.Family);
        if (!pipeline.Request.Push)
            return $"{ThisProgram.Name} {Staging.NameOf(target)} --image {image.Alias}{ThisProgram.SameWorld}";
        var reference = pipeline.Request.Provider.Of(image.Name).With(pipeline.Tags.PrimaryOf(image.Name));
        return target == StageTarget.Taps
            ? $"{ThisProgram.Name} Start --tap {image.Alias} --from {reference.Name}:{reference.Tag}{ThisProgram.SameWorld}"
            : $"docker pull {reference}";
    }
}
