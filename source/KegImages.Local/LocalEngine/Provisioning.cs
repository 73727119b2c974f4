namespace KegImages.LocalEngine;

/// <summary>The first set-up of a clone: packages, engine and root image.</summary>
internal sealed class Provisioning(LocalPaths paths, ICommandRunner runner, Supervision supervision)
{
    private readonly EnginePackages _packages = new(paths, new EndsWithThisRun(runner, paths.Id));
    private readonly RootImage _image = new(paths, new EndsWithThisRun(runner, paths.Id));

    /// <summary>Runs it into an empty folder. Returns the state with the root image pushed; engine and registry run then.</summary>
    public async Task<LocalState> RunAsync(LocalState state, Action<string> say, CancellationToken cancellationToken)
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
