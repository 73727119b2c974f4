using KegImages.Consoles;
using KegImages.Pipeline;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Says of each image of a family whether it is built or reused, and why.</summary>
public interface IPlanImages : IHazBuildOptions
{
    [Usage(Topics.Build, $"{Reads.Planned} push content-only",
        IsDaily = true,
        Examples = ["Plan", "Plan --tap evf  # this tap alone, on the provider's parents", "Plan --changed --json"])]
    new Target Plan => _ => _
        .Description("Shows what would be built, and why")
        .Executes(async () =>
        {
            if (ContentOnly && IsScheduled(nameof(IPushImages.Push)))
                throw new WrongUseException("--content-only moves no tag, and Push does",
                    next: $"leave one of them out: {ThisProgram.Name} BuildTaps --content-only{ThisProgram.SameWorld}");
            var opened = await ImageCommands.OpenAsync(await ReachAsync(), Selection, BuildOptions, ThisProcess.Interrupted);
            OpenedFamily.Keep(this, opened);
            await opened.PlanAsync(ThisProcess.Interrupted);
        });
}
