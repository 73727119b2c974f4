using KegImages.Configuration;

namespace KegImages.Workflows;

/// <summary>Family and settings → workflow. Pure: the same inputs give the same bytes.</summary>
public static class FamilyWorkflow
{
    internal const string Folder = ".github/workflows";

    private const string Mark = "# Generated from ";

    /// <summary>Whether a file begins as those that are written here, of this version or another.</summary>
    internal static bool IsGenerated(string text) => text.StartsWith(Mark, StringComparison.Ordinal) && text.Contains("GenerateWorkflows");

    internal static WorkflowFile Compile(FamilyModel model, WorkflowSettings settings, ActionPins? pins = null) =>
        new($"{Folder}/{settings.Name}.yml", $"""
            {Mark}{settings.Call.Origin}, then run
            #   {settings.Call.Name} GenerateWorkflows


            """.ReplaceLineEndings("\n") + TextOf(model, settings, pins));

    /// <summary>The workflow's text without the note that it is generated.</summary>
    /// <param name="pins">What its actions are pinned to; null for what is built in.</param>
    public static string TextOf(FamilyModel model, WorkflowSettings settings, ActionPins? pins = null)
    {
        var parts = new WorkflowParts(model, settings);
        var workflow = settings.Kind switch
        {
            WorkflowKind.Images => new ImagesWorkflow(parts).Compile(),
            WorkflowKind.PullRequest => new PullRequestWorkflow(parts).Compile(),
            WorkflowKind.CleanUp => CleanUpWorkflow.Compile(parts),
            WorkflowKind.Refresh => RefreshWorkflow.Compile(parts),
            WorkflowKind.Release => ReleaseWorkflow.Compile(parts),
            WorkflowKind.Test => TestWorkflow.Compile(parts),
            _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Kind, "not a kind of workflow"),
        };
        return YamlWriter.Write((pins ?? ActionPins.BuiltIn)
            .Pin(KeptPage.In(ChosenExtras.Apply(workflow, settings, model.Settings.Workflows), settings.Kind)).ToYaml());
    }
}
