using KegImages.Building;

namespace KegImages.LocalEngine;

/// <summary>The first set-up of a clone: packages, engine and root image, from what the machine keeps or made anew.</summary>
/// <param name="paths">The clone's.</param>
/// <param name="runner">Runs commands.</param>
/// <param name="supervision">Starts and stops the daemons.</param>
/// <param name="cache">What the machine keeps; null where nothing is kept.</param>
/// <param name="tell">Is told how it goes.</param>
internal sealed class Provisioning(LocalPaths paths, ICommandRunner runner, Supervision supervision, MachineCache? cache,
    Action<WorkEvent> tell)
{
    private const string Starting = "starting the engine and the registry";

    private readonly EnginePackages _packages = new(paths, new EndsWithThisRun(runner, paths.Id));
    private readonly RootImage _image = new(paths, new EndsWithThisRun(runner, paths.Id));

    /// <summary>Runs it into an empty folder. Returns the state with the root image pushed; engine and registry run then.</summary>
    public async Task<LocalState> RunAsync(LocalState state, Action<string> say, CancellationToken cancellationToken)
    {
        var key = await MachineKey.OfThisMachineAsync(cancellationToken);
        if (await FromCacheAsync(key, state, say, cancellationToken) is { } ready)
            return ready;
        var made = await MakeAsync(state, say, cancellationToken);
        await KeepAsync(key, made, say, cancellationToken);
        return made;
    }

    private async Task<LocalState?> FromCacheAsync(MachineKey key, LocalState state, Action<string> say,
        CancellationToken cancellationToken)
    {
        try
        {
            if (cache is null)
                return null;
            var work = New("kept set-up");
            LocalState? kept = null;
            await work.RunAsync("looking for what this machine keeps", async () =>
            {
                kept = await work.StepAsync("copying packages and root image", _ => cache.TakeAsync(key, paths, cancellationToken));
                return kept is null ? "nothing is kept" : "copied";
            });
            if (kept is null)
                return null;
            say($"packages and root image are those that this machine keeps in {cache.Folder}");
            var taken = state with { RootImage = kept.RootImage, RootDigest = kept.RootDigest };
            await Settings.WriteAsync(paths, taken, cancellationToken);
            await StartAsync(taken, cancellationToken);
            return await Supervision.HasRootImageAsync(taken, cancellationToken) ? taken
                : throw new FailedException($"the registry does not have {kept.RootImage}");
        }
        catch (Exception exception) when (exception is FailedException or IOException or UnauthorizedAccessException)
        {
            say($"what the machine keeps is of no use, and made anew: {exception.Message}");
            await supervision.StopAsync(cancellationToken);
            Directory.Delete(paths.Home, recursive: true);
            Directory.CreateDirectory(paths.Home);
            return null;
        }
    }

    private async Task<LocalState> MakeAsync(LocalState state, Action<string> say, CancellationToken cancellationToken)
    {
        AptView own = null!, engine = null!;
        var packages = New("packages");
        await packages.RunAsync("finding the engine's", async () =>
        {
            (own, engine) = await _packages.FindAsync(packages, cancellationToken);
            await packages.StepAsync("unpacking what makes the root image", _ => _packages.UnpackBootstrapAsync(own, cancellationToken));
            return $"found: the engine's are those of {engine.Suite}";
        });

        // The root image's file tree needs no engine and the engine no tree: both are made at once, and meet when the image is pushed.
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await AllOrNoneAsync(both, MakeTreeAsync(engine, both.Token), UnpackAndStartAsync(own, engine, state, both.Token));

        var push = New("root image");
        LocalState provisioned = null!;
        await push.RunAsync("pushing it to the local registry", async () =>
        {
            provisioned = await _image.PushAsync(state, push, cancellationToken);
            return $"pushed as {provisioned.RootImage}";
        });
        Directory.Delete(paths.Work, recursive: true);
        return provisioned;
    }

    private async Task MakeTreeAsync(AptView engine, CancellationToken cancellationToken)
    {
        var work = New("root image");
        await work.RunAsync($"making it: {engine.Suite} with Node", async () =>
        {
            await _image.MakeTreeAsync(engine, work, cancellationToken);
            return "its files are made";
        });
    }

    private async Task KeepAsync(MachineKey key, LocalState made, Action<string> say, CancellationToken cancellationToken)
    {
        try
        {
            if (cache is null)
                return;
            await New("kept set-up").RunAsync("keeping packages and root image for other clones", async () =>
            {
                await cache.KeepAsync(key, paths, made, cancellationToken);
                return "kept";
            });
        }
        catch (Exception exception) when (exception is FailedException or IOException or UnauthorizedAccessException)
        {
            // This clone has what it needs; the next one makes its own.
            say($"nothing is kept for other clones: {exception.Message}");
        }
    }

    private async Task UnpackAndStartAsync(AptView own, AptView engine, LocalState state, CancellationToken cancellationToken)
    {
        var packages = New("packages");
        await packages.RunAsync("bringing the engine's", async () =>
        {
            await _packages.UnpackEngineAsync(own, engine, packages, cancellationToken);
            return "unpacked";
        });
        await Settings.WriteAsync(paths, state, cancellationToken);
        await StartAsync(state, cancellationToken);
    }

    private Task StartAsync(LocalState state, CancellationToken cancellationToken) => New("daemons").RunAsync(Starting, async () =>
    {
        await supervision.StartAsync(state, cancellationToken);
        return "started";
    });

    private Work New(string name) => new(name, tell, TimeProvider.System);

    private static async Task AllOrNoneAsync(CancellationTokenSource all, params Task[] tasks)
    {
        if (await Task.WhenAny(tasks) is { IsCompletedSuccessfully: false })
            await all.CancelAsync();
        await Task.WhenAll(tasks);
    }
}
