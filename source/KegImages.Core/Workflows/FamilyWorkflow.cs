using KegImages.Configuration;

namespace KegImages.Workflows;

/// <summary>Family and settings → workflow. Pure: the same inputs give the same bytes.</summary>
public static class FamilyWorkflow
{
    internal const string Folder = ".github/workflows";

    private const string Mark = "# Generated from ";

    /// <summary>Whether a file begins as those that are written here, of this version or another.</summary>
    internal static bool IsGenerated(string text) => text.StartsWith(Mark, StringComparison.Ordinal) && text.Contains("GenerateWorkflows");

    internal static WorkflowFile Compile(FamilyModel model, WorkflowSettings settings) =>
        new($"{Folder}/{settings.Name}.yml", $"""
            {Mark}{settings.Call.Origin}, then run
            #   {settings.Call.Name} GenerateWorkflows


            """.ReplaceLineEndings("\n") + TextOf(model, settings));

    /// <summary>The workflow's text without the note that it is generated.</summary>
    public static string TextOf(FamilyModel model, WorkflowSettings settings)
    {
        var parts = new WorkflowParts(model, settings);
        var workflow = settings.Kind switch
        {
            WorkflowKind.Images => new ImagesWorkflow(parts).Compile(),
            WorkflowKind.PullRequest => new PullRequestWorkflow(parts).Compile(),
            WorkflowKind.CleanUp => CleanUpWorkflow.Compile(parts),
            WorkflowKind.Refresh => RefreshWorkflow.Compile(parts),
            WorkflowKind.Test => TestWorkflow.Compile(parts),
            _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Kind, "not a kind of workflow"),
        };
        return YamlWriter.Write(workflow.ToYaml());
    }
}
