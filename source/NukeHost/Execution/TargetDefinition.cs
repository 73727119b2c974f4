using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Nuke.Common.Execution;

/// <summary>
/// Collects what a target says into its <see cref="ExecutableTarget"/>; edges to other targets are kept as delegates until all targets are
/// known.
/// </summary>
internal sealed class TargetDefinition(NukeBuild build, ExecutableTarget target) : ITargetDefinition
{
    private int _depth;

    public ExecutableTarget Executable { get; } = target;

    public List<DefinedEdge> Edges { get; } = [];

    public ITargetDefinition Description(string description)
    {
        Executable.Description = description;
        return this;
    }

    public ITargetDefinition Executes(params Action[] actions)
    {
        foreach (var action in actions)
        {
            Executable.Actions.Add(() =>
            {
                action();
                return Task.CompletedTask;
            });
        }

        return this;
    }

    public ITargetDefinition Executes(Func<Task> action)
    {
        Executable.Actions.Add(action);
        return this;
    }

    public ITargetDefinition Executes<T>(Func<T> action)
    {
        Executable.Actions.Add(() =>
        {
            // A task is a task, whatever it was declared as.
            var result = action();
            return result as Task ?? Task.CompletedTask;
        });
        return this;
    }

    public ITargetDefinition Executes<T>(Func<Task<T>> action)
    {
        Executable.Actions.Add(action);
        return this;
    }

    public ITargetDefinition DependsOn(params Target[] targets) => Edge(TargetEdge.DependsOn, targets);

    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets) => Edge(TargetEdge.DependsOn, targets);

    public ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets) => TryEdge(TargetEdge.DependsOn, targets);

    public ITargetDefinition DependentFor(params Target[] targets) => Edge(TargetEdge.DependentFor, targets);

    public ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets) => Edge(TargetEdge.DependentFor, targets);

    public ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets) => TryEdge(TargetEdge.DependentFor, targets);

    public ITargetDefinition Before(params Target[] targets) => Edge(TargetEdge.Before, targets);

    public ITargetDefinition Before<T>(params Func<T, Target>[] targets) => Edge(TargetEdge.Before, targets);

    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets) => TryEdge(TargetEdge.Before, targets);

    public ITargetDefinition After(params Target[] targets) => Edge(TargetEdge.After, targets);

    public ITargetDefinition After<T>(params Func<T, Target>[] targets) => Edge(TargetEdge.After, targets);

    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets) => TryEdge(TargetEdge.After, targets);

    public ITargetDefinition Triggers(params Target[] targets) => Edge(TargetEdge.Triggers, targets);

    public ITargetDefinition Triggers<T>(params Func<T, Target>[] targets) => Edge(TargetEdge.Triggers, targets);

    public ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets) => TryEdge(TargetEdge.Triggers, targets);

    public ITargetDefinition TriggeredBy(params Target[] targets) => Edge(TargetEdge.TriggeredBy, targets);

    public ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets) => Edge(TargetEdge.TriggeredBy, targets);

    public ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets) => TryEdge(TargetEdge.TriggeredBy, targets);

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition,
        [CallerArgumentExpression(nameof(condition))] string? conditionExpression = null)
    {
        Executable.StaticConditions.Add(new TargetCondition(condition, TextOf(conditionExpression)));
        return this;
    }

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition,
        [CallerArgumentExpression(nameof(condition))] string? conditionExpression = null)
    {
        Executable.DynamicConditions.Add(new TargetCondition(condition, TextOf(conditionExpression)));
        return this;
    }

    public ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior)
    {
        Executable.DependencyBehavior = dependencyBehavior;
        return this;
    }

    public ITargetDefinition Requires<T>(params Expression<Func<T>>[] parameterRequirement) where T : class? =>
        Require(parameterRequirement);

    public ITargetDefinition Requires<T>(params Expression<Func<T?>>[] parameterRequirement) where T : struct =>
        Require(parameterRequirement);

    public ITargetDefinition Requires(params Expression<Func<bool>>[] requirement) => Require(requirement);

    public ITargetDefinition AssuredAfterFailure()
    {
        Executable.RunsAfterFailure = true;
        return this;
    }

    public ITargetDefinition ProceedAfterFailure()
    {
        Executable.ToleratesFailure = true;
        return this;
    }

    public ITargetDefinition Unlisted()
    {
        Executable.Listed = false;
        return this;
    }

    public ITargetDefinition Base()
    {
        _depth++;
        BaseTargets.At(build, Executable.Property, _depth)(this);
        _depth--;
        return this;
    }

    public ITargetDefinition Inherit(params Target[] targets)
    {
        foreach (var inherited in targets)
            inherited(this);
        return this;
    }

    public ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets)
    {
        foreach (var name in targets.Length > 0 ? targets.Select(target => TargetDiscovery.MemberOf(target).Name) : [Executable.Name])
            BaseTargets.Own(build, typeof(T), name)(this);
        return this;
    }

    public ITargetDefinition Produces(params string[] artifacts)
    {
        Executable.Artifacts.AddRange(artifacts);
        return this;
    }

    public ITargetDefinition Consumes(params Target[] targets) => this;

    public ITargetDefinition Consumes<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition Consumes(Target target, params string[] artifacts) => this;

    public ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts) => this;

    private TargetDefinition Edge(TargetEdge kind, Target[] targets)
    {
        Edges.AddRange(targets.Select(other => new DefinedEdge(kind, other)));
        return this;
    }

    private TargetDefinition Edge<T>(TargetEdge kind, Func<T, Target>[] targets) => build is T component
        ? Edge(kind, targets.Length > 0 ? [.. targets.Select(target => target(component))] : [TargetDiscovery.OnlyOf<T>(build, Executable)])
        : throw new UsageException(
            $"Target '{Executable}' needs the component {typeof(T).Name}, which the build class {build.GetType().Name} does not implement");

    private TargetDefinition TryEdge<T>(TargetEdge kind, Func<T, Target>[] targets) => build is T ? Edge(kind, targets) : this;

    private TargetDefinition Require(LambdaExpression[] requirements)
    {
        Executable.Requirements.AddRange(requirements);
        return this;
    }

    // The caller's text is the whole lambda; only what stands behind its arrow is a reason.
    private static string TextOf(string? expression)
    {
        var text = expression ?? "";
        var arrow = text.IndexOf("=>", StringComparison.Ordinal);
        return arrow < 0 ? text : text[(arrow + 2)..].Trim();
    }
}

/// <summary>An edge to another target, which is not known yet.</summary>
internal sealed record DefinedEdge(TargetEdge Kind, Target Other);
