using Nuke.Common.Output;
using Nuke.Common.Startup;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Runs the plan: what is left out, what is required, the targets, the summary.</summary>
internal static class BuildExecution
{
    public static async Task<int> RunAsync(NukeBuild build, BuildSession session, ParameterSources sources)
    {
        build.OnBuildInitialized();
        var attempt = AttemptFile.Open(session);
        Skipping.Apply(session, sources, attempt);
        Requirements.Check(build, session);
        attempt.Begin();

        using var interruption = new Interruption(session.Output);
        await new TargetRunner(build, session, interruption, attempt).RunAsync();
        session.IsFinished = true;
        RunSummary.Write(session.Output, session.Plan, session.HasFailed, interruption.IsRequested && build.ExitCode != ExitCodes.Done);
        build.OnBuildFinished();
        return build.ExitCode ?? interruption.ExitCode ?? FirstFailure(session) ?? ExitCodes.Done;
    }

    private static int? FirstFailure(BuildSession session) =>
        session.Plan.FirstOrDefault(target => target.Failure is not null)?.Failure is { } failure ? ExitCodes.Of(failure) : null;
}
