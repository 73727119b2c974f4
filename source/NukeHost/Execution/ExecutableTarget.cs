using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Nuke.Common.Execution;

/// <summary>A target as this run sees it: what it says about itself, and how far it has come.</summary>
public sealed class ExecutableTarget
{
    private StrongBox<TargetUsage?>? usage;

    internal ExecutableTarget(string name, PropertyInfo property, Target factory) => (Name, Property, Factory) = (name, property, factory);

    /// <summary>The name of its property.</summary>
    public string Name { get; }

    /// <summary>The sentence that <c>--help</c> shows; null when it has none.</summary>
    public string? Description { get; internal set; }

    /// <summary>Whether <c>--help</c> shows it.</summary>
    public bool Listed { get; internal set; } = true;

    /// <summary>Whether it runs when no target is named.</summary>
    public bool IsDefault { get; internal set; }

    /// <summary>Whether it was named on the command line, or is a default where none was.</summary>
    public bool Invoked { get; internal set; }

    /// <summary>How far it has come.</summary>
    public ExecutionStatus Status { get; internal set; }

    /// <summary>How long it ran.</summary>
    public TimeSpan Duration { get; internal set; }

    internal PropertyInfo Property { get; }

    /// <summary>The properties of its name: where the build class says it anew, the component's behind its own.</summary>
    internal List<PropertyInfo> Properties { get; } = [];

    /// <summary>What it says of itself beside its description; null when it says nothing.</summary>
    internal TargetUsage? Usage => (usage ??= new StrongBox<TargetUsage?>(TargetUsage.Of(Properties))).Value;

    internal Target Factory { get; }

    internal List<ExecutableTarget> ExecutionDependencies { get; } = [];

    internal List<ExecutableTarget> OrderDependencies { get; } = [];

    internal List<ExecutableTarget> TriggerDependencies { get; } = [];

    internal List<ExecutableTarget> Triggers { get; } = [];

    internal List<Func<Task>> Actions { get; } = [];

    internal List<TargetCondition> StaticConditions { get; } = [];

    internal List<TargetCondition> DynamicConditions { get; } = [];

    internal List<LambdaExpression> Requirements { get; } = [];

    internal List<string> Artifacts { get; } = [];

    internal DependencyBehavior DependencyBehavior { get; set; } = DependencyBehavior.Skip;

    internal bool RunsAfterFailure { get; set; }

    internal bool ToleratesFailure { get; set; }

    internal string? SkipReason { get; set; }

    internal Exception? Failure { get; set; }

    internal Dictionary<string, string> Summary { get; } = [];

    internal IEnumerable<ExecutableTarget> AllDependencies => [.. ExecutionDependencies, .. OrderDependencies, .. TriggerDependencies];

    /// <summary>The target's name.</summary>
    public override string ToString() => Name;
}
