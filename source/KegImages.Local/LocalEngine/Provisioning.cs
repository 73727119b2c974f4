namespace KegImages.LocalEngine;

/// <summary>The first set-up of a clone: packages, engine and root image, from what the machine keeps or made anew.</summary>
/// <param name="paths">The clone's.</param>
/// <param name="runner">Runs commands.</param>
/// <param name="supervision">Starts and stops the daemons.</param>
/// <param name="cache">What the machine keeps; null where nothing is kept.</param>
internal sealed class Provisioning(LocalPaths paths, ICommandRunner runner, Supervision supervision, MachineCache? cache)
{
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
            if (cache is null || await cache.TakeAsync(key, paths, cancellationToken) is not { } kept)
                return null;
            say($"packages and root image are those that this machine keeps in {cache.Folder}");
            var taken = state with { RootImage = kept.RootImage, RootDigest = kept.RootDigest };
            await Settings.WriteAsync(paths, taken, cancellationToken);
            say("starting the engine and the registry");
            await supervision.StartAsync(taken, cancellationToken);
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
        var (own, engine) = await _packages.FindAsync(say, cancellationToken);
        await _packages.UnpackBootstrapAsync(own, cancellationToken);

        // The root image's file tree needs no engine and the engine no tree: both are made at once, and meet when the image is pushed.
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        say($"making the root image: {engine.Suite} with Node");
        await AllOrNoneAsync(both, _image.MakeTreeAsync(engine, both.Token), UnpackAndStartAsync(own, engine, state, say, both.Token));

        say("pushing the root image to the local registry");
        var provisioned = await _image.PushAsync(state, cancellationToken);
        Directory.Delete(paths.Work, recursive: true);
        return provisioned;
    }

    private async Task KeepAsync(MachineKey key, LocalState made, Action<string> say, CancellationToken cancellationToken)
    {
        try
        {
            if (cache is not null)
                await cache.KeepAsync(key, paths, made, cancellationToken);
        }
        catch (Exception exception) when (exception is FailedException or IOException or UnauthorizedAccessException)
        {
            // This clone has what it needs; the next one makes its own.
            say($"nothing is kept for other clones: {exception.Message}");
        }
    }

    private async Task UnpackAndStartAsync(AptView own, AptView engine, LocalState state, Action<string> say,
        CancellationToken cancellationToken)
    {
        await _packages.UnpackEngineAsync(own, engine, say, cancellationToken);
        await Settings.WriteAsync(paths, state, cancellationToken);
        say("starting the engine and the registry");
        await supervision.StartAsync(state, cancellationToken);
    }

    private static async Task AllOrNoneAsync(CancellationTokenSource all, params Task[] tasks)
    {
        if (await Task.WhenAny(tasks) is { IsCompletedSuccessfully: false })
            await all.CancelAsync();
        await Task.WhenAll(tasks);
    }
}
