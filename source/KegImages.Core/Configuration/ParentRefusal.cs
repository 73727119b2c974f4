namespace KegImages.Configuration;

/// <summary>Why a reference can be neither an image of the family nor one from outside, and what to write in its place. Pure.</summary>
internal sealed record ParentRefusal(string Why, string Next)
{
    /// <summary>The refusal of a reference; null where it is fine.</summary>
    public static ParentRefusal? Of(Membership membership, ImageReference reference, ImageName child, IEnumerable<string> contexts) =>
        membership.Of(reference, child) switch
        {
            Belonging.Unpublished other => new ParentRefusal(
                $"this family builds '{other.Name}' and calls it {Called(membership, other.Name)}, not {Pinned(reference)}",
                $"write {membership.Own(other.Name)} for the family's own, or {Listed(reference)} to build on that very image"),
            Belonging.Itself self => new ParentRefusal(
                $"that is '{self.Name}' itself, and no image is its own parent",
                $"write another image, or {Listed(reference)} to build it on the one that was published before"),
            Belonging.Unknown unknown => new ParentRefusal(
                $"no image '{unknown.Name}' in this family{Suggestion.DidYouMean(unknown.Name.ToString(), membership.Names)}",
                $"the family's images: {Choices.Of(membership.Names)}; of one that another repository builds, {Listed(reference)}"),
            Belonging.Ambiguous ambiguous => new ParentRefusal(
                $"'{ambiguous.Name}' can be this family's image or Docker Hub's",
                $"write {membership.Own(ambiguous.Name)} for the family's, docker.io/library/{reference} for Docker Hub's, "
                + $"or {Listed(reference)}"),
            Belonging.Outside when membership.IsStranger(reference) => Slip(reference, contexts),
            _ => null,
        };

    private static string Called(Membership membership, ImageName repository) =>
        membership.PublishedIn(repository).ToList() is [_, _, ..] several ? Choices.Of(several.Select(tag => tag.ToString()))
            : string.Join(" or ", membership.Published);

    public static string Listed(ImageReference reference) => $"list '{reference}' under external: in {KegSettings.FileName}";

    private static ParentRefusal? Slip(ImageReference reference, IEnumerable<string> contexts) =>
        reference is { IsShort: true, Tag: null, Digest: null } && Suggestion.Nearest(reference.Name, contexts) is { } context
            ? new ParentRefusal(
                $"no stage or context '{reference.Name}' (did you mean '{context}'?)",
                $"write docker.io/library/{reference} for Docker Hub's image")
            : null;

    private static string Pinned(ImageReference reference) => reference switch
    {
        { Digest: not null } => "by a digest",
        { Tag: { } tag } => tag.ToString(),
        _ => "latest, which no tag means",
    };
}
