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

    Target Status => _ => _
        .Description("Shows each image's tag, inputs and parents beside its family record")
        .Executes(async () => await (await RecordsAsync()).StatusAsync(ThisProcess.Interrupted));

    Target Promote => _ => _
        .Description("Puts another tag on a whole recorded set: --tag feature-x --to develop")
        .Executes(async () => await CarryOutOrShowAsync(await (await RecordsAsync()).PromoteAsync(To, ThisProcess.Interrupted)));

    Target Restore => _ => _
        .Description("Puts all tags of a set back to a commit's record: --to <commit>")
        .Executes(async () => await CarryOutOrShowAsync(await (await RecordsAsync()).RestoreAsync(To, ThisProcess.Interrupted)));

    Target Diff => _ => _
        .Description("Compares two recorded sets, by tag or commit: --from develop --to feature-x")
        .Executes(async () => await (await RecordsAsync()).DiffAsync(From, To, ThisProcess.Interrupted));

    private async Task<RecordCommands> RecordsAsync() =>
        await RecordCommands.OpenAsync(await ReachAsync(), Selection, ThisProcess.Interrupted);
}
