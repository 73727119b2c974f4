namespace KegImages.Pruning;

/// <summary>Puts back what one prune removed, as a person sees it.</summary>
internal sealed class PutBackCommand(Workplace workplace, Provider provider)
{
    private readonly World world = workplace.World;
    private readonly IManifestStore store = IManifestStore.Of(provider, workplace.World.Registries, workplace.World.Environment);

    /// <summary>Decides what comes back.</summary>
    /// <exception cref="WrongUseException">There is no such prune; the message lists those that there are.</exception>
    public async Task<Decision> DecideAsync(RemovalId id, CancellationToken cancellationToken)
    {
        var quarantine = new Quarantine(world.Registries, provider);
        if (await quarantine.GetAsync(id, cancellationToken) is not { } removed)
        {
            var ids = await quarantine.ListAsync(cancellationToken);
            throw new WrongUseException($"--restore {id}: {provider} keeps nothing of that name", next: ids.IsEmpty
                ? "no prune removed anything yet" : $"what there is, the newest first: {string.Join(", ", ids.Take(10))}");
        }

        var restoration = new Restoration(world.Registries, store, provider);
        return new Decision(
            token => PutBackAsync(removed, restoration, restoration.PutBackAsync,
                (put, failed) => put == 0 && failed == 0 ? "all of it is there already: nothing was put back"
                    : $"put back {put}, read back and compared",
                token),
            token => PutBackAsync(removed, restoration, (_, _, _) => Task.FromResult<string?>(null),
                (put, _) => $"a dry run: {put} would be put back, and nothing was", token));
    }

    private async Task PutBackAsync(ImmutableArray<RemovedManifest> removed, Restoration restoration,
        Func<RemovedManifest, ImageReference, CancellationToken, Task<string?>> putBack, Func<int, int, string> ending,
        CancellationToken cancellationToken)
    {
        var failed = new List<string>();
        var put = 0;
        await LastLines.PrintedAsync(
            () => LastLines.AddedAsync(EachAsync, () => [$"put back before that: {put}; the same command puts back the rest"]),
                world.Terminal.Out);
        Say("", ending(put, failed.Count));
        if (failed.Count > 0)
            throw new FailedException(string.Join(Environment.NewLine,
                failed.Select(line => "  " + line).Prepend($"{failed.Count} could not be put back:")));

        async Task<bool> EachAsync()
        {
            foreach (var (entry, place, reason) in await restoration.PlanAsync(removed, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var name = place.Tag is null ? $"{place.Name}@{place.Digest!.Abbreviated}" : $"{place.Name}:{place.Tag}";
                var why = reason ?? await putBack(entry, place, cancellationToken);
                Say(why is null ? $"put back  {name}  {entry.Manifest.Descriptor.Digest.Abbreviated}" : $"left      {name}: {why}");
                if (why is null)
                    put++;
                else if (why != Restoration.IsThere)
                    failed.Add($"{name}: {why}");
            }

            return true;
        }
    }

    private void Say(params IEnumerable<string> lines) => workplace.Output.Say(lines);
}
