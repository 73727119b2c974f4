using KegImages.Engines;
namespace KegImages.Running;

/// <summary>Finds the first of some wished images that exists, where the pull policy says to look.</summary>
internal sealed class ImageFinder(World world, PullPolicy policy, TagSettings settings)
{
    /// <summary>Finds it; brings nothing.</summary>
    /// <param name="name">What it is called, for messages.</param>
    /// <param name="wishes">The images, the preferred one first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WrongUseException">None exists; the message lists what does.</exception>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<RunnableImage> FindAsync(string name, ImmutableArray<WishedImage> wishes, CancellationToken cancellationToken)
    {
        if (policy != PullPolicy.Always && await FindHereAsync(wishes, cancellationToken) is { } here)
            return here;
        if (policy == PullPolicy.Never)
        {
            throw new WrongUseException(
                $"{name}: the engine does not have {Tried(wishes)}, and --pull-policy Never asks no registry",
                next: "leave --pull-policy out, or say IfNotPresent");
        }

        foreach (var wish in wishes)
        {
            if (await world.Registries.HeadAsync(wish.Reference, cancellationToken) is { } head)
                return await DescribeAsync(wish, head.Digest, cancellationToken);
        }

        throw await MissingAsync(name, wishes, cancellationToken);
    }

    private async Task<RunnableImage?> FindHereAsync(ImmutableArray<WishedImage> wishes, CancellationToken cancellationToken)
    {
        var found = await world.Engine.Images.FindAsync([.. wishes.Select(wish => wish.Reference)], cancellationToken);
        return wishes.Zip(found).FirstOrDefault(pair => pair.Second is not null) is ({ } wish, { } image)
            ? Of(wish, image, image.DigestIn(wish.Reference)) with { Before = image.DigestIn(wish.Reference) ?? image.Id }
            : null;
    }

    private async Task<RunnableImage> DescribeAsync(WishedImage wish, Digest digest, CancellationToken cancellationToken)
    {
        var pinned = wish.Reference.At(digest);
        var found = await world.Engine.Images.FindAsync([pinned, wish.Reference], cancellationToken);
        var before = wish.Reference.Digest is null ? found[1]?.DigestIn(wish.Reference) ?? found[1]?.Id : found[0] is null ? null : digest;
        if (found[0] is { } here)
            return Of(wish, here, digest) with { Before = before };
        var config = await world.Registries.GetImageConfigAsync(pinned, cancellationToken)
            ?? throw new FailedException($"{pinned} is an artifact, not an image: it cannot be run");
        return new RunnableImage
        {
            Reference = wish.Reference,
            Why = wish.Why,
            Digest = digest,
            Before = before,
            Labels = config.Labels,
            ExposedPorts = config.ExposedPorts,
            Size = await world.Registries.GetCompressedSizeAsync(pinned, cancellationToken),
        };
    }

    private static RunnableImage Of(WishedImage wish, EngineImage image, Digest? digest) => new()
    {
        Reference = wish.Reference,
        Why = wish.Why,
        Digest = digest,
        Id = image.Id,
        Labels = image.Labels,
        ExposedPorts = image.ExposedPorts,
    };

    private async Task<WrongUseException> MissingAsync(string name, ImmutableArray<WishedImage> wishes, CancellationToken cancellationToken)
    {
        var repository = wishes[0].Reference;
        var tags = (await world.Registries.ListTagsAsync(repository, cancellationToken)).Seen
            .Where(tag => !TagSettings.IsContentTag(tag) && !CacheTag.TryParse(tag, out _) && !HistoryTag.TryParse(tag, out _)
                && !settings.IsBeside(repository.Name, tag)).Select(tag => tag.ToString()).ToList();
        var nearest = Suggestion.Nearest(wishes[0].Reference.Tag?.ToString() ?? "", tags);
        var next = tags.Count == 0
            ? $"{repository.Locator} has no tag at all: CI builds images, and a first one is built by hand: "
                + $"{ThisProgram.Name} BuildTaps --tap {name} --push{world.SameWorld}"
            : $"tags that exist: {Choices.Of(tags)}{Environment.NewLine}  run one of them: {ThisProgram.Name} "
                + $"{(wishes[0].Why == StartFactsReader.Package ? "RunPackage --package" : $"Start --tap {name} --from")} "
                + $"{repository.With(Tag.Parse(nearest ?? tags[0]))}{world.SameWorld}";
        return new WrongUseException(
            $"{name}: there is no {Tried(wishes)}{(nearest is null ? "" : $" (did you mean '{nearest}'?)")}; nothing is built by a start",
                next: next);
    }

    private static string Tried(ImmutableArray<WishedImage> wishes) =>
        string.Join(" and no ", wishes.Select((wish, index) => index == 0 ? $"{wish.Reference} ({wish.Why})" : wish.Reference.ToString()));
}
