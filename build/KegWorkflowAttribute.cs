using KegImages.Configuration;
using KegImages.Workflows;
using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;
using Nuke.Common.Utilities;

/// <summary>
/// A workflow that is compiled from the family. GenerateWorkflows writes it; with <c>AutoGenerate = true</c> NUKE does so on
/// every local run instead, under its own header.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
sealed class KegWorkflowAttribute : GitHubActionsAttribute
{
    readonly string name;
    readonly WorkflowKind kind;

    public KegWorkflowAttribute(string name, WorkflowKind kind)
        : base(name, GitHubActionsImage.UbuntuLatest)
    {
        (this.name, this.kind) = (name, kind);
        AutoGenerate = false;
    }

    /// <summary>The runners' label.</summary>
    public string RunsOn { get; set; } = "ubuntu-24.04";

    /// <summary>Targets that run before the plan, in the same call.</summary>
    public string[] Preflight { get; set; } = [];

    /// <summary>Up to how many images one job does it all.</summary>
    public int SmallFamily { get; set; } = WorkflowSettings.UsualSmallFamily;

    /// <summary>How many jobs of the matrix run at once.</summary>
    public int MaxParallel { get; set; } = 8;

    /// <summary>What the compiler is told.</summary>
    public WorkflowSettings Settings => new()
    {
        Name = name,
        Kind = kind,
        RunsOn = RunsOn,
        Preflight = [.. Preflight],
        SmallFamily = SmallFamily,
        MaxParallel = MaxParallel,
        TimeoutMinutes = TimeoutMinutes > 0 ? TimeoutMinutes : 60,
        Schedule = OnCronSchedule,
    };

    public override ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets) => new CompiledWorkflow(Settings);

    sealed class CompiledWorkflow(WorkflowSettings settings) : ConfigurationEntity
    {
        public override void Write(CustomFileWriter writer)
        {
            // Waited for: NUKE's Write is synchronous by its signature, and a console has no synchronization context that this could lock up.
            var model = Task.Run(() => FamilyLoader.LoadAsync(Nuke.Common.NukeBuild.RootDirectory, CancellationToken.None)).GetAwaiter().GetResult();
            foreach (var line in FamilyWorkflow.TextOf(model, settings).TrimEnd('\n').Split('\n'))
                writer.WriteLine(line);
        }
    }
}
