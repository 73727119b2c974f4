namespace KegImages.Running;

/// <summary>The commands that run taps, as a person sees them. None of them builds anything.</summary>
public sealed class TapCommands
{
    private readonly TapWorld tap;

    private TapCommands(TapWorld tap) => this.tap = tap;

    /// <summary>
    /// Reads family and repository, and asks whether there is an engine and, for a command that needs it, Docker Compose.
    /// </summary>
    /// <exception cref="WrongUseException">Everything that is wrong with them.</exception>
    public static async Task<TapCommands> OpenAsync(Workplace workplace, Selection selection, TapOptions asked,
        CancellationToken cancellationToken)
    {
        var gathering = new Gathering();
        var loading = gathering.TryAsync(workplace.LoadAsync(cancellationToken));
        var reading = gathering.TryAsync(workplace.ReadGitAsync(cancellationToken));
        var probing = gathering.TryAsync(ProbeAsync(workplace.World, asked.NeedsCompose, cancellationToken));
        var (model, git, _) = (await loading, await reading, await probing);
        gathering.ThrowIfAny();
        return new TapCommands(new TapWorld(workplace, selection, asked, model!, git!));
    }

    /// <summary>What a command that needs a tap asks of a family, before anybody waits for an engine.</summary>
    /// <param name="command">The command, for messages.</param>
    /// <param name="selection">The taps that are named.</param>
    public static Action<FamilyModel> Needs(string command, Selection selection) => model =>
    {
        if (!selection.IsFiltered)
            TapWorld.OnlyOne(model.Family, command, ThisProgram.SameWorld);
    };

    /// <summary>Brings the newest images of the named taps, and says what they were before.</summary>
    /// <exception cref="WrongUseException">There is no such image; the message lists those that there are.</exception>
    public Decision Pull()
    {
        var start = new TapStart(tap);
        return new Decision(
            token => EachAsync(found => start.PullAsync(found, token), token),
            token => EachAsync(
                found =>
                {
                    tap.Say($"{found.Reference}  {found.Abbreviated}  ({found.Why}); a dry run: nothing was pulled");
                    return Task.CompletedTask;
                },
                token));

        async Task EachAsync(Func<RunnableImage, Task> act, CancellationToken token)
        {
            foreach (var image in tap.Named("Pull"))
                await act(await new StartFactsReader(tap).FindAsync(image, token));
        }
    }

    /// <summary>
    /// Starts the named taps, each from the image that is found for it, and waits until they are healthy. At a terminal their log is
    /// followed then.
    /// </summary>
    /// <exception cref="WrongUseException">There is no such image, the compose file does not fit, or a port is taken.</exception>
    /// <exception cref="FailedException">A tap did not become healthy; the message has its last log lines.</exception>
    public Decision Start()
    {
        var named = tap.Named("Start");
        if (named.Length > 1 && (tap.Tap.From ?? tap.Tap.Port?.ToString(System.Globalization.CultureInfo.InvariantCulture)) is not null)
            throw new WrongUseException("Start: --from and --port are for one tap at a time");
        var reader = new StartFactsReader(tap);
        return new Decision(
            async token =>
            {
                TapContainer? last = null;
                foreach (var image in named)
                    last = await StartAsync(await reader.ReadAsync(image, token), restart: false, token);
                await FollowAsync(named.Length == 1 ? last : null, token);
            },
            async token =>
            {
                foreach (var image in named)
                    await ShowAsync(await reader.ReadAsync(image, token), token);
            });
    }

    /// <summary>Runs a package, or any other image by itself, with keg-proxy's labels and network.</summary>
    /// <exception cref="WrongUseException">There is no such image, or a port is taken.</exception>
    /// <exception cref="FailedException">It did not become healthy.</exception>
    public async Task<Decision> RunPackageAsync(CancellationToken cancellationToken)
    {
        if (tap.Tap.Package is not { } text)
            throw new WrongUseException(
                "RunPackage: which package?",
                next: $"{tap.Workplace.Next("RunPackage --package <tap>:<tag>")}; {tap.Workplace.Next("Package --tap <tap>")} makes one "
                    + "of a running tap");
        var facts = await new StartFactsReader(tap).ReadAsync(tap.Wishes.Named(text, "--package"), cancellationToken);
        return new Decision(async token => await FollowAsync(await StartAsync(facts, restart: false, token), token),
            token => ShowAsync(facts, token));
    }

    /// <summary>Starts a running tap again; a newer image under its tag recreates it.</summary>
    /// <exception cref="WrongUseException">It does not run.</exception>
    /// <exception cref="FailedException">It did not become healthy.</exception>
    public async Task<Decision> RestartAsync(CancellationToken cancellationToken)
    {
        var container = await tap.SelectedAsync("Restart", cancellationToken);
        var reference = ImageReference.Parse(container.Label(TapLabels.Image));
        var asked = tap.Tap with
        {
            From = reference.ToString(),
            FromIs = "what it runs",
            Port = tap.Tap.Port ?? (int.TryParse(container.Label(TapLabels.AskedPort), out var port) ? port : null),
            Environment = tap.Tap.Environment
                ?? (container.Label(TapLabels.AskedEnvironment) is { Length: > 0 } environment ? environment : null),
        };
        var reader = new StartFactsReader(tap with { Tap = asked, Selection = tap.Selection with { Tag = null } });
        var image = tap.Model.Family.Find(container.Tap);
        var facts = container.Label(TapLabels.Kind) == "package" || image is null ? await reader.ReadAsync(reference, cancellationToken)
            : await reader.ReadAsync(image, cancellationToken);
        return new Decision(token => StartAsync(facts, restart: true, token), token => ShowAsync(facts, token));
    }

    /// <summary>
    /// Removes a running tap's containers, and keg-proxy's network where a start made it and nothing uses it any more. Volumes stay.
    /// </summary>
    /// <exception cref="WrongUseException">It does not run.</exception>
    public async Task<Decision> StopAsync(CancellationToken cancellationToken)
    {
        var container = await tap.SelectedAsync("Stop", cancellationToken);
        var down = tap.World.Docker.Command("compose", "--project-name", container.Project, "down");
        return new Decision(token => StopAsync(container, down, token),
            () => tap.Say(down.ToString(), "a dry run: nothing was stopped"));
    }

    private async Task StopAsync(TapContainer container, Command down, CancellationToken cancellationToken)
    {
        (await tap.World.Runner.RunAsync(down, null, null, cancellationToken)).OrThrow();
        var networks = await new ProxyNetwork(tap.World.Engine).RemoveUnusedAsync(cancellationToken);
        tap.Say([$"{container.Project}  stopped and removed; its volumes stay",
            .. networks.Select(network => $"network {network}  removed, as nothing uses it any more")]);
        var folder = tap.FolderOf(container.Project);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// Prints what a running tap, and all other services of its compose file, said last; and what comes, where that is asked for.
    /// </summary>
    /// <exception cref="WrongUseException">It does not run.</exception>
    public async Task LogsAsync(CancellationToken cancellationToken)
    {
        var container = await tap.SelectedAsync("Logs", cancellationToken);
        await ShowLogAsync(container, tap.Tap.Follow, "200", cancellationToken);
    }

    /// <summary>Opens a shell in a running tap.</summary>
    /// <exception cref="WrongUseException">It does not run, or there is no terminal.</exception>
    public async Task AttachAsync(CancellationToken cancellationToken)
    {
        var container = await tap.SelectedAsync("Attach", cancellationToken);
        if (!container.IsRunning)
            throw new WrongUseException($"Attach: {container.Project} does not run: {container.StateText}",
                next: $"{ThisProgram.Name} Restart --tap {container.Tap}{tap.World.SameWorld}");
        var shell = tap.World.Docker.Command("exec", "--interactive", "--tty", container.Name, "sh", "-c",
            "command -v bash >/dev/null && exec bash || exec sh");
        if (!tap.Tap.HasTerminal)
        {
            throw new WrongUseException(
                "Attach opens a shell, which needs a terminal, and there is none here",
                next: $"run one command in the tap: {tap.World.Docker.Command("exec", container.Name, "<command>")}");
        }

        tap.Say($"{container.Project}: a shell in the container; what is changed there stays until it is recreated");
        var code = await ConsoleProcess.RunAsync(shell, cancellationToken);
        tap.Say($"{container.Project}: the shell ended with exit code {code}");
    }

    /// <summary>Prints the family's taps that have a container.</summary>
    public async Task PsAsync(CancellationToken cancellationToken)
    {
        var report = RunningReport.Of(tap.Family, await tap.Containers.FindAsync(TapLabels.Family, tap.Family, cancellationToken),
            tap.World.Clock.GetUtcNow());
        await tap.Workplace.Output.ShowAsync(report.ToTable(), report.ToJson(), cancellationToken);
    }

    /// <summary>Makes a package of a running tap: its container as it is now, as an image under the branch's tag at the provider.</summary>
    /// <exception cref="WrongUseException">It does not run, holds secrets, or the tag belongs to another branch.</exception>
    /// <exception cref="FailedException">Engine or registry failed.</exception>
    public Task<Decision> PackageAsync(CancellationToken cancellationToken) => new TapPackaging(tap).DecideAsync(cancellationToken);

    private static async Task<bool> ProbeAsync(World world, bool needsCompose, CancellationToken cancellationToken)
    {
        await new ComposeProbe(world.Runner, world.Docker, world.Engine).RequireAsync(needsCompose, cancellationToken);
        return true;
    }

    private Task<TapContainer> StartAsync(StartFacts facts, bool restart, CancellationToken cancellationToken) =>
        new TapStart(tap).StartAsync(StartPlan.Of(facts, tap.World.Docker), restart, cancellationToken);

    private Task ShowAsync(StartFacts facts, CancellationToken cancellationToken) =>
        new TapStart(tap).ShowAsync(StartPlan.Of(facts, tap.World.Docker), cancellationToken);

    private async Task FollowAsync(TapContainer? container, CancellationToken cancellationToken)
    {
        if (container is null)
            return;
        var all = await tap.Containers.FindAsync(TapLabels.Family, tap.Family, cancellationToken);
        var name = tap.Model.Family.Find(container.Tap)?.Alias ?? container.Tap;
        tap.Say($"  stop it: {TapSelection.CommandFor("Stop", container, all, name, tap.World.SameWorld)}");
        if (tap.Tap.Detach || !tap.Tap.HasTerminal)
            return;
        tap.Say("", "its log; Ctrl+C ends the log, and the tap runs on", "");
        await ShowLogAsync(container, follow: true, "20", cancellationToken);
        // The log ends by itself only when the tap does.
        if (!cancellationToken.IsCancellationRequested)
            tap.Say("", $"{container.Project} has ended; {ThisProgram.Name} Ps{tap.World.SameWorld} says how");
    }

    private async Task ShowLogAsync(TapContainer container, bool follow, string lines, CancellationToken cancellationToken)
    {
        string[] words = ["compose", "--ansi", "never", "--project-name", container.Project, "logs", "--tail", lines, .. follow
            ? new[] { "--follow" } : []];
        try
        {
            (await tap.World.Runner.RunAsync(tap.World.Docker.Command(words), Say, Say, cancellationToken)).OrThrow();
        }
        catch (OperationCanceledException) when (follow)
        {
            // Whoever interrupts a log has seen enough of it: that is how it ends.
            tap.Say("", $"{container.Project} runs on");
        }

        // As what builds say: colours are no text. Compose clears the line that it writes, also where there is none to clear.
        void Say(string line) => tap.Say(LogLines.Of(line, " | "));
    }
}
