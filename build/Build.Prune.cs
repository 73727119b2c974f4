using System.ComponentModel;
using KegImages.Pruning;
using Nuke.Common;

sealed partial class Build
{
    [Parameter("Only what belongs to this branch, if it is gone")]
    [Category("What")]
    readonly string? Branch;

    [Parameter("How long content stays that nothing reaches: 36h, 14d or 2w; 14d when not given")]
    [Category("What")]
    readonly string? OlderThan;

    [Parameter("Put back what a prune removed, by the name that it printed", Name = "Restore")]
    [Category("What")]
    readonly string? Removed;

    Target Prune => _ => _
        .Description("Removes tags of branches that are gone, and images that nothing reaches; --dry-run only shows them")
        .Executes(async () => await CarryOutOrShowAsync(await PruneCommand.DecideAsync(
            new PruneOptions { Branch = Branch, OlderThan = OlderThan, Restore = Removed }, await ReachAsync(), Selection, Interrupted)));
}
