using System.ComponentModel;
using KegImages.Pipeline;
using Nuke.Common;

sealed partial class Build
{
    [Parameter("Plan from what is on this machine and ask no registry; not with a push")]
    [Category("From what")]
    readonly bool NoRegistry;

    [Parameter("Only the images that differ from the default branch's")]
    [Category("What")]
    readonly bool Changed;

    // The user's own logins, and no engine: nothing is pulled.
    Target UpdateBases => _ => _
        .Description("Pins the images from outside the family to what their tags are now, in keg.lock.json")
        .Executes(async () => await CarryOutOrShowAsync(await LockCommand.UpdateAsync(Here(), Interrupted)));
}
