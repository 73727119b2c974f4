using System.Diagnostics;
using KegImages.Consoles;
using KegImages.Contexts;
using KegImages.Engines;

namespace KegImages.Running;

/// <summary>Carries a planned start out: brings the image, writes the files, starts, waits and says how it went.</summary>
internal sealed class TapStart(TapWorld tap)
{
    private const int LastLines = 15;

    private readonly Engine engine = tap.World.Engine;

    /// <summary>
    /// Says what a start would do. Throws <see cref="WrongUseException"/> where it would be refused, because the project's name is taken.
    /// </summary>
    public async Task ShowAsync(StartPlan plan, CancellationToken cancellationToken)
    {
        await FindAsync(plan, cancellationToken);
        SayImage(plan.Facts.Image);
        tap.Say(plan.Warnings);
        var pull = tap.Tap.Pull == PullPolicy.Never ? [] : new ImagePull(plan.Facts.Image).Shown(tap.World.Docker);
        var commands = pull.Concat(new[] { plan.MakeNetwork, plan.Up, plan.Wait }.OfType<Command>());
        tap.Say([.. commands.Select(command => command.ToString()), "", $"with {plan.Compose.Path}:",
            .. plan.Compose.Text.TrimEnd('\n').Split('\n')
            .Select(line => "  " + line), "", $"then {plan.Facts.Url}; a dry run: nothing was pulled, written or started"]);
    }

    /// <summary>Starts a tap.</summary>
    /// <returns>Its container, running, and healthy where it has a health check.</returns>
    /// <exception cref="WrongUseException">The project's name or the port is taken.</exception>
    /// <exception cref="FailedException">It did not start, or did not become healthy; the message has its last log lines.</exception>
    public Task<TapContainer> StartAsync(StartPlan plan, bool restart, CancellationToken cancellationToken) =>
        Interrupted.SaidAsync(() => CarryOutAsync(plan, restart, cancellationToken), async _ => [await StandsAsync(plan)],
            lines => tap.Say([.. lines]), cancellationToken);

    // The engine is asked: an interrupted compose has started it, or has not.
    private async Task<string> StandsAsync(StartPlan plan) =>
        await FindAsync(plan, CancellationToken.None) is not { } there ? $"{plan.Facts.Label} was not started"
        : there.IsRunning
            ? $"{plan.Facts.Label} runs ({there.StateText}), and was not waited for: {ThisProgram.Name} Logs --tap {plan.Facts.Alias}"
                + $"{tap.World.SameWorld}, {ThisProgram.Name} Stop --tap {plan.Facts.Alias}{tap.World.SameWorld}"
            : $"{plan.Facts.Label} was made and does not run: {ThisProgram.Name} Stop --tap {plan.Facts.Alias}{tap.World.SameWorld} "
                + "removes it";

    private async Task<TapContainer> CarryOutAsync(StartPlan plan, bool restart, CancellationToken cancellationToken)
    {
        var before = await FindAsync(plan, cancellationToken);
        await PullAsync(plan.Facts.Image, cancellationToken);
        tap.Say(plan.Warnings);
        await WriteAsync(plan, cancellationToken);
        if (plan.MakeNetwork is not null)
            await engine.Networks.MakeAsync(plan.Facts.Proxy.Network, TapLabels.MadeNetwork, TapLabels.Made, cancellationToken);

        using var sign = new LifeSign($"waiting for {plan.Facts.Label} to be ready, up to {Human.Duration(plan.Facts.Patience)}",
            tap.World.Terminal, tap.World.Clock, tap.World.Detail);
        var watch = Stopwatch.StartNew();
        var isOther = before is not null && before.Label(TapLabels.Pinned).Split('@')[^1] != plan.Facts.Image.Pinned.Split('@')[^1];
        var renewed = isOther ? before!.AnonymousVolumes : [];
        var up = isOther && (plan.IsShared || !renewed.IsEmpty)
            ? await tap.World.Runner.RunAsync(plan.Renew, null, null, cancellationToken)
            : null;
        if (up is null or { ExitCode: 0 })
            up = await tap.World.Runner.RunAsync(plan.Up, null, null, cancellationToken);
        var after = await FindAsync(plan, cancellationToken);
        if (up.ExitCode != 0)
        {
            var failure = await NotStartedAsync(plan, up.StandardError, after, cancellationToken);
            // What never ran is no tap that a person would have to stop.
            if (before is null && after is { State: "created" })
                (await tap.World.Runner.RunAsync(tap.World.Docker.Command("compose", "--project-name", plan.Facts.Label, "down"), null,
                    null, cancellationToken)).OrThrow();
            throw failure;
        }

        var isSame = before is not null && before.Id == after?.Id;
        if (isSame && restart)
            await engine.Containers.RestartAsync(after!.Id, cancellationToken);
        var why = after is null ? "it has no container"
            : await engine.Containers.WaitAsync(after.Id, plan.Facts.Patience, tap.World.Clock, cancellationToken);
        after = await FindAsync(plan, cancellationToken);
        if (why is not null || after is not { IsRunning: true } || after.Health == "unhealthy")
            throw await NotStartedAsync(plan, why ?? "", after, cancellationToken);

        var happened = (before, isSame, restart) switch
        {
            (null, _, _) => "started",
            (_, false, _) => before.Label(TapLabels.Pinned) == after.Label(TapLabels.Pinned)
                ? "recreated, because what it runs with changed"
                : $"recreated on the other image; it ran {before.Label(TapLabels.Image)} {Short(before)}",
            (_, true, true) => "restarted",
            (_, true, false) => before.IsRunning ? "runs already, and stays as it is" : "started again",
        };
        tap.Say($"{plan.Facts.Label}  {happened}; {after.StateText} after {Human.Duration(watch.Elapsed)}");
        if (!renewed.IsEmpty)
        {
            var which = string.Join(", ", renewed);
            tap.Say($"  {which}: new, as the image has it, because the volume has no name; volumes with a name stay as they are");
        }

        tap.Say($"  {plan.Facts.Url}  by keg-proxy");
        if (after.DirectUrl is { } direct)
            tap.Say($"  {direct}  directly");
        return after;
    }

    /// <summary>Brings an image, and says from what to what.</summary>
    public async Task PullAsync(RunnableImage image, CancellationToken cancellationToken)
    {
        SayImage(image);
        if (tap.Tap.Pull == PullPolicy.Never)
            return;
        var watch = Stopwatch.StartNew();
        await new ImagePull(image).RunAsync(tap.World, cancellationToken);
        tap.Say((image.Id, image.Before) switch
        {
            (not null, _) when image.Before == (image.Digest ?? image.Id) => $"  {image.Abbreviated} is here already",
            (not null, null) => $"  {image.Abbreviated} was here already, under another name",
            (not null, _) => $"  {image.Before.Abbreviated} → {image.Abbreviated}, which was here already",
            (_, null) => $"  pulled {image.Abbreviated}{Size(image)} in {Human.Duration(watch.Elapsed)}; nothing of that name was here",
            _ => $"  pulled {image.Before!.Abbreviated} → {image.Abbreviated}{Size(image)} in {Human.Duration(watch.Elapsed)}",
        });
    }

    private static string Size(RunnableImage image) => image.Size is { } size ? $" ({Human.Size(size)})" : "";

    private static string Short(TapContainer container) =>
        container.Label(TapLabels.Pinned).Split('@')[^1] is var text && References.Digest.TryParse(text, out var digest)
            ? digest.Abbreviated : "";

    private void SayImage(RunnableImage image) => tap.Say($"{image.Reference}  {image.Abbreviated}  ({image.Why})");

    // The tap's container in its project. A project of that name that is nobody's tap is left alone.
    private async Task<TapContainer?> FindAsync(StartPlan plan, CancellationToken cancellationToken)
    {
        var project = await tap.Containers.FindAsync(TapLabels.Project, plan.Facts.Label, cancellationToken);
        var ours = project.FirstOrDefault(container => container.Label(TapLabels.Family) == plan.Facts.Family);
        return ours is null && !project.IsEmpty
            ? throw new WrongUseException(
                $"a compose project '{plan.Facts.Label}' is here already, and is no tap of this family: "
                    + $"{string.Join(", ", project.Select(container => container.Name))}",
                next: $"stop it: docker compose --project-name {plan.Facts.Label} down")
            : ours;
    }

    private static async Task WriteAsync(StartPlan plan, CancellationToken cancellationToken)
    {
        OwnFolders.Make(plan.Facts.Folder);
        await File.WriteAllTextAsync(plan.Compose.Path, plan.Compose.Text, cancellationToken);
        // Nobody else may read it, from the moment that it exists.
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        File.Delete(plan.Variables.Path);
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(plan.Variables.Path, options);
        await writer.WriteAsync(plan.Variables.Text.AsMemory(), cancellationToken);
    }

    private async Task<Exception> NotStartedAsync(StartPlan plan, string error, TapContainer? container,
        CancellationToken cancellationToken)
    {
        var said = error.Trim().Split('\n').LastOrDefault("").Trim();
        if (error.Contains("port is already allocated", StringComparison.Ordinal)
            || error.Contains("address already in use", StringComparison.Ordinal))
            return new WrongUseException(
                $"{plan.Facts.Label}: {(plan.Facts.Port is { } port ? $"--port {port}: " : "")}the port is taken on this machine: {said}",
                    next: $"say another with --port <port>, or stop what holds it; {ThisProgram.Name} Ps{tap.World.SameWorld} "
                        + "shows the taps");
        if (container is null or { State: "created" })
            return new FailedException(tap.World.Masking.Apply($"{plan.Facts.Label} did not start: {said}"));
        var lines = await engine.Containers.LastLinesAsync(container.Id, LastLines, cancellationToken);
        var health = container.Health == "starting" ? $"not healthy after {Human.Duration(plan.Facts.Patience)}" : "unhealthy";
        var state = container.Health is "unhealthy" or "starting"
            ? $"is {health}{(container.HealthOutput.Length > 0 ? $": its health check says: {container.HealthOutput}" : "")}"
            : container.IsRunning ? $"is not ready: {said}" : $"has ended with exit code {container.ExitCode}";
        ImmutableArray<string> text =
        [
            $"{plan.Facts.Label} {state}",
            lines.IsEmpty ? "it printed nothing" : "its last lines:",
            .. lines.Select(line => "  " + line),
            $"it is left as it is: {ThisProgram.Name} Logs --tap {plan.Facts.Alias}{tap.World.SameWorld}, {ThisProgram.Name} Stop --tap "
                + $"{plan.Facts.Alias}{tap.World.SameWorld}",
        ];
        return new FailedException(tap.World.Masking.Apply(string.Join(Environment.NewLine, text)));
    }
}
