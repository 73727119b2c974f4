using KegImages.Consoles;
using KegImages.Pipeline;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Keeps in a file what the tags of images from outside the family are.</summary>
public interface ILockParents : IHazDockerFamily
{
    // The user's own logins, and no engine: nothing is pulled.
    [Usage(Topics.Make, "context dry-run", Writes = "keg.lock.json", Examples = ["UpdateBases", "UpdateBases --dry-run  # what moved"])]
    Target UpdateBases => _ => _
        .Description("Pins the images from outside the family to what their tags are now, in keg.lock.json")
        .Executes(async () => await CarryOutOrShowAsync(await LockCommand.UpdateAsync(Here(), ThisProcess.Interrupted)));
}
