using System.ComponentModel;
using KegImages.Consoles;
using KegImages.Pruning;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Removes what nothing needs any more, and puts it back.</summary>
public interface IPruneImages : IHazDockerFamily
{
    [Parameter("Only what belongs to this branch, if it is gone")]
    [Category("What")]
    string? Branch => TryGetValue(() => Branch);

    [Parameter("How long content stays that nothing reaches: 36h, 14d or 2w; 14d when not given")]
    [Category("What")]
    string? OlderThan => TryGetValue(() => OlderThan);

    [Parameter("Put back what a prune removed, by the name that it printed", Name = "Restore")]
    [Category("What")]
    string? Removed => TryGetValue(() => Removed);

    [Usage(Topics.Sets, $"branch older-than restore {Reads.Inputs} {Reads.Reached} json",
        Writes = "removes tags and images from the provider and the engine",
        Examples =
        [
            "Prune --dry-run",
            "Prune --branch feature/x",
            "Prune --restore 20260102T030405Z  # puts back what that prune removed",
        ])]
    Target Prune => _ => _
        .Description("Removes tags of branches that are gone, and images that nothing reaches; --dry-run only shows them")
        .Executes(async () => await CarryOutOrShowAsync(await PruneCommand.DecideAsync(
            new PruneOptions { Branch = Branch, OlderThan = OlderThan, Restore = Removed }, await ReachAsync(), Selection,
            ThisProcess.Interrupted)));
}
