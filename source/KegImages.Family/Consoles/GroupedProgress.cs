using KegImages.Pages;

namespace KegImages.Consoles;

/// <summary>A run as the log of a GitHub workflow: one folded group an image, named by how it ended. Images are built side by side and
/// groups do not nest, so the lines of an image are kept until it ends; what failed stands below its group, to be seen unfolded.</summary>
internal sealed class GroupedProgress(BuildPlan plan, string token)
{
    private readonly PlainProgress plain = new(plan);
    private readonly Dictionary<ImageName, ImmutableArray<string>.Builder> kept = [];
    private bool hasBegun;

    /// <summary>The lines that this event is worth; none while an image is built.</summary>
    public ImmutableArray<string> Lines(BuildEvent happened)
    {
        var lines = plain.Lines(happened);
        switch (happened)
        {
            case ImageProgressed:
                Kept(happened.Image).AddRange(lines);
                return [];
            case ImageEnded { Outcome: not (Blocked or NotStarted) }:
                return Shown([.. Group(happened.Image, lines[0]), .. WorkflowCommand.Inert(lines[1..], token)]);
            default:
                return Shown(WorkflowCommand.Inert(lines, token));
        }
    }

    /// <summary>What is kept of images that did not end, because the run was interrupted.</summary>
    public ImmutableArray<string> Rest() =>
        Shown([.. kept.Keys.OrderBy(image => image.ToString(), StringComparer.Ordinal).ToList()
            .SelectMany(image => Group(image, $"{image}  interrupted"))]);

    // The host opened a group for the target, in which ours would end up.
    private ImmutableArray<string> Shown(ImmutableArray<string> lines)
    {
        if (hasBegun || lines.IsEmpty)
            return lines;
        hasBegun = true;
        return [WorkflowCommand.EndGroup, .. lines];
    }

    private ImmutableArray<string> Group(ImageName image, string title)
    {
        var lines = Kept(image).ToImmutable();
        kept.Remove(image);
        return lines.IsEmpty
            ? WorkflowCommand.Inert([title], token)
            : [WorkflowCommand.Group(title), .. WorkflowCommand.Inert(lines, token), WorkflowCommand.EndGroup];
    }

    private ImmutableArray<string>.Builder Kept(ImageName image)
    {
        if (!kept.TryGetValue(image, out var lines))
            kept[image] = lines = ImmutableArray.CreateBuilder<string>();
        return lines;
    }
}
