using System.ComponentModel;
using KegImages.Consoles;
using KegImages.Preflight;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Looks at all that a run needs before a build minute is spent.</summary>
public interface IExamineMachine : IHazBuildOptions
{
    [Parameter("Doctor: begin no upload to find out whether pushes are permitted, where this token can only read and others push")]
    [Category("How")]
    bool NoProbe => TryGetValue<bool?>(() => NoProbe) ?? false;

    [Usage(Topics.Machine,
        $"{Reads.Named} {Reads.Set} {Reads.Inputs} {Reads.Provider} engine no-registry with-parents builder push content-only no-probe",
        Examples = ["Doctor", "Doctor --push  # what is missing for a push is an error"])]
    Target Doctor => _ => _
        .Description("Checks all that a run needs and says what to do; changes nothing")
        .TryBefore<IPlanImages>(x => x.Plan)
        .Executes(async () =>
        {
            // Starts nothing: the private engine is taken as it is.
            var endpoint = Engine == EngineKind.Private ? await PrivateEngine.FindRunningAsync(ThisProcess.Interrupted) : null;
            await DoctorCommand.ShowAsync(Here(endpoint), Selection, BuildOptions with { Push = WillPush },
                isDown: Engine == EngineKind.Private && endpoint is null, probes: !NoProbe, ThisProcess.Interrupted);
        });
}
