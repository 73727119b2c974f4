using KegImages.Pages;

namespace KegImages.Opening;

/// <summary>
/// What a command tells GitHub where it runs in one of its workflows, and nothing elsewhere: annotations and the summary page. See
/// <see href="https://docs.github.com/actions/reference/workflows-and-actions/variables"/>.
/// </summary>
internal sealed class GitHubReport(Workplace workplace)
{
    private readonly World world = workplace.World;
    private string? before;

    /// <summary>Whether the command runs in a GitHub workflow.</summary>
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
        ? at with { File = Path.GetRelativePath(workspace, Path.Combine(workplace.Root, at.File)).Replace('\\', '/') }
        : at;

    /// <summary>Where the log is read; null where nothing says it.</summary>
    public Uri? LogAddress =>
        Variable("GITHUB_SERVER_URL") is { } server && Variable("GITHUB_REPOSITORY") is { } repository
            && Variable("GITHUB_RUN_ID") is { } run
        && Uri.TryCreate($"{server}/{repository}/actions/runs/{run}", UriKind.Absolute, out var address) ? address : null;

    /// <summary>A variable that is set and not empty.</summary>
    public string? Variable(string name) => world.Environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
