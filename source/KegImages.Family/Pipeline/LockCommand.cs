using KegImages.Loading;
using KegImages.Locking;

namespace KegImages.Pipeline;

/// <summary>Makes the lock of the images from outside the family anew.</summary>
public static class LockCommand
{
    /// <summary>
    /// Resolves every tag from outside that the family uses; the decision prints what moved, and writes <c>keg.lock.json</c>. The image
    /// that an option or profile names in place of the Dockerfile's is left out: it is not everybody's.
    /// </summary>
    /// <exception cref="WrongUseException">The family is wrong, or tags do not exist: the lock stays as it was.</exception>
    /// <exception cref="FailedException">A registry does not answer: the lock stays as it was.</exception>
    public static async Task<Decision> UpdateAsync(Workplace workplace, CancellationToken cancellationToken)
    {
        var model = await FamilyLoader.LoadAsync(workplace.Root, FamilyOverrides.Of(null, workplace.Place.Contexts), cancellationToken);
        var before = await LockFile.ReadAsync(workplace.Root, cancellationToken);
        var update = new LockUpdate(before,
            await OutsideTags.LockAsync(OutsideTags.Of(model.Family), workplace.World.Registries, cancellationToken));
        return new Decision(
            async token =>
            {
                if (update.IsChange)
                    await File.WriteAllTextAsync(Path.Combine(workplace.Root, KegLock.FileName), update.After.ToString(), token);
                Say($"wrote {KegLock.FileName}: commit it");
            },
            () => Say($"{KegLock.FileName} was not written: a dry run changes nothing"));

        void Say(string ending) => workplace.Output.Say([.. update.ToLines(), .. update.IsChange ? new[] { ending } : []]);
    }
}
