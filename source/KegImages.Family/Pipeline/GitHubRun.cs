using KegImages.Contexts;
using KegImages.Pages;
using KegImages.Reports;

namespace KegImages.Pipeline;

/// <summary>
/// What a run tells GitHub where it is one of its workflows, and nothing elsewhere: annotations, the summary page and, for a pull request,
/// <c>output/comment.md</c>. See <see href="https://docs.github.com/actions/reference/workflows-and-actions/variables"/>.
/// </summary>
internal sealed class GitHubRun(World world, RunOptions options)
{
    private readonly long begun = world.Clock.GetTimestamp();
    private string? before;
    private Task<FamilyRecord?>? defaults;

    /// <summary>Whether the run is one of a GitHub workflow.</summary>
    public bool IsOn => IsGitHub(world.Environment);

    /// <summary>Whether an environment is that of a GitHub workflow.</summary>
    public static bool IsGitHub(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault("GITHUB_ACTIONS") == "true";

    /// <summary>What an attempt makes; where it is wrong use, its places are annotated.</summary>
    public async Task<T> AnnotatingAsync<T>(Task<T> attempt)
    {
        try
        {
            return await attempt;
        }
        catch (WrongUseException exception)
        {
            Annotate(exception.Problems);
            throw;
        }
    }

    /// <summary>Annotates the places of problems.</summary>
    public void Annotate(IEnumerable<Problem> problems) => Say(Annotations.Of(problems, Place));

    /// <summary>Annotates the images that failed.</summary>
    public void Annotate(IEnumerable<Failed> failed) => Say(failed.Select(outcome => Annotations.Of(outcome.Failure, Place)));

    /// <summary>Writes page and comment anew, as the run stands now.</summary>
    /// <param name="pipeline">The run.</param>
    /// <param name="made">What became of the images so far; null before anything was built.</param>
    /// <param name="isPublished">Whether the tags were moved.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ShowAsync(ImagePipeline pipeline, FamilyReport? made, bool isPublished, CancellationToken cancellationToken)
    {
        if (!IsOn)
            return;
        var plan = PlanReport.Of(await pipeline.PlanAsync(cancellationToken), pipeline.Request);
        var state = new RunState(plan, world.Clock.GetElapsedTime(begun))
        {
            Made = made,
            IsPublished = isPublished,
            Commit = pipeline.Commit?.Abbreviated,
            Log = LogAddress,
        };
        await ShowAsync(RunPage.Of(state), cancellationToken);
        if (made is not null && Variable("GITHUB_EVENT_NAME")?.StartsWith("pull_request", StringComparison.Ordinal) == true)
        {
            var comment = new PullRequestComment(pipeline.DefaultTag, await (defaults ??= DefaultsAsync(pipeline, cancellationToken)),
                image => CommandOf(image, pipeline));
            var folder = Path.Combine(options.Root, OwnFolders.Output);
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "comment.md"), world.Masking.Apply(comment.Of(state)), cancellationToken);
        }
    }

    /// <summary>Writes the page anew; whatever else the step said before stays above it.</summary>
    public async Task ShowAsync(string page, CancellationToken cancellationToken)
    {
        if (!IsOn || Variable("GITHUB_STEP_SUMMARY") is not { } summary)
            return;
        before ??= File.Exists(summary) ? await File.ReadAllTextAsync(summary, cancellationToken) : "";
        await File.WriteAllTextAsync(summary, before + world.Masking.Apply(page), cancellationToken);
    }

    private void Say(IEnumerable<string> lines)
    {
        if (!IsOn)
            return;
        foreach (var line in lines)
            world.Terminal.Controls.WriteLine(VisibleText.Of(line));
    }

    // GitHub's annotations are relative to the checkout, of which the family may be a folder.
    private SourceLocation Place(SourceLocation at) => Variable("GITHUB_WORKSPACE") is { } workspace
        ? at with { File = Path.GetRelativePath(workspace, Path.Combine(options.Root, at.File)).Replace('\\', '/') }
        : at;

    private Uri? LogAddress =>
        Variable("GITHUB_SERVER_URL") is { } server && Variable("GITHUB_REPOSITORY") is { } repository
            && Variable("GITHUB_RUN_ID") is { } run
        && Uri.TryCreate($"{server}/{repository}/actions/runs/{run}", UriKind.Absolute, out var address) ? address : null;

    private async Task<FamilyRecord?> DefaultsAsync(ImagePipeline pipeline, CancellationToken cancellationToken)
    {
        try
        {
            return (await new FamilyRecordStore(world.Registries).GetAsync(pipeline.Request.Provider, pipeline.DefaultTag,
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
        var stage = Staging.Of(image, pipeline.Family);
        if (!pipeline.Request.Push)
            return $"./build.sh {Staging.TargetOf(stage)} --image {image.Alias}";
        var reference = pipeline.Request.Provider.Of(image.Name).With(pipeline.Tags.Primary);
        return stage == Stage.Taps ? $"./build.sh Start --tap {image.Alias} --from {reference.Name}:{reference.Tag}"
            : $"docker pull {reference}";
    }

    private string? Variable(string name) => world.Environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
