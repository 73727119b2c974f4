namespace KegImages.Pipeline;

/// <summary>
/// Where the layers of images come from and go to, beside BuildKit's own cache: tags of the branch and of the default branch in each
/// image's repository, of their own for each part of an image that is built in parts. Only where a command is run, because what copies
/// alone costs nothing to do again. Whatever fails here is a note, and no failure.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="whole">Its plan.</param>
/// <param name="notes">What a person should know, each once.</param>
internal sealed class LayerCaches(OpenedRequest run, MadePlan whole, NoteList notes)
{
    /// <summary>Where those of a step come from and go to.</summary>
    /// <param name="step">The step.</param>
    /// <param name="part">The platforms that are built of it; none where it is built whole.</param>
    /// <param name="cancellationToken">Ends the questions to the registry.</param>
    public async Task<LayerCache> OfAsync(BuildStep step, ImmutableArray<string> part, CancellationToken cancellationToken)
    {
        if (run.Options.Layers == LayerKeeping.Off || !step.Image.Use.RunsCommands)
            return LayerCache.None;
        var settings = FamilyTags.SettingsOf(run.Model);
        var own = run.Git.Branch is { } branch ? PlaceOf(step, settings.CacheSlugOf(branch), part) : null;
        return new LayerCache(
            whole.Plan.NoCache || run.Workplace.Place.NoRegistry ? []
                : await ThoseThatAreThereAsync([own, PlaceOf(step, settings.CacheSlugOf(settings.DefaultBranch), part)], cancellationToken),
            MayKeep(own) ? own : null);
    }

    private ImageReference? PlaceOf(BuildStep step, BranchSlug slug, ImmutableArray<string> part) =>
        CacheTag.Of(slug, step.Image.Name, part) is { } tag ? whole.Request.Provider.Of(step.Image.Name).With(tag) : null;

    private bool MayKeep(ImageReference? place)
    {
        if (run.Options.Layers != LayerKeeping.Write || !whole.Plan.Push)
            return false;
        var may = whole.Builder is { KeepsLayers: true };
        if (!may)
            notes.Add("no layers are kept in the registry: the engine's classic image store cannot do that; turn its containerd store on "
                + "(https://docs.docker.com/engine/storage/containerd/), or build with a builder of its own: docker buildx create --use");
        return may && place is not null;
    }

    // BuildKit takes what is missing for a failure, and says so of each.
    private async Task<ImmutableArray<ImageReference>> ThoseThatAreThereAsync(IEnumerable<ImageReference?> places,
        CancellationToken cancellationToken)
    {
        var there = ImmutableArray.CreateBuilder<ImageReference>();
        foreach (var place in places.OfType<ImageReference>().Distinct())
        {
            try
            {
                if (await run.World.Registries.GetManifestAsync(place, cancellationToken) is { IsLayerCache: true })
                    there.Add(place);
            }
            catch (Exception exception) when (exception is FailedException or WrongUseException)
            {
                notes.Add($"the layers under {place} are not taken over: {exception.Message.Split('\n')[0].TrimEnd()}");
            }
        }

        return there.ToImmutable();
    }
}
