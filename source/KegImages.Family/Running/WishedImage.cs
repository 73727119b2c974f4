namespace KegImages.Running;

/// <summary>An image that a tap may be run from, and what says so.</summary>
/// <param name="Reference">The image, by tag or digest, where it really lives.</param>
/// <param name="Why">What chose it, as a clause for people: <c>--from</c>, <c>the branch 'feature/x'</c>.</param>
public sealed record WishedImage(ImageReference Reference, string Why);

/// <summary>Decides which images a tap may be run from, in the order of docs/running.md; the first one that exists is run. Pure.</summary>
public sealed record ImageWishes
{
    /// <summary>The family, whose names the short form of a reference may use.</summary>
    public required Family Family { get; init; }

    /// <summary>Default branch and tags.</summary>
    public required TagSettings Tags { get; init; }

    /// <summary>Where images written in files really live.</summary>
    public required ReferenceMapping Mapping { get; init; }

    /// <summary>The branch that is checked out; null where none is known.</summary>
    public BranchName? Branch { get; init; }

    /// <summary>What <c>--from</c> says; null when it was not given.</summary>
    public string? From { get; init; }

    /// <summary>What says <see cref="From"/>, for messages.</summary>
    public string FromIs { get; init; } = "--from";

    /// <summary>What <c>--tag</c> says; null when it was not given.</summary>
    public string? Tag { get; init; }

    /// <summary>The images of a tap, the preferred one first.</summary>
    /// <param name="tap">The tap.</param>
    /// <param name="kegImageFrom"><c>KEG_IMAGE_FROM</c> as its files and the environment say it; null where nothing does.</param>
    /// <param name="origin">What says it, as <c>path:line</c>.</param>
    /// <exception cref="WrongUseException">An option says no image.</exception>
    public ImmutableArray<WishedImage> Of(Image tap, string? kegImageFrom, string? origin)
    {
        var repository = Mapping.Used.Of(tap.Name);
        if (From is not null && Tag is not null)
            throw new WrongUseException($"--from {From} and --tag {Tag}: each says what to run", next: "leave one of them out");
        if (From is not null)
            return [new WishedImage(Named(From, "--from", tap), FromIs)];
        if (Tag is not null)
            return [new WishedImage(repository.With(Tags.Variants.Of(tap.Name, References.Tag.Parse(Tag))), "--tag")];

        var byBranch = Branch is null ? null : new WishedImage(repository.With(TagSet.For(Branch, Tags).PrimaryOf(tap.Name)),
            $"the branch '{Branch}'");
        var byDefault = new WishedImage(repository.With(Tags.Variants.Of(tap.Name, Tags.DefaultTag)), "the default tag");
        ImmutableArray<WishedImage> unsaid = [.. new[] { byBranch, byDefault }.OfType<WishedImage>().DistinctBy(wish => wish.Reference)];
        if (kegImageFrom is not { Length: > 0 })
            return unsaid;

        var says = $"KEG_IMAGE_FROM, {origin}";
        if (!ImageReference.TryParse(kegImageFrom, out var written) || written is { Tag: null, Digest: null })
            throw new WrongUseException(
                $"KEG_IMAGE_FROM: '{kegImageFrom}' is not an image with a tag or digest, such as {repository.With(Tags.DefaultTag)}",
                    Location(origin));
        // A name alone is the family's here as it is in --from, whatever its tag.
        var image = written.IsShort && Family.RepositoryOf(written.Name) is { } member ? Mapping.Below(member, written)
            : Mapping.Map(written);
        var chosen = new WishedImage(image, says);
        // The usual text names the default tag's image: before there is one, the branch's own is what there is.
        var isUsual = chosen.Reference.Locator == repository.Locator && chosen.Reference is { Digest: null, Tag: { } tag }
            && Tags.DefaultTags.Contains(tag);
        // What the usual text of a tap's files names is its default variant, whichever is asked for.
        if (isUsual && !Tags.Variants.IsDefault(tap.Name))
            return unsaid;
        return isUsual && byBranch is not null && byBranch.Reference != chosen.Reference
            ? [chosen, byBranch with { Why = $"{byBranch.Why}; {kegImageFrom} of {says} does not exist" }] : [chosen];
    }

    /// <summary>A reference as typed: its short form, <c>evf:feature-x</c>, is completed with the provider.</summary>
    /// <param name="text">The text.</param>
    /// <param name="option">The option that says it, for messages.</param>
    /// <param name="tap">The tap that it is for; null where none is named.</param>
    /// <exception cref="WrongUseException">It is no reference, names no tag, or nothing of the family.</exception>
    public ImageReference Named(string text, string option, Image? tap = null)
    {
        var example = (tap ?? Family.Images[^1]).Name.Repository;
        if (!ImageReference.TryParse(text, out var reference))
            throw new WrongUseException(
                $"{option} '{text}' is not an image: expected "
                    + $"{Mapping.Used.Of(ImageName.ParseRepository(example)).With(Tags.DefaultTag)}, or "
                    + $"{example}:{Tags.DefaultTag} for short");
        var member = reference.IsShort ? Family.RepositoryOf(reference.Name) : null;
        if (reference.IsShort && member is null)
        {
            throw new WrongUseException(
                $"{option} {text}: no image '{reference.Name}' in this "
                    + $"family{Suggestion.DidYouMean(reference.Name, Family.NamesAndAliases)}: {Choices.Of(Family.NamesAndAliases)}",
                next: $"an image from elsewhere is written with its registry: docker.io/library/{text}");
        }

        if (reference is { Tag: null, Digest: null })
            throw new WrongUseException($"{option} {text}: says no tag", next: $"name one: {option} {text}:{Tags.DefaultTag}");
        return member is null ? reference : Mapping.Below(member, reference);
    }

    private static SourceLocation? Location(string? origin) =>
        origin?.LastIndexOf(':') is { } colon and > 0 && int.TryParse(origin[(colon + 1)..], out var line)
            ? new SourceLocation(origin[..colon], line) : null;
}
