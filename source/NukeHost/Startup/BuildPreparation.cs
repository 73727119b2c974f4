using Nuke.Common.Execution;
using Nuke.Common.Output;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>Fills the build's parameters and settles what runs; what is wrong with the words is reported all at once.</summary>
internal static class BuildPreparation
{
    public static void Prepare(NukeBuild build, BuildSession session, ParameterSources sources, IReadOnlyList<string> defaults)
    {
        session.Values = new ParameterValues(ParameterDiscovery.Of(build));
        foreach (var secret in session.Parameters.Where(parameter => parameter.IsSecret))
            SecretValues.Hide(build, secret, sources.Find(secret), session.Masks);

        var problems = new List<string>(sources.Unknown([.. session.Parameters, .. OwnParameters.All]));
        problems.AddRange(OwnValues.Apply(session, sources));
        session.Targets = TargetDiscovery.Of(build, defaults);
        string[] swallowed = [.. OptionUse.Swallowed(session)];
        problems.AddRange(swallowed);
        // One word too many is said once.
        problems.AddRange(ParameterInjection.Apply(build, session, sources).Where(_ => swallowed.Length == 0));

        var named = TargetNames.Find(session, sources, problems);
        if (problems.Count > 0)
            throw new UsageException(problems);
        session.IsDefaulted = named.Count == 0;
        session.Plan = ExecutionPlanner.Plan(session.Targets, named);
        foreach (var target in session.Plan)
            target.Status = ExecutionStatus.Scheduled;
        foreach (var target in session.Targets)
            target.Invoked = named.Count > 0 ? named.Contains(target) : target.IsDefault;
        if (!session.IsHelp)
            problems.AddRange(OptionUse.Refusals(session, sources));
        if (problems.Count > 0)
            throw new UsageException(problems);
    }

    /// <summary>The manual page; of a tool by the name that it is installed under.</summary>
    public static string ManualOf(Func<NukeBuild> create, HostEnvironment environment, Masks masks)
    {
        NukeBuild.Session = SessionStart.Open(environment with { Arguments = [] }, masks);
        var build = create();
        return ManPage.Of(environment.Program.Split(' ')[^1], TargetDiscovery.Of(build, []), ParameterDiscovery.Of(build));
    }

    /// <summary>What a build knows before anybody gave it a value.</summary>
    public static SchemaFile SchemaOf(Func<NukeBuild> create, HostEnvironment environment, Masks masks)
    {
        NukeBuild.Session = SessionStart.Open(environment with { Arguments = [] }, masks);
        var build = create();
        return SchemaFile.Parse(ParameterSchema.Of(TargetDiscovery.Of(build, []), ParameterDiscovery.Of(build)));
    }
}
