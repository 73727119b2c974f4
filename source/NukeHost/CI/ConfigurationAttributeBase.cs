using System.Diagnostics.CodeAnalysis;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common.CI;

/// <summary>An attribute of a build class from which the configuration of a CI system is generated.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
[SuppressMessage("Naming", "CA1710", Justification = "The name is NUKE's own.")]
public abstract class ConfigurationAttributeBase : Attribute
{
    /// <summary>Whether a local run rewrites the file when it differs, and a run on CI fails then.</summary>
    public bool AutoGenerate { get; set; } = true;

    internal abstract IReadOnlyList<string> TargetNames { get; }

    internal abstract AbsolutePath FileIn(AbsolutePath root);

    internal abstract string Header { get; }

    /// <summary>The configuration for the targets that its invoked targets need, in the order in which they run.</summary>
    public abstract ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets);
}
