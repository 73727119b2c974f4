using KegImages.Consoles;
using KegImages.Trust;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Signs published sets, and tells whether one is what was signed.</summary>
public interface ISignSets : IKeepRecords
{
    [Usage(Topics.Sets, $"to {Reads.Set} {Reads.Inputs} {Reads.Reached}",
        Writes = "signatures of images and of the family record at the provider",
        Examples = ["Sign --tag develop", "Sign --tag develop --dry-run"])]
    Target Sign => _ => _
        .Description("Signs a published set with cosign: its images, then its record; Push Sign signs what was pushed")
        .TryAfter<IPushImages>(x => x.Push)
        .After(Promote, Restore)
        .Executes(async () => await CarryOutOrShowAsync(await (await TrustAsync()).SignAsync(
            IsScheduled(nameof(IPushImages.Push)) ? OpenedFamily.Of(this).Published : null, ThisProcess.Interrupted)));

    [Usage(Topics.Sets, $"to {Reads.Set} {Reads.Inputs} {Reads.Reached} json", Examples = ["Verify", "Verify --tag develop --json"])]
    Target Verify => _ => _
        .Description("Tells whether a set is what was signed: its record, its tags, its images and what they attest")
        .TryAfter<ISignSets>(x => x.Sign)
        .Executes(async () => await (await TrustAsync()).VerifyAsync(ThisProcess.Interrupted));

    // What was promoted in the same call is signed where it is now.
    private async Task<TrustCommands> TrustAsync() => await TrustCommands.OpenAsync(await ReachAsync(),
        IsScheduled(nameof(Promote)) ? Selection with { Tag = To } : Selection, ThisProcess.Interrupted);
}
