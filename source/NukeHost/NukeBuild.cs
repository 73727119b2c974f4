using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.Startup;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>
/// The base of a build class: its properties of type <see cref="Target"/> are the targets, its members with
/// <see cref="ParameterAttribute"/> the parameters.
/// </summary>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
public abstract partial class NukeBuild : INukeBuild
{
    private readonly BuildSession _session = Session;

    /// <summary>Targets of this run in their order; those that are left out, too.</summary>
    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan => _session.Plan;

    /// <summary>Targets named on the command line, or the defaults where none was.</summary>
    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => [.. _session.Targets.Where(target => target.Invoked)];

    /// <summary>Targets that were left out of this run.</summary>
    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => Having(ExecutionStatus.Skipped);

    /// <summary>Targets that wait for their turn.</summary>
    public IReadOnlyCollection<ExecutableTarget> ScheduledTargets => Having(ExecutionStatus.Scheduled);

    /// <summary>The target that runs.</summary>
    public IReadOnlyCollection<ExecutableTarget> RunningTargets => Having(ExecutionStatus.Running);

    /// <summary>Targets that were interrupted.</summary>
    public IReadOnlyCollection<ExecutableTarget> AbortedTargets => Having(ExecutionStatus.Aborted);

    /// <summary>Targets that failed.</summary>
    public IReadOnlyCollection<ExecutableTarget> FailedTargets => Having(ExecutionStatus.Failed);

    /// <summary>Targets that are done.</summary>
    public IReadOnlyCollection<ExecutableTarget> SucceededTargets => Having(ExecutionStatus.Succeeded);

    /// <summary>Targets that ran, however they ended.</summary>
    public IReadOnlyCollection<ExecutableTarget> FinishedTargets => [.. _session.Plan.Where(target =>
        target.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Aborted or ExecutionStatus.Skipped
            or ExecutionStatus.Collective)];

    /// <summary>Whether nothing has failed so far.</summary>
    public bool IsSucceeding => !_session.HasFailed;

    /// <summary>Whether something has failed.</summary>
    public bool IsFailing => _session.HasFailed;

    /// <summary>Whether every target that could run has run.</summary>
    public bool IsFinished => _session.IsFinished;

    /// <summary>Whether the run only shows what would run.</summary>
    public bool Plan => _session.IsPlan;

    /// <summary>Whether the run only shows targets and parameters.</summary>
    public bool Help => _session.IsHelp;

    /// <summary>Whether the first line is left out.</summary>
    public bool NoLogo => _session.NoLogo;

    /// <summary>Whether targets that succeeded in the last attempt are left out.</summary>
    public bool Continue => _session.IsContinued;

    /// <summary>The share of the work that this run has; all of it, because this host does not divide any.</summary>
    public Partition Partition => Partition.Single;

    /// <summary>The exit code of the run where the build says one itself; 0, 1, 2 or 130 otherwise.</summary>
    public int? ExitCode { get; set; }

    internal static BuildSession Session
    {
        get => s_session ?? throw new InvalidOperationException("No build runs: this is known only below NukeBuild.Execute");
        set => s_session = value;
    }

    private static BuildSession? s_session;

    /// <summary>Adds pairs to the line of the running target in the summary.</summary>
    public void ReportSummary(Configure<IDictionary<string, string>> configurator)
    {
        ArgumentNullException.ThrowIfNull(configurator);
        if (_session.Running is not { } target)
            return;
        foreach (var (key, value) in configurator(new Dictionary<string, string>()))
            target.Summary[key] = value;
    }

    /// <summary>Runs a build: reads the parameters, plans the targets and runs them.</summary>
    /// <typeparam name="T">The build class.</typeparam>
    /// <param name="defaultTargets">The targets to run when none is named.</param>
    /// <returns>The exit code: 0 done, 1 a target failed, 2 wrong use, 130 interrupted, or what <see cref="ExitCode"/> says.</returns>
    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargets)
        where T : NukeBuild, new()
    {
        ArgumentNullException.ThrowIfNull(defaultTargets);
        return Execute<T>(HostEnvironment.OfThisProcess(),
            Array.ConvertAll(defaultTargets, target => TargetDiscovery.MemberOf(target).Name));
    }

    /// <summary>Runs a build that is a tool.</summary>
    internal static int ExecuteTool<T>(ToolFacts tool, string defaultTarget)
        where T : NukeBuild, new()
    {
        var environment = HostEnvironment.OfThisProcess() with { Tool = tool };
        return Execute<T>(environment with { Arguments = tool.Translate(environment.Arguments) ?? environment.Arguments }, [defaultTarget]);
    }

    // Waited for, as nowhere else in here: a build's Main is synchronous by NUKE's own signature, and a console has no synchronization
    // context that this could lock up.
    private static int Execute<T>(HostEnvironment environment, string[] defaults)
        where T : NukeBuild, new() => BuildRun.ExecuteAsync(environment, () => new T(), defaults).GetAwaiter().GetResult();

    private ExecutableTarget[] Having(ExecutionStatus status) => [.. _session.Targets.Where(target => target.Status == status)];
}
