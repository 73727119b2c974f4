using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Output;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>What one run knows: settled before the build class is created, filled as the run goes on.</summary>
internal sealed class BuildSession
{
    public required HostEnvironment Environment { get; init; }

    public required CommandLine CommandLine { get; init; }

    public required AbsolutePath Root { get; init; }

    public required Host Host { get; init; }

    public required HostOutput Output { get; init; }

    public required Masks Masks { get; init; }

    public required bool IsServer { get; init; }

    public IReadOnlyList<ExecutableTarget> Targets { get; set; } = [];

    public IReadOnlyList<ExecutableTarget> Plan { get; set; } = [];

    public IReadOnlyList<BuildParameter> Parameters => Values.Parameters;

    public ParameterValues Values { get; set; } = new([]);

    public ExecutableTarget? Running { get; set; }

    /// <summary>Whether no target was named.</summary>
    public bool IsDefaulted { get; set; }

    public bool IsHelp { get; set; }

    public bool IsPlan { get; set; }

    public bool NoLogo { get; set; }

    public bool IsContinued { get; set; }

    public bool HasFailed { get; set; }

    public bool IsFinished { get; set; }

    public string Display(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');
}
