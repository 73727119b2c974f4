using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Nuke.Common;

/// <summary>What a target can say about itself. Every member returns the definition, so that calls are chained.</summary>
public interface ITargetDefinition
{
    /// <summary>One sentence that <c>--help</c> shows beside the target.</summary>
    ITargetDefinition Description(string description);

    /// <summary>What the target does; several actions run one after the other.</summary>
    ITargetDefinition Executes(params Action[] actions);

    /// <summary>What the target does, asynchronously; the task is always awaited.</summary>
    ITargetDefinition Executes(Func<Task> action);

    /// <summary>What the target does; what it returns is dropped.</summary>
    ITargetDefinition Executes<T>(Func<T> action);

    /// <summary>What the target does, asynchronously; the task is always awaited, and what it returns is dropped.</summary>
    ITargetDefinition Executes<T>(Func<Task<T>> action);

    /// <summary>Targets that are scheduled with this one and run before it.</summary>
    ITargetDefinition DependsOn(params Target[] targets);

    /// <summary>
    /// Targets of a component that are scheduled with this one and run before it; here and below, where none is named, the only one that
    /// the component declares.
    /// </summary>
    ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="DependsOn{T}"/>, and nothing when the build has no such component.</summary>
    ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that get this one as a dependency.</summary>
    ITargetDefinition DependentFor(params Target[] targets);

    /// <summary>Targets of a component that get this one as a dependency.</summary>
    ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="DependentFor{T}"/>, and nothing when the build has no such component.</summary>
    ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that run after this one when both are scheduled.</summary>
    ITargetDefinition Before(params Target[] targets);

    /// <summary>Targets of a component that run after this one when both are scheduled.</summary>
    ITargetDefinition Before<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="Before{T}"/>, and nothing when the build has no such component.</summary>
    ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that run before this one when both are scheduled.</summary>
    ITargetDefinition After(params Target[] targets);

    /// <summary>Targets of a component that run before this one when both are scheduled.</summary>
    ITargetDefinition After<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="After{T}"/>, and nothing when the build has no such component.</summary>
    ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that are scheduled with this one and run after it.</summary>
    ITargetDefinition Triggers(params Target[] targets);

    /// <summary>Targets of a component that are scheduled with this one and run after it.</summary>
    ITargetDefinition Triggers<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="Triggers{T}"/>, and nothing when the build has no such component.</summary>
    ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that schedule this one, which runs after them.</summary>
    ITargetDefinition TriggeredBy(params Target[] targets);

    /// <summary>Targets of a component that schedule this one, which runs after them.</summary>
    ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="TriggeredBy{T}"/>, and nothing when the build has no such component.</summary>
    ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets);

    /// <summary>A condition that is looked at before the first target runs; when false, the target is skipped.</summary>
    ITargetDefinition OnlyWhenStatic(Func<bool> condition,
        [CallerArgumentExpression(nameof(condition))] string? conditionExpression = null);

    /// <summary>A condition that is looked at right before the target runs; when false, the target is skipped.</summary>
    ITargetDefinition OnlyWhenDynamic(Func<bool> condition,
        [CallerArgumentExpression(nameof(condition))] string? conditionExpression = null);

    /// <summary>
    /// What happens to dependencies that nobody else needs when a static condition is false; they are skipped by default.
    /// </summary>
    ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior);

    /// <summary>Parameters that must have a value before the first target runs.</summary>
    ITargetDefinition Requires<T>(params Expression<Func<T>>[] parameterRequirement) where T : class?;

    /// <summary>Parameters of a value type that must have a value before the first target runs.</summary>
    ITargetDefinition Requires<T>(params Expression<Func<T?>>[] parameterRequirement) where T : struct;

    /// <summary>What must be true before the first target runs.</summary>
    ITargetDefinition Requires(params Expression<Func<bool>>[] requirement);

    /// <summary>The target still runs when it is scheduled and an earlier one failed, or the run was interrupted.</summary>
    ITargetDefinition AssuredAfterFailure();

    /// <summary>The targets behind this one still run when it fails; the run ends failed all the same.</summary>
    ITargetDefinition ProceedAfterFailure();

    /// <summary>The target is left out of <c>--help</c>.</summary>
    ITargetDefinition Unlisted();

    /// <summary>Takes over what the target says in the base class that this property overrides.</summary>
    ITargetDefinition Base();

    /// <summary>Takes over what other targets say.</summary>
    ITargetDefinition Inherit(params Target[] targets);

    /// <summary>Takes over what a component says about targets that the build overrides; where none is named, about this one.</summary>
    ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets);

    /// <summary>Files that the target writes, as paths or patterns below the root; a workflow uploads them.</summary>
    ITargetDefinition Produces(params string[] artifacts);

    /// <summary>Targets whose files this one reads.</summary>
    ITargetDefinition Consumes(params Target[] targets);

    /// <summary>Targets of a component whose files this one reads.</summary>
    ITargetDefinition Consumes<T>(params Func<T, Target>[] targets);

    /// <summary>Some files of one target that this one reads.</summary>
    ITargetDefinition Consumes(Target target, params string[] artifacts);

    /// <summary>Some files of one target of a component that this one reads.</summary>
    ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts);
}
