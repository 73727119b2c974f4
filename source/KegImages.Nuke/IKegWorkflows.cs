using System.ComponentModel;
using System.Reflection;
using KegImages.Consoles;
using KegImages.WorkflowFiles;
using KegImages.Workflows;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Keeps the GitHub workflows as the family and the build class say.</summary>
public interface IKegWorkflows : IHazDockerFamily
{
    [Parameter("Only compare the workflows with what the family says, and fail when they differ")]
    [Category("How")]
    bool Check => TryGetValue<bool?>(() => Check) ?? false;

    /// <summary>A setting: the workflows; those of the class's <see cref="KegWorkflowAttribute"/>s unless it is overridden.</summary>
    IEnumerable<WorkflowSettings> FamilyWorkflows => GetType().GetCustomAttributes<KegWorkflowAttribute>()
        .Where(workflow => !workflow.AutoGenerate).Select(workflow => workflow.Settings);

    [Usage(Topics.Make, "check dry-run",
        Writes = "files in .github/workflows",
        Examples = ["GenerateWorkflows", "GenerateWorkflows --check  # fails where a file is another"])]
    Target GenerateWorkflows => _ => _
        .Description("Writes the GitHub workflows of the family; --check only compares")
        .Executes(() =>
        {
            var folder = new WorkflowFolder(FamilyFolder);
            return Check ? folder.CheckAsync(FamilyWorkflows, Console.WriteLine, ThisProcess.Interrupted)
                : DryRun ? folder.ShowAsync(FamilyWorkflows, Console.WriteLine, ThisProcess.Interrupted)
                : folder.WriteAsync(FamilyWorkflows, Console.WriteLine, ThisProcess.Interrupted);
        });
}
