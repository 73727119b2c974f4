using KegImages.Locking;

namespace KegImages.Pipeline;

/// <summary>The tags from outside the family that a lock is about, and where they stand now.</summary>
public static class OutsideTags
{
    /// <summary>
    /// The images from outside that the family uses by tag, each once by its familiar form, with the instruction that says it first.
    /// </summary>
    public static ImmutableArray<Parent> Of(Family family) =>
        [.. family.Images.SelectMany(image => image.Parents).Where(edge => edge.Member is null && edge.Reference.Digest is null)
            .DistinctBy(edge => edge.Reference.Familiar)];

    /// <summary>A lock of these tags as their registries have them now.</summary>
    /// <exception cref="WrongUseException">Tags that do not exist, all together.</exception>
    /// <exception cref="FailedException">A registry does not answer.</exception>
    public static async Task<KegLock> LockAsync(ImmutableArray<Parent> tags, RegistryClient registries, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(tags.Select(edge => LockedAsync(edge, registries, cancellationToken)));
        WrongUseException.ThrowIfAny([.. tags.Zip(found).Where(pair => pair.Second is null).Select(pair => new Problem(
            $"there is no image {pair.First.Reference} in its registry, so nothing was locked", pair.First.Location,
                "correct the reference, or log in if the registry hides it: docker login"))]);
        return new KegLock(tags.Zip(found)
            .ToImmutableSortedDictionary(pair => pair.First.Reference.Familiar, pair => pair.Second!, StringComparer.Ordinal));
    }

    /// <summary>What the locked tags name now: one request each, side by side.</summary>
    /// <returns>The tag, what it is locked to and what it is now, in the order of the tags; a tag that is gone is not among them.</returns>
    public static async Task<ImmutableArray<(ImageReference Tag, Digest Locked, Digest Now)>> NowAsync(
        KegLock locked, Family family, RegistryClient registries, CancellationToken cancellationToken)
    {
        var tags = Of(family).Where(edge => locked.Find(edge.Reference) is not null).Select(edge => edge.Reference).ToList();
        var heads = await Task.WhenAll(tags.Select(tag => registries.HeadAsync(tag, cancellationToken)));
        return [.. tags.Zip(heads).Where(pair => pair.Second is not null)
            .Select(pair => (pair.First, locked.Find(pair.First)!.Digest, pair.Second!.Digest))];
    }

    /// <summary>Which locked tags have moved since, as <see cref="NowAsync"/> finds them.</summary>
    public static async Task<ImmutableArray<(ImageReference Tag, Digest Locked, Digest Now)>> BehindAsync(
        KegLock locked, Family family, RegistryClient registries, CancellationToken cancellationToken) =>
        [.. (await NowAsync(locked, family, registries, cancellationToken)).Where(image => image.Locked != image.Now)];

    private static async Task<LockedImage?> LockedAsync(Parent edge, RegistryClient registries, CancellationToken cancellationToken)
    {
        try
        {
            return await LockedAsync(edge.Reference, registries, cancellationToken);
        }
        catch (FailedException exception)
        {
            // A profile's own registry is no help: the lock is everybody's.
            var reason = exception.Message.Split(Environment.NewLine)[0];
            throw new FailedException(
                $"{edge.Location}: {reason}{Environment.NewLine}  nothing was locked: the lock is of what the Dockerfiles name, whatever "
                    + "the profile, so that registry has to answer", exception);
        }
    }

    private static async Task<LockedImage?> LockedAsync(ImageReference tag, RegistryClient registries, CancellationToken cancellationToken)
    {
        if (await registries.HeadAsync(tag, cancellationToken) is not { } head)
            return null;
        // Read at the digest: the tag may move in between.
        var config = await registries.GetImageConfigAsync(tag.At(head.Digest), cancellationToken);
        return new LockedImage(head.Digest, config?.OnBuild ?? []);
    }
}
