using KegImages.Loading;
using KegImages.Locking;

namespace KegImages.Pipeline;

/// <summary>Makes the lock of the images from outside the family anew.</summary>
public static class LockRun
{
    /// <summary>
    /// Resolves every tag from outside that the family uses, prints what moved, and writes <c>keg.lock.json</c>; in a dry run writes
    /// nothing. The image that
    /// an option or profile names in place of the Dockerfile's is left out: it is not everybody's.
    /// </summary>
    /// <exception cref="WrongUseException">The family is wrong, or tags do not exist: the lock stays as it was.</exception>
    /// <exception cref="FailedException">A registry does not answer: the lock stays as it was.</exception>
    public static async Task UpdateAsync(RunOptions options, World world, CancellationToken cancellationToken)
    {
        var model = await FamilyLoader.LoadAsync(options.Root, FamilyOverrides.Of(null, options.Contexts), cancellationToken);
        var before = await LockFile.ReadAsync(options.Root, cancellationToken);
        var update = new LockUpdate(before, await OutsideTags.LockAsync(OutsideTags.Of(model.Family), world.Registries, cancellationToken));
        if (update.IsChange && !options.DryRun)
            await File.WriteAllTextAsync(Path.Combine(options.Root, KegLock.FileName), update.After.ToString(), cancellationToken);
        foreach (var line in update.ToLines())
            await world.Terminal.Out.WriteLineAsync(line.AsMemory(), cancellationToken);
        if (update.IsChange)
            await world.Terminal.Out.WriteLineAsync(options.DryRun ? $"{KegLock.FileName} was not written: a dry run changes nothing"
                : $"wrote {KegLock.FileName}: commit it");
    }
}
