using System.Collections.Immutable;

namespace KegImages.Images;

/// <summary>All images that this repository builds, and the edges between them, parent → child; valid once it exists.</summary>
public sealed class Family
{
    private readonly ImmutableDictionary<ImageName, ImageDefinition> byName;

    internal Family(ImmutableArray<ImageDefinition> images)
    {
        Images = images;
        byName = images.ToImmutableDictionary(image => image.Name);
    }

    /// <summary>The images, parents before children; the same whatever the order of files and folders.</summary>
    public ImmutableArray<ImageDefinition> Images { get; }

    /// <summary>The image of this name.</summary>
    public ImageDefinition this[ImageName name] => byName[name];

    /// <summary>Whether the family builds an image of this name.</summary>
    public bool Contains(ImageName name) => byName.ContainsKey(name);

    /// <summary>The image that is called so, by its name or alias; null when there is none.</summary>
    public ImageDefinition? Find(string nameOrAlias) =>
        Images.FirstOrDefault(image => image.Name.ToString() == nameOrAlias) ?? Images.FirstOrDefault(image => image.Alias == nameOrAlias);

    /// <summary>The family's own images that this one derives or copies from directly, each once.</summary>
    public IEnumerable<ImageDefinition> ParentsOf(ImageDefinition image) =>
        image.Parents.Where(parent => parent.Member is not null).Select(parent => byName[parent.Member!]).Distinct();

    /// <summary>The images that derive or copy from this one directly.</summary>
    public IEnumerable<ImageDefinition> ChildrenOf(ImageDefinition image) =>
        Images.Where(child => child.Parents.Any(parent => parent.Member == image.Name));
}
