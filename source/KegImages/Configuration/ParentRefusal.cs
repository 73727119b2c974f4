using KegImages.Images;

namespace KegImages.Configuration;

/// <summary>Why a reference in a Dockerfile can be neither an image of the family nor one from outside, and what to write in its place. Pure.</summary>
/// <param name="Why">What is wrong, as a clause.</param>
/// <param name="Next">What to do about it.</param>
internal sealed record ParentRefusal(string Why, string Next)
{
    /// <summary>The refusal of a reference; null where it is fine.</summary>
    /// <param name="membership">What is the family's own.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="child">The image whose Dockerfile says it.</param>
    /// <param name="contexts">The names of its named contexts.</param>
    public static ParentRefusal? Of(Membership membership, ImageReference reference, ImageName child, IEnumerable<string> contexts) => membership.Of(reference, child) switch
    {
        Belonging.Unpublished other => new ParentRefusal(
            $"this family builds '{other.Name}' and publishes it as {Published(membership)}, never {Pinned(reference)}",
            $"write {Own(membership, other.Name)} for the family's own, or list '{reference}' under external: in {KegSettings.FileName} to build on that very image"),
        Belonging.Itself self => new ParentRefusal(
            $"'{self.Name}' is published as that, and no image is its own parent",
            $"write another image, or list '{reference}' under external: in {KegSettings.FileName} to build it on the one that was published before"),
        Belonging.Unknown unknown => new ParentRefusal(
            $"no image '{unknown.Name}' in this family{Suggestion.DidYouMean(unknown.Name.ToString(), membership.Names)}",
            $"the family's images: {Choices.Of(membership.Names)}; an image that another repository builds is listed under external: in {KegSettings.FileName}"),
        Belonging.Ambiguous ambiguous => new ParentRefusal(
            $"'{ambiguous.Name}' can be this family's image or Docker Hub's",
            $"write {Own(membership, ambiguous.Name)} for the family's, docker.io/library/{reference} for Docker Hub's, or list '{reference}' under external: in {KegSettings.FileName}"),
        Belonging.Outside when reference is { IsShort: true, Tag: null, Digest: null } && Suggestion.Nearest(reference.Name, contexts) is { } context => new ParentRefusal(
            $"no stage or context '{reference.Name}' (did you mean '{context}'?)",
            $"write docker.io/library/{reference} for Docker Hub's image"),
        _ => null,
    };

    private static string Own(Membership membership, ImageName name) => membership.Provider.Of(name).With(membership.Published[0]).ToString();

    private static string Published(Membership membership) => string.Join(" and ", membership.Published);

    private static string Pinned(ImageReference reference) =>
        reference.Digest is not null ? "by a digest" : reference.Tag is { } tag ? $"as {tag}" : "as latest, which no tag means";
}
