using System.ComponentModel;
using KegImages.Consoles;
using KegImages.Records;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Shows, compares and moves whole sets of images by the record that each has in the registry.</summary>
public interface IKeepRecords : IHazDockerFamily
{
    [Parameter("The tag to promote to, the commit to restore, or the second of two tags or commits to compare")]
    [Category("What")]
    string? To => TryGetValue(() => To);

    [Usage(Topics.Sets, $"{Reads.Set} {Reads.Inputs} {Reads.Reached} json", Examples = ["Status", "Status --tag feature-x --json"])]
    Target Status => _ => _
        .Description("Shows each image's tag, inputs and parents beside its family record")
        .Executes(async () => await (await RecordsAsync()).StatusAsync(ThisProcess.Interrupted));

    [Usage(Topics.Sets, $"to {Reads.Set} {Reads.Reached}",
        Writes = "the tags of a whole set, and its record, at the provider",
        Examples = ["Promote --tag feature-x --to develop", "Promote --tag feature-x --to develop --dry-run"])]
    Target Promote => _ => _
        .Description("Puts another tag on a whole recorded set: --tag feature-x --to develop")
        .Executes(async () => await CarryOutOrShowAsync(await (await RecordsAsync()).PromoteAsync(To, ThisProcess.Interrupted)));

    [Usage(Topics.Sets, $"to {Reads.Set} {Reads.Reached}",
        Writes = "the tags of a whole set, and its record, at the provider",
        Examples = ["Restore --to 1a2b3c4", "Restore --to HEAD~1 --tag develop"])]
    Target Restore => _ => _
        .Description("Puts all tags of a set back to a commit's record: --to <commit>")
        .Executes(async () => await CarryOutOrShowAsync(await (await RecordsAsync()).RestoreAsync(To, ThisProcess.Interrupted)));

    [Usage(Topics.Sets, $"from to {Reads.Set} {Reads.Reached} json", Examples = ["Diff --from develop --to feature-x"])]
    Target Diff => _ => _
        .Description("Compares two recorded sets, by tag or commit: --from develop --to feature-x")
        .Executes(async () => await (await RecordsAsync()).DiffAsync(From, To, ThisProcess.Interrupted));

    private async Task<RecordCommands> RecordsAsync() =>
        await RecordCommands.OpenAsync(await ReachAsync(), Selection, ThisProcess.Interrupted);
}
