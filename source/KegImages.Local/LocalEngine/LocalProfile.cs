using KegImages.Building;

namespace KegImages.LocalEngine;

/// <summary>A private engine and registry for one clone, provisioned from the system's own packages below <c>.nuke/temp/local</c>, so that
/// the whole job runs on a machine with neither Docker nor a way to a public registry. It never touches the user's own engine.</summary>
public sealed class LocalProfile
{
    private readonly LocalPaths _paths;
    private readonly ICommandRunner _runner;
    private readonly Supervision _supervision;
    private readonly MachineCache? _cache;

    /// <summary>The local profile of the clone in <paramref name="rootDirectory"/>; nothing happens yet.</summary>
    /// <param name="rootDirectory">The clone.</param>
    /// <param name="runner">Runs commands.</param>
    /// <param name="cacheFolder">Where first set-ups are kept for other clones; the user's own cache when null.</param>
    public LocalProfile(string rootDirectory, ICommandRunner runner, string? cacheFolder = null)
    {
        _paths = LocalPaths.Of(rootDirectory);
        _runner = runner;
        _supervision = new Supervision(_paths, runner);
        _cache = (cacheFolder ?? MachineCache.FolderOf(Environment.GetEnvironmentVariable)) is { } folder
            ? new MachineCache(folder, new EndsWithThisRun(runner, _paths.Id), TimeProvider.System) : null;
    }

    /// <summary>Is told how a set-up goes.</summary>
    public Action<WorkEvent> Tell { get; init; } = _ => { };

    /// <summary>Why this machine cannot have a local profile, as a clause that says what is missing; null when it can.</summary>
    public static string? WhyUnavailable() => HostFacts.Read().Refusal();

    /// <summary>The engine and registry when both run and answer; null otherwise. Changes nothing.</summary>
    public async Task<LocalEndpoint?> FindRunningAsync(CancellationToken cancellationToken)
    {
        var state = await LocalState.ReadAsync(_paths, cancellationToken);
        return state?.Root == _paths.Root && state.Endpoint(_paths) is { } endpoint
            && await _supervision.AnswersAsync(state, cancellationToken) ? endpoint : null;
    }

    /// <summary>Returns the running engine and registry; provisions what is missing and starts what does not run, whatever state a killed
    /// run left. Throws <see cref="WrongUseException"/> where this machine cannot have them, <see cref="FailedException"/> when a step
    /// fails.</summary>
    public async Task<LocalEndpoint> SetUpAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (await FindRunningAsync(cancellationToken) is { } running)
        {
            await BringCosignAsync(cancellationToken);
            return running with { Cosign = File.Exists(_paths.NoCosign) ? null : _paths.Cosign };
        }

        if (WhyUnavailable() is { } reason)
            throw new WrongUseException($"--profile local cannot be had here: {reason}",
                next: "Or leave --profile local out and use your own Docker (23 or newer, with buildx 0.13 or newer) and provider.");

        LocalEndpoint? endpoint = null;
        var clock = TimeProvider.System;
        var (work, begun) = (new Work("engine", Tell, clock), clock.GetTimestamp());
        await Interrupted.SaidAsync(() => work.RunAsync("setting up the private engine", async () =>
        {
            WorkStep? waiting = null;
            using var held = await LocalLock.TakeAsync(_paths, line => waiting = work.Begin(line), cancellationToken);
            waiting?.End();
            endpoint = await FindRunningAsync(cancellationToken) ?? await StartAsync(work, say, cancellationToken);
            return $"ready after {Human.Duration(clock.GetElapsedTime(begun))}: {endpoint.DockerHost}, registry {endpoint.Registry}, "
                + $"root image {endpoint.RootImage}";
        }), () => [Stands], lines => lines.ToList().ForEach(say), cancellationToken);
        return endpoint!;
    }

    // Another run's engine may be there by now: this one only waited for it.
    private string Stands => "the private engine was not set up; " + (_supervision.LeftAnything() ? "another run does that"
        : "nothing of it runs, and the next run begins it again");

    /// <summary>Whether anything of engine and registry runs, or is left of a set-up that was interrupted.</summary>
    public bool IsLeft => _supervision.LeftAnything() || SetUpProcesses.Any(_paths.Id);

    /// <summary>Stops engine and registry: no process, mount, bridge or packet rule of them stays; what they stored does.</summary>
    public async Task TearDownAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (!IsLeft)
        {
            say("the local engine does not run");
            return;
        }

        using var held = await LocalLock.TakeAsync(_paths, say, cancellationToken);
        await EndSetUpAsync(say, cancellationToken);
        if (!_supervision.LeftAnything())
            return;
        await _supervision.StopAsync(cancellationToken);
        say("the local engine is stopped");
    }

    /// <summary>Stops engine and registry, and deletes every file of the profile.</summary>
    public async Task DeleteFilesAsync(CancellationToken cancellationToken)
    {
        await TearDownAsync(_ => { }, cancellationToken);
        if (Directory.Exists(_paths.Home))
            Directory.Delete(_paths.Home, recursive: true);
        File.Delete(_paths.Lock);
    }

    private async Task<LocalEndpoint> StartAsync(Work work, Action<string> say, CancellationToken cancellationToken)
    {
        await EndSetUpAsync(say, cancellationToken);
        var remembered = await UsableStateAsync(cancellationToken);
        var wanted = remembered ?? LocalState.For(_paths);
        await _supervision.StopAsync(cancellationToken);
        var state = wanted with
        {
            Network = Network.Choose(wanted.Network, await Network.InUseAsync(_paths.Bridge, cancellationToken)),
            RegistryPort = Network.ChoosePort(wanted.RegistryPort),
        };
        if (remembered is not null && state.RegistryPort != remembered.RegistryPort)
            say($"port {remembered.RegistryPort} is taken: the registry moves to {state.RegistryPort}");

        try
        {
            if (remembered is null)
            {
                state = await new Provisioning(_paths, _runner, _supervision, _cache, Tell).RunAsync(state, say, cancellationToken);
            }
            else
            {
                await Settings.WriteAsync(_paths, state, cancellationToken);
                await work.StepAsync("starting the engine and the registry", _ => _supervision.StartAsync(state, cancellationToken));
            }

            await state.WriteAsync(_paths, cancellationToken);
        }
        catch
        {
            await _supervision.StopAsync(CancellationToken.None);
            throw;
        }

        return state.Endpoint(_paths)!;
    }

    // What an earlier version set up has none.
    private async Task BringCosignAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(_paths.Cosign) || File.Exists(_paths.NoCosign))
            return;
        using var held = await LocalLock.TakeAsync(_paths, _ => { }, cancellationToken);
        if (File.Exists(_paths.Cosign) || File.Exists(_paths.NoCosign))
            return;
        var packages = new EnginePackages(_paths, new EndsWithThisRun(_runner, _paths.Id));
        var work = new Work("packages", Tell, TimeProvider.System);
        await work.RunAsync("finding what signs", async () =>
        {
            var (_, engine) = await packages.FindAsync(work, cancellationToken);
            await packages.UnpackCosignAsync(engine, work, cancellationToken);
            return File.Exists(_paths.Cosign) ? "unpacked" : $"{engine.Suite} has none";
        });
        Directory.Delete(_paths.Work, recursive: true);
    }

    // Whoever holds the lock is the only one that sets up.
    private async Task EndSetUpAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (await SetUpProcesses.EndAsync(_paths.Id, cancellationToken) is { Count: > 0 } names)
            say($"ended what an interrupted set-up had left running: {string.Join(", ", names)}");
    }

    // What was written by another version, for another folder, or by a run that was killed half-way is begun anew.
    private async Task<LocalState?> UsableStateAsync(CancellationToken cancellationToken)
    {
        var state = await LocalState.ReadAsync(_paths, cancellationToken);
        if (state?.Root == _paths.Root && state.Endpoint(_paths) is not null && File.Exists(_paths.DockerExecutable)
            && Directory.Exists(_paths.RegistryData))
            return state;

        // A clone that was moved while its engine ran: the engine still writes to these files. A copied one's original goes on running.
        if (state is not null && state.Root != _paths.Root && !Directory.Exists(state.Root))
            await new Supervision(new LocalPaths(state.Root), _runner).StopAsync(cancellationToken);
        await _supervision.StopAsync(cancellationToken);
        if (Directory.Exists(_paths.Home))
            Directory.Delete(_paths.Home, recursive: true);
        Directory.CreateDirectory(_paths.Home);
        return null;
    }
}
