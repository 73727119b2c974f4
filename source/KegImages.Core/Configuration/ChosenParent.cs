namespace KegImages.Configuration;

/// <summary>What the taps of a family are built on where the caller says it, in place of what their files say.</summary>
/// <param name="Written">The image as typed, with the place that says it.</param>
/// <param name="Registry">The registry that the run uses in place of the provider's; null for that.</param>
/// <param name="Namespace">The namespace that it uses in place of the provider's; null for that.</param>
public sealed record ChosenParent(Located<string> Written, string? Registry, string? Namespace)
{
    /// <summary>
    /// The image in full: a name alone that an image of the family has is that image, at the provider of the run. Any tag but those that
    /// the family's own images carry on the default branch is one that was published before, and is taken as an image from outside.
    /// </summary>
    internal (KegSettings Settings, ImageReference? Reference) In(KegSettings settings, IReadOnlyCollection<ImageCandidate> candidates,
        List<Problem> problems)
    {
        var membership = settings.MembershipOf(candidates.Select(candidate => candidate.Name.Value));
        if (!ImageReference.TryParse(Written.Value, out var reference))
        {
            problems.Add(new Problem($"'{Written.Value}' is no image: {ImageReference.Refusal(Written.Value)}", Written.Location));
            return (settings, null);
        }

        if (reference.IsShort && candidates.FirstOrDefault(candidate => candidate.Name.Value.Repository == reference.Name
            || candidate.Alias.Value == reference.Name) is { } meant)
            reference = Below(settings.Provider, meant.Name.Value, reference);
        if (reference is { Tag: null, Digest: null })
        {
            problems.Add(ParentCheck.NoTag(reference, Written.Location, membership));
            return (settings, null);
        }

        if (membership.Of(reference) is not Belonging.Unpublished own)
            return (settings, reference);
        var used = Provider.Parse($"{Registry ?? settings.Provider.Registry}/{Namespace ?? settings.Provider.Namespace}");
        var there = Below(used, own.Name, reference);
        return (settings with { External = settings.External.Add(there) }, there);
    }

    /// <summary>The args of a tap with the image in place of what its files say; no image is built on itself.</summary>
    internal ImageArgs Over(ImageArgs args, string arg, ImageReference reference, ImageName child, Membership membership) =>
        membership.Of(reference, child) is Belonging.Itself ? args
            : args.With(arg, new Located<string>(reference.ToString(), Written.Location));

    private static ImageReference Below(Provider provider, ImageName name, ImageReference written)
    {
        var repository = provider.Of(name);
        return ImageReference.Of(repository.Registry, repository.Repository, written.Tag, written.Digest);
    }
}
