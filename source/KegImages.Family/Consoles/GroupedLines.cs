using KegImages.Pages;

namespace KegImages.Consoles;

/// <summary>A run as the log of a GitHub workflow: one folded group a piece of work. Work is done side by side and groups do not nest, so
/// the lines of one are kept until it ends, and its group is named by how it ended; what is the only one is shown as it comes.</summary>
internal sealed class GroupedLines(BoardPlan plan, string token)
{
    private readonly WorkLines lines = new(plan.NameColumns);
    private readonly SortedDictionary<string, ImmutableArray<string>.Builder> kept = new(StringComparer.Ordinal);
    private readonly bool isAlone = plan.Works.Length == 1;
    private bool hasBegun;

    /// <summary>The lines that this event is worth; none while one of several is worked on.</summary>
    public ImmutableArray<string> Of(WorkEvent happened)
    {
        var said = lines.Of(happened);
        switch (happened)
        {
            case WorkBegun when isAlone:
                return Shown([WorkflowCommand.Group(said[0])]);
            case WorkProgressed when isAlone:
                return Shown(WorkflowCommand.Inert(said, token));
            case WorkEnded when isAlone:
                return Shown([WorkflowCommand.EndGroup, .. WorkflowCommand.Inert(said, token)]);
            case WorkProgressed:
                Kept(happened.Work).AddRange(said);
                return [];
            case WorkEnded { How: WorkEnd.Done or WorkEnd.Failed }:
                return Shown(Group(happened.Work, said[0]));
            default:
                return Shown(WorkflowCommand.Inert(said, token));
        }
    }

    /// <summary>A line that says what is waited for.</summary>
    public ImmutableArray<string> Sign(string line) => Shown(WorkflowCommand.Inert([line], token));

    /// <summary>What is kept of work that did not end, because the run was interrupted.</summary>
    public ImmutableArray<string> Rest() =>
        Shown([.. kept.Keys.ToList().SelectMany(work => Group(work, $"{work}  interrupted"))]);

    /// <summary>Takes in that the host has opened a group, in which ours would end up.</summary>
    public void Resume() => hasBegun = false;

    private ImmutableArray<string> Shown(ImmutableArray<string> shown)
    {
        if (hasBegun || shown.IsEmpty)
            return shown;
        hasBegun = true;
        return [WorkflowCommand.EndGroup, .. shown];
    }

    private ImmutableArray<string> Group(string work, string title)
    {
        var within = Kept(work).ToImmutable();
        kept.Remove(work);
        return within.IsEmpty
            ? WorkflowCommand.Inert([title], token)
            : [WorkflowCommand.Group(title), .. WorkflowCommand.Inert(within, token), WorkflowCommand.EndGroup];
    }

    private ImmutableArray<string>.Builder Kept(string work)
    {
        if (!kept.TryGetValue(work, out var within))
            kept[work] = within = ImmutableArray.CreateBuilder<string>();
        return within;
    }
}
