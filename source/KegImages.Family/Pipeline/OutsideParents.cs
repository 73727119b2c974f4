using System.Collections.Concurrent;
using KegImages.Engines;
using KegImages.LockedPlans;
using KegImages.Locking;

namespace KegImages.Pipeline;

/// <summary>A parent that no step builds: what to build on, and what fingerprints know it by.</summary>
/// <param name="Pinned">The reference to build on, which cannot move.</param>
/// <param name="Digest">What it is.</param>
/// <param name="Fingerprint">What it is made of, where its label says so: that of an image of the family.</param>
/// <param name="OnBuild">Its triggers; null where they are not known.</param>
internal sealed record OutsideParent(ImageReference Pinned, Digest Digest, Fingerprint? Fingerprint, ImmutableArray<string>? OnBuild)
{
    /// <summary>Whether the digest is the engine's own id of it, which no registry knows.</summary>
    public bool IsOnlyHere { get; init; }

    /// <summary>The digests that mean it in the labels of what is built on it.</summary>
    public ImmutableArray<Digest> KnownBy { get; init; } = [Digest];
}

/// <summary>Where parents that no step builds are looked up.</summary>
/// <param name="Lock">The lock; null where there is none.</param>
/// <param name="NoRegistry">Whether no registry is asked.</param>
/// <param name="Given">The image that an option names: it is not meant to be locked.</param>
/// <param name="DefaultTag">The tag by which Dockerfiles name the family's own images.</param>
/// <param name="Variants">What images that share a repository are called.</param>
internal sealed record OutsideRules(KegLock? Lock, bool NoRegistry, ImageReference? Given, Tag DefaultTag, VariantTags Variants)
{
    /// <summary>Whether a reference names a member as it is on the default branch, which on another one is that branch's own.</summary>
    public bool FollowsSet(ImageReference reference, ImageName member) => reference.Digest is null
        && (reference.Tag is null || reference.Tag == DefaultTag
            || (member.Variant is not null && Variants.AllOf(member, [DefaultTag], movesDefault: true).Contains(reference.Tag)));
}

/// <summary>
/// Resolves parents that no step builds, each once a run: those from outside the family, and the family's own that are not in scope.
/// </summary>
internal sealed class OutsideParents(World world, ReferenceMapping mapping, Func<ImageName, StageTarget> targetOf, OutsideRules rules,
    TriggerCache triggers)
{
    // By the place and not by how a Dockerfile writes it: a tag that moves between two looks would be two images in one run.
    private readonly ConcurrentDictionary<(string Place, bool IsMember), Task<OutsideParent?>> resolved = [];
    private readonly ConcurrentDictionary<string, bool> notes = new(StringComparer.Ordinal);

    /// <summary>The plan that has resolved them already: then nobody is asked; null where none has.</summary>
    public LockedPlan? Plan { get; init; }

    /// <summary>What a person should know, in ordinal order.</summary>
    public IEnumerable<string> Notes => notes.Keys.Order(StringComparer.Ordinal);

    /// <summary>What parents are now, each once.</summary>
    /// <param name="published">The set that what is built on them will be published with; null where there is none.</param>
    /// <exception cref="WrongUseException">Parents that do not exist, all together.</exception>
    public async Task<Dictionary<ImageReference, OutsideParent>> ResolveAsync(IEnumerable<Parent> edges, Provider provider,
        Task<FamilyRecord?> published, CancellationToken cancellationToken)
    {
        var set = await published;
        var distinct = edges.DistinctBy(edge => edge.Reference).ToList();
        if (Plan is not null)
            return Planned(distinct, Plan);
        var found = await Gathering.AllAsync(distinct.Select(edge => ResolveAsync(edge, set, cancellationToken)));
        WrongUseException.ThrowIfAny([.. distinct.Where((_, i) => found[i] is null).Select(edge => Missing(edge, provider, set))]);
        var parents = new Dictionary<ImageReference, OutsideParent>();
        for (var i = 0; i < found.Length; i++)
            parents[distinct[i].Reference] = found[i]!;
        return parents;
    }

    private static Dictionary<ImageReference, OutsideParent> Planned(List<Parent> edges, LockedPlan plan)
    {
        WrongUseException.ThrowIfAny([.. edges.Where(edge => plan.Find(edge.Reference) is null).Select(edge =>
            new Problem($"the locked plan does not say what {edge.Reference} is", edge.Location,
                $"plan anew, for all images that are meant: {ThisProgram.Name} Plan{ThisProgram.SameWorld}"))]);
        return edges.Select(edge => plan.Find(edge.Reference)!).ToDictionary(parent => parent.Reference, parent =>
            new OutsideParent(parent.Pinned, parent.Digest, parent.Fingerprint, parent.OnBuild is { } triggers ? [.. triggers] : null)
            {
                KnownBy = parent.KnownBy,
            });
    }

    /// <summary>What the parent is now; null when there is no such image.</summary>
    /// <param name="edge">The parent.</param>
    /// <param name="set">The set that what is built on it will be published with; null where there is none.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    private Task<OutsideParent?> ResolveAsync(Parent edge, FamilyRecord? set, CancellationToken cancellationToken)
    {
        var place = PlaceOf(edge, set);
        if (edge.Member is null && world.StandIn?.For(edge.Reference) is not null)
            Note($"{place} stands in for {edge.Reference}: it is made of this machine's packages, and no public registry is asked");
        return resolved.GetOrAdd(
            (place.Familiar, edge.Member is not null), _ =>
                edge.Member is null ? ExternalAsync(place, cancellationToken) : MemberAsync(place, cancellationToken));
    }

    /// <summary>
    /// Where the parent is looked for: an image of the family under the tag of the set that it will be published with, where the set has
    /// it, so that the two fit each other; else as the Dockerfile says.
    /// </summary>
    private ImageReference PlaceOf(Parent edge, FamilyRecord? set) =>
        edge.Member is { } member && set?.Find(member) is not null && rules.FollowsSet(edge.Reference, member)
            ? mapping.Used.Of(member).With(rules.Variants.Of(member, set.Tag))
            : world.PlaceOf(edge, mapping);

    /// <summary>The problem that a parent is nowhere.</summary>
    private Problem Missing(Parent edge, Provider provider, FamilyRecord? set)
    {
        var place = PlaceOf(edge, set);
        return (edge.Member, rules.NoRegistry) switch
        {
            (null, true) => new Problem(
                $"there is no image {place} in the engine, {KegLock.FileName} does not lock it, and --no-registry asks nobody else",
                    edge.Location, $"pull it once: docker pull {place}, or lock it: {ThisProgram.Name} UpdateBases{ThisProgram.SamePlace}"),
            (null, false) => new Problem($"there is no image {place}, neither in its registry nor in the engine", edge.Location,
                "correct the reference, or log in if the registry hides it: docker login"),
            (_, true) => new Problem($"the engine has no {place} to build on, and --no-registry asks nobody else", edge.Location,
                $"build the chain: leave out --image and --tap, or pull it once: docker pull {place}"),
            _ => MissingMember.Of(provider, edge.Member, place.Tag, rules.DefaultTag, targetOf(edge.Member), world.SameWorld,
                edge.Location),
        };
    }

    private async Task<OutsideParent?> MemberAsync(ImageReference place, CancellationToken cancellationToken)
    {
        if (rules.NoRegistry)
            return await LocalAsync(place, cancellationToken);
        // One look at the tag: what is asked after it is asked by digest, wherever the tag goes meanwhile.
        if (await world.Registries.GetManifestAsync(place, cancellationToken) is not { Descriptor.Digest: var digest } manifest
            || await world.Registries.GetImageConfigAsync(place.At(digest), manifest, cancellationToken) is not { } config)
            return null;
        return new OutsideParent(place.At(digest), digest, Evidence.Of(config.Labels).Fingerprint, config.OnBuild);
    }

    private async Task<OutsideParent?> ExternalAsync(ImageReference place, CancellationToken cancellationToken)
    {
        if (place.Digest is { } digest)
            return await AtAsync(place, digest, cancellationToken);
        if (rules.Lock?.Find(place) is { } locked)
            return new OutsideParent(place.At(locked.Digest), locked.Digest, null, locked.OnBuild);
        if (rules.NoRegistry)
        {
            var here = await LocalAsync(place, cancellationToken);
            if (here is { IsOnlyHere: true })
                Note($"{place} is known by the engine's own id, {here.Digest.Abbreviated}, because --no-registry asks nobody for its "
                    + "digest: a run that asks plans other content tags");
            return here;
        }

        try
        {
            if (await world.Registries.HeadAsync(place, cancellationToken) is { } answer)
            {
                if (rules.Lock is not null && place != rules.Given)
                    Note($"{place} is not in {KegLock.FileName}, so it was resolved to {answer.Digest.Abbreviated} now; lock it: "
                        + $"{ThisProgram.Name} UpdateBases{ThisProgram.SamePlace}");
                return await AtAsync(place.At(answer.Digest), answer.Digest, cancellationToken);
            }
        }
        catch (FailedException) when (!cancellationToken.IsCancellationRequested)
        {
            // No registry answers: the engine's own copy is the next best, and the caller learns of neither together.
            if (await LocalAsync(place, cancellationToken) is not { } local)
                throw;
            Note($"the registry of {place} does not answer, so the engine's own copy was taken, {local.Digest.Abbreviated}: another "
                + "machine may have another one");
            return local;
        }

        var own = await LocalAsync(place, cancellationToken);
        if (own is not null)
            Note($"{place} is in no registry, so the engine's own copy was taken, {own.Digest.Abbreviated}: another machine may have "
                + "another one");
        return own;
    }

    private async Task<OutsideParent> AtAsync(ImageReference pinned, Digest digest, CancellationToken cancellationToken) =>
        new(pinned, digest, null, await TriggersAsync(pinned, digest, cancellationToken) is { } found ? [.. found] : null);

    private async Task<IReadOnlyList<string>?> TriggersAsync(ImageReference pinned, Digest digest, CancellationToken cancellationToken)
    {
        if (await triggers.FindAsync(digest, cancellationToken) is { } known)
            return known;
        if (rules.NoRegistry)
            return null;
        try
        {
            if (await world.Registries.GetImageConfigAsync(pinned, cancellationToken) is not { } config)
                return null;
            await triggers.KeepAsync(digest, config.OnBuild, cancellationToken);
            return config.OnBuild;
        }
        catch (FailedException) when (!cancellationToken.IsCancellationRequested)
        {
            // Not known: the whole context is taken for an input, which is safe.
            return null;
        }
    }

    // An image that only the engine has cannot be named by digest, so it is built on by tag; its id tells when it changes.
    private async Task<OutsideParent?> LocalAsync(ImageReference place, CancellationToken cancellationToken)
    {
        if (await world.Engine.Images.FindAsync(place.ToString(), cancellationToken) is not { } image)
        {
            // That no engine answers is not that it has no such image.
            if (rules.NoRegistry)
                await RequireEngineAsync(place, cancellationToken);
            return null;
        }

        _ = Fingerprint.TryParse(image.Labels.GetValueOrDefault(ImageLabels.Fingerprint), out var fingerprint);
        // A content tag cannot move: better than the tag, where the engine has it.
        var content = fingerprint is null ? null : place.With(fingerprint.ContentTag);
        // Where it came from its registry, the digest is known as well, and the plan is that of a machine that asks.
        var digests = image.Digests.Where(known => known.Digest is not null && place.At(known.Digest) == known)
            .Select(known => known.Digest!).ToList();
        return new OutsideParent(content is not null && image.Tags.Contains(content) ? content : place,
            digests is [var only] ? only : image.Id, fingerprint, image.OnBuild)
        {
            IsOnlyHere = digests.Count != 1,
            KnownBy = [image.Id, .. digests],
        };
    }

    private async Task RequireEngineAsync(ImageReference place, CancellationToken cancellationToken)
    {
        try
        {
            await world.Engine.RequireAsync(cancellationToken);
        }
        catch (EngineException exception) when (exception.IsUnreachable)
        {
            throw new UnreachedException($"looking for {place} failed: {exception.Message}", [world.Engine.Address.ToString()], exception);
        }
    }

    private void Note(string text) => notes.TryAdd(text, true);
}
