using System.ComponentModel;
using KegImages.Records;
using Nuke.Common;

sealed partial class Build
{
    [Category("What")]
    [Parameter("The tag to promote to, the commit to restore, or the second of two tags or commits to compare")]
    readonly string? To;

    [Category("What")]
    [Parameter("The image to run, or which of the running ones: evf:my-changes-tag; for Diff, the first of two tags or commits")]
    readonly string? From;

    Target Status => _ => _
        .Description("Shows each image's tag, inputs and parents beside its family record")
        .Executes(async () => await (await RecordsAsync()).StatusAsync(Interrupted));

    Target Promote => _ => _
        .Description("Puts another tag on a whole recorded set: --tag feature-x --to develop")
        .Executes(async () => await CarryOutOrShowAsync(await (await RecordsAsync()).PromoteAsync(To, Interrupted)));

    Target Restore => _ => _
        .Description("Puts all tags of a set back to a commit's record: --to <commit>")
        .Executes(async () => await CarryOutOrShowAsync(await (await RecordsAsync()).RestoreAsync(To, Interrupted)));

    Target Diff => _ => _
        .Description("Compares two recorded sets, by tag or commit: --from develop --to feature-x")
        .Executes(async () => await (await RecordsAsync()).DiffAsync(From, To, Interrupted));

    async Task<RecordCommands> RecordsAsync() => await RecordCommands.OpenAsync(await ReachAsync(), Selection, Interrupted);
}
