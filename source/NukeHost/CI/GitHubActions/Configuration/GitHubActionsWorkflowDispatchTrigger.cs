using Nuke.Common.Utilities;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.CI.GitHubActions.Configuration;

/// <summary>Someone who starts a workflow by hand.</summary>
public class GitHubActionsWorkflowDispatchTrigger : GitHubActionsDetailedTrigger
{
    /// <summary>Inputs that may be given.</summary>
    public string[] OptionalInputs { get; set; } = [];

    /// <summary>Inputs that must be given.</summary>
    public string[] RequiredInputs { get; set; } = [];

    /// <inheritdoc/>
    public override void Write(CustomFileWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine("workflow_dispatch:");
        using (writer.Indent())
        {
            writer.WriteLine("inputs:");
            using (writer.Indent())
            {
                foreach (var input in OptionalInputs)
                    Write(writer, input, "false");
                foreach (var input in RequiredInputs)
                    Write(writer, input, "true");
            }
        }
    }

    private static void Write(CustomFileWriter writer, string input, string required)
    {
        writer.WriteLine($"{input}:");
        using (writer.Indent())
        {
            writer.WriteLine($"description: \"{KebabCase.Spaced(input)}\"");
            writer.WriteLine($"required: {required}");
        }
    }
}
