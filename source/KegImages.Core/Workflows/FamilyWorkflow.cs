using KegImages.Configuration;

namespace KegImages.Workflows;

/// <summary>Family and settings → workflow. Pure: the same inputs give the same bytes.</summary>
public static class FamilyWorkflow
{
    internal const string Folder = ".github/workflows";

    internal static WorkflowFile Compile(FamilyModel model, WorkflowSettings settings) =>
        new($"{Folder}/{settings.Name}.yml", $"""
            # Generated from {settings.Call.Origin}, then run
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
