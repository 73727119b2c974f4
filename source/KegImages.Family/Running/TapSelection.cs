namespace KegImages.Running;

/// <summary>Which of the running taps a command means. Pure.</summary>
public static class TapSelection
{
    /// <summary>The one container that is meant.</summary>
    /// <param name="containers">The family's containers.</param>
    /// <param name="tap">The tap's name; null when none was given.</param>
    /// <param name="image">The reference of <c>--tag</c> or <c>--from</c>; null when none was given.</param>
    /// <param name="command">The command, for messages.</param>
    /// <param name="sameWorld">What a suggested command needs to mean the same engine.</param>
    /// <exception cref="WrongUseException">None is meant, or several may be; the message lists those that there are.</exception>
    public static TapContainer Of(
        IReadOnlyCollection<TapContainer> containers, string? tap, ImageReference? image, string command, string sameWorld)
    {
        var meant = containers
            .Where(container => (tap is null || container.Tap == tap) && (image is null || container.Runs(image)))
            .ToList();
        if (meant is [var one])
            return one;
        var what = (tap, image) switch
        {
            (null, null) => "no tap",
            (_, null) => $"'{tap}'",
            _ => $"'{image}'",
        };
        if (meant.Count > 1)
            throw new WrongUseException(
                $"{command}: {meant.Count} {(tap is null ? "taps" : $"of '{tap}'")} run: say which one",
                next: string.Join($"{Environment.NewLine}  ",
                    meant.Select(container => CommandFor(command, container, meant, container.Tap, sameWorld))));
        throw new WrongUseException(
            tap is null && image is null ? $"{command}: no tap of this family runs" : $"{command}: {what} does not run",
            next: string.Join(Environment.NewLine + "  ", Next(containers, tap, image, sameWorld)));
    }

    /// <summary>The command that means one container among others.</summary>
    /// <param name="command">The target.</param>
    /// <param name="container">The container.</param>
    /// <param name="among">All that it could be mistaken for, itself among them.</param>
    /// <param name="tap">What its tap is called.</param>
    /// <param name="sameWorld">What the command needs to mean the same engine.</param>
    public static string CommandFor(string command, TapContainer container, IReadOnlyCollection<TapContainer> among, string tap,
        string sameWorld)
    {
        var isClear = among.Count(other => other.Tap == container.Tap) <= 1;
        return $"{ThisProgram.Name} {command} --tap {tap}{(isClear ? "" : $" --from {container.Label(TapLabels.Image)}")}{sameWorld}";
    }

    private static IEnumerable<string> Next(
        IReadOnlyCollection<TapContainer> containers, string? tap, ImageReference? image, string sameWorld)
    {
        if (tap is not null || containers.Count == 0)
            yield return $"start {(tap is null ? "one" : "it")}: {ThisProgram.Name} Start --tap "
                + $"{tap ?? "<tap>"}{(tap is null || image is null ? "" : $" --from {image}")}{sameWorld}";
        if (containers.Count > 0)
            yield return "what there is: "
                + string.Join(", ", containers.Select(container => $"{container.Label(TapLabels.Image)} ({container.StateText})"));
    }
}
