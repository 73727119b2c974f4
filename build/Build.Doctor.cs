using KegImages.Preflight;
using Nuke.Common;

sealed partial class Build
{
    Target Doctor => _ => _
        .Description("Checks all that a run needs and says what to do; changes nothing")
        .Before(Plan)
        .Executes(async () =>
        {
            // Starts nothing: the private engine is taken as it is.
            var endpoint = Engine == EngineKind.Private ? await PrivateEngine.FindRunningAsync(Interrupted) : null;
            var examination = new Examination(Here(endpoint), Selection, BuildOptions with { Push = WillPush })
            {
                Missing = Engine == EngineKind.Private && endpoint is null ? EngineCheck.PrivateIsDown() : null,
            };
            await DoctorCommand.ShowAsync(examination, Interrupted);
        });
}
