namespace KegImages.LocalEngine;

/// <summary>
/// What a first set-up makes and every clone on the machine can have: the unpacked packages and a registry with the root image. It is made
/// anew when the machine's system, package sources or this program would make something else, and after a month.
/// </summary>
/// <param name="folder">Where it is kept, for this user.</param>
/// <param name="runner">Runs commands.</param>
/// <param name="clock">The clock.</param>
internal sealed class MachineCache(string folder, ICommandRunner runner, TimeProvider clock)
{
    private const string StateFile = "state.json";
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(30);
    private static readonly EnumerationOptions Flat = new();

    public string Folder => folder;

    /// <summary>The folder by the XDG rules; null where neither variable says one. See
    /// <see href="https://specifications.freedesktop.org/basedir-spec/latest/"/>.</summary>
    public static string? FolderOf(Func<string, string?> variable)
    {
        var home = variable("HOME") is { Length: > 0 } named ? Path.Combine(named, ".cache") : null;
        // A relative one says nothing, by the same rules.
        var caches = variable("XDG_CACHE_HOME") is { } given && Path.IsPathFullyQualified(given) ? given : home;
        return caches is not null && Path.IsPathFullyQualified(caches) ? Path.Combine(caches, "keg-images", "local-profile") : null;
    }

    /// <summary>Puts what is kept for a machine like this into a clone; null where there is none that is fresh.</summary>
    public async Task<LocalState?> TakeAsync(MachineKey key, LocalPaths clone, CancellationToken cancellationToken)
    {
        var kept = Path.Combine(folder, key.ToString());
        var state = await LocalState.ReadAsync(Path.Combine(kept, StateFile), cancellationToken);
        if (state is not { RootImage: not null, RootDigest: not null } || !IsFresh(kept))
            return null;
        await CopyAsync(Place(kept), Place(clone), cancellationToken);
        return state;
    }

    /// <summary>Keeps what a clone has made, in place of what was kept.</summary>
    public async Task KeepAsync(MachineKey key, LocalPaths clone, LocalState state, CancellationToken cancellationToken)
    {
        var (kept, unfinished) = (Path.Combine(folder, key.ToString()), Path.Combine(folder, $"{key}.{clone.Id}.new"));
        Delete(unfinished);
        Directory.CreateDirectory(unfinished);
        try
        {
            await CopyAsync(Place(clone), Place(unfinished), cancellationToken);
            await state.WriteAsync(Path.Combine(unfinished, StateFile), cancellationToken);
            Delete(kept);
            Directory.Move(unfinished, kept);
        }
        finally
        {
            Delete(unfinished);
        }

        // What a system or version of before left is nobody's any more; what another run is writing is younger.
        foreach (var other in Directory.EnumerateDirectories(folder, "*", Flat).Where(other => other != kept && IsOld(other)))
            Delete(other);
    }

    /// <summary>Takes away what turned out to be of no use.</summary>
    public void Drop(MachineKey key) => Delete(Path.Combine(folder, key.ToString()));

    // A clock that went back says nothing of the age.
    private bool IsFresh(string kept) =>
        clock.GetUtcNow() - File.GetLastWriteTimeUtc(Path.Combine(kept, StateFile)) is var age && age >= TimeSpan.Zero && age <= Fresh;

    private bool IsOld(string kept) => clock.GetUtcNow() - Directory.GetLastWriteTimeUtc(kept) > Fresh;

    private static Made Place(string kept) =>
        new(Path.Combine(kept, "packages"), Path.Combine(kept, "bin"), Path.Combine(kept, "registry"));

    private static Made Place(LocalPaths clone) => new(clone.Packages, clone.Programs, clone.RegistryData);

    private async Task CopyAsync(Made from, Made to, CancellationToken cancellationToken)
    {
        // Nobody writes into an unpacked package, so one file serves all; a registry rewrites its files in place.
        if ((await runner.RunAsync(new Command("cp", "--archive", "--link", from.Packages, to.Packages), null, null, cancellationToken))
            .ExitCode != 0)
        {
            Delete(to.Packages);
            await CopyAsync(from.Packages, to.Packages, cancellationToken);
        }

        if (Directory.Exists(from.Programs))
            await CopyAsync(from.Programs, to.Programs, cancellationToken);
        await CopyAsync(from.Registry, to.Registry, cancellationToken);
    }

    private async Task CopyAsync(string from, string to, CancellationToken cancellationToken) =>
        (await runner.RunAsync(new Command("cp", "--archive", "--reflink=auto", from, to), null, null, cancellationToken)).OrThrow();

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    /// <summary>The folders of what a first set-up makes.</summary>
    private sealed record Made(string Packages, string Programs, string Registry);
}
