using KegImages.Configuration;

namespace KegImages.Workflows;

/// <summary>Family and settings → workflow. Pure: the same inputs give the same bytes.</summary>
internal static class FamilyWorkflow
{
    public const string Folder = ".github/workflows";

    private const string Header = """
        # Generated from the family and the [KegWorkflow] attributes in build/Build.Workflows.cs: change those, then run
        #   ./build.sh GenerateWorkflows


        """;

    public static WorkflowFile Compile(FamilyModel model, WorkflowSettings settings) =>
        new($"{Folder}/{settings.Name}.yml", Header.ReplaceLineEndings("\n") + TextOf(model, settings));

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
