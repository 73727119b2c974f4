using System.Collections.Immutable;
using KegImages.Images;

namespace KegImages.Configuration;

/// <summary>
/// Which references mean the family's own images. Below the provider it is the name that counts, whatever the tag. A bare name (no registry, no path)
/// means Docker Hub to Docker: it means the family only with the default tag or one of its aliases, and is refused as ambiguous otherwise.
/// </summary>
internal sealed class Membership(KegSettings settings, IReadOnlyCollection<ImageName> family)
{
    private readonly ImmutableDictionary<string, ImageName> names = family.ToImmutableDictionary(name => name.ToString(), StringComparer.Ordinal);

    /// <summary>The image of the family that a reference means; null when it is from outside, or refused.</summary>
    public ImageName? Find(ImageReference reference)
    {
        if (settings.Provider.Holds(reference))
            return names.GetValueOrDefault(reference.Name);
        return IsBare(reference) && !IsExternal(reference) && HasDefaultTag(reference) ? names.GetValueOrDefault(reference.Name) : null;
    }

    /// <summary>Why a reference in the Dockerfile of <paramref name="child"/>, which means no image of the family, cannot be one from outside either; null when it can.</summary>
    public string? Refusal(ImageReference reference, ImageName child, IEnumerable<string> contexts)
    {
        if (IsExternal(reference))
            return null;
        if (settings.Provider.Holds(reference))
            return $"no image '{reference.Name}' in this family{Suggestion.DidYouMean(reference.Name, names.Keys)}";
        if (!IsBare(reference))
            return null;
        if (names.TryGetValue(reference.Name, out var name) && name != child)
            return $"'{reference.Name}' can be this family's image or Docker Hub's";
        return reference is { Tag: null, Digest: null } && !names.ContainsKey(reference.Name) && Suggestion.Nearest(reference.Name, contexts) is { } context
            ? $"no stage or context '{reference.Name}' (did you mean '{context}'?)"
            : null;
    }

    /// <summary>What to do about a refused reference.</summary>
    public string Next(ImageReference reference) => settings.Provider.Holds(reference)
        ? $"the family's images: {Choices.Of(names.Keys)}; an image that another repository builds is listed under external: in {KegSettings.FileName}"
        : $"write {settings.Provider}/{reference.Name} for the family's, or list '{reference.Name}' under external: in {KegSettings.FileName}";

    private static bool IsBare(ImageReference reference) => reference.Registry is null && reference.Repository == reference.Name;

    private bool HasDefaultTag(ImageReference reference) => reference.Tag is { } tag && (tag == settings.DefaultTag || settings.Aliases.Contains(tag));

    private bool IsExternal(ImageReference reference) =>
        settings.External.Any(external => external == reference.Locator || (external == reference.Name && (IsBare(reference) || settings.Provider.Holds(reference))));
}
