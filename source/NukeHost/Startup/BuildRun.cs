using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.Output;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>A run from its first word to its exit code.</summary>
internal static class BuildRun
{
    public static async Task<int> ExecuteAsync(HostEnvironment environment, Func<NukeBuild> create, IReadOnlyList<string> defaults)
    {
        var (standardOut, standardError) = (Console.Out, Console.Error);
        var masks = new Masks(new MaskingWriter(environment.Out), new MaskingWriter(environment.Error));
        Console.SetOut(masks.Out);
        Console.SetError(masks.Error);
        environment = environment with { Messages = environment.Messages.Behind(masks.Out.Masked) };
        using var last = new LastHandler(masks) { Messages = environment.Messages };
        try
        {
            var code = await RunAsync(environment with { Out = masks.Out, Error = masks.Error }, create, defaults, masks, last);
            return code == ExitCodes.Done && masks.Out.IsLost ? ExitCodes.Failed : code;
        }
        catch (UsageException exception)
        {
            foreach (var problem in exception.Problems)
                masks.Error.WriteLine(environment.Messages.Of(problem));
            if (exception.LeadsToHelp)
                masks.Error.WriteLine($"  Targets and options are listed by: {environment.Program} --help");
            return ExitCodes.WrongUse;
        }
        catch (Exception exception)
        {
            return last.Report(exception);
        }
        finally
        {
            masks.Complete();
            Console.SetOut(standardOut);
            Console.SetError(standardError);
        }
    }

    private static async Task<int> RunAsync(HostEnvironment environment, Func<NukeBuild> create, IReadOnlyList<string> defaults,
        Masks masks, LastHandler last)
    {
        if (environment.Arguments is [":man"])
        {
            environment.Out.Write(BuildPreparation.ManualOf(create, environment, masks));
            return ExitCodes.Done;
        }

        if (HostCommands.IsOne(environment.Arguments))
            return HostCommands.Run(environment, () => BuildPreparation.SchemaOf(create, environment, masks));

        var session = SessionStart.Open(environment, masks);
        NukeBuild.Session = session;
        last.Session = session;
        var sources = SessionStart.Sources(session);
        var build = create();
        if (environment.Arguments is ["--version"] && ParameterDiscovery.Of(build).All(parameter => parameter.Option != "version"))
        {
            session.Output.Plain(environment.Tool?.Title ?? $"{VersionOf(build)}{Environment.NewLine}{Logo.Text}");
            return ExitCodes.Done;
        }

        BuildPreparation.Prepare(build, session, sources, defaults);
        try
        {
            return await RunAsync(build, session, sources);
        }
        catch (Exception exception) when (exception is not UsageException)
        {
            session.Output.Log(LogLevel.Error, Defect.Describe(exception, session));
            return build.ExitCode ?? ExitCodes.Of(exception);
        }
    }

    private static async Task<int> RunAsync(NukeBuild build, BuildSession session, ParameterSources sources)
    {
        GeneratedFiles.Update(build, session);
        build.OnBuildCreated();
        if (session.IsHelp)
        {
            session.Output.Plain(HelpText.Of(session, sources, session.NoLogo ? null : TitleOf(session)));
            return ExitCodes.Done;
        }

        if (!session.NoLogo && session.Output.Verbosity < Verbosity.Minimal)
            session.Output.Plain(TitleOf(session));
        foreach (var note in OptionUse.Notes(session, sources))
            session.Output.Plain(note);
        return session.IsPlan ? PlanView.Show(session) : await BuildExecution.RunAsync(build, session, sources);
    }

    // The commit stands behind a plus, where one is known.
    private static string VersionOf(NukeBuild build) => build.GetType().Assembly is var assembly
        && assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>() is { InformationalVersion: var version }
        ? $"{assembly.GetName().Name} {version}" : build.GetType().Name;

    private static string TitleOf(BuildSession session) => session.Environment.Tool?.Title ?? Logo.Text;
}
