using System.Collections.Immutable;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Publishing;

/// <summary>Tests that publish to a registry in this process.</summary>
public abstract class PublishingTests : FakeRegistryTests
{
    private static readonly TagSettings Settings = new(BranchName.Parse("develop"), Tag.Parse("develop"), [Tag.Parse("master")]);

    /// <summary>An image with its content tag, as a build leaves it.</summary>
    private protected PublishedImage Pushed(string name, params string[] parents)
    {
        var digest = Registry.Add(name, "fp-00000000000000000000", ("name", name), ("now", "this run"));
        return new PublishedImage
        {
            Name = ImageName.Parse(name),
            Pinned = Registry.Repository(name).At(digest),
            Parents = [.. parents.Select(parent => Registry.Repository(parent).At(Registry.TagOf(parent, "fp-00000000000000000000")!))],
        };
    }

    private protected static Publication Publish(string? branch, string? tag, params PublishedImage[] images) => new()
    {
        Images = [.. images],
        Tags = TagSet.For(branch is null ? null : BranchName.Parse(branch), Settings, tag),
        Branch = branch is null ? null : BranchName.Parse(branch),
    };

    private protected Task<ImmutableArray<PublishedImage>> PublishAsync(Publication publication) =>
        new Publisher(Client).PublishAsync(publication, default);

    private protected List<string> Puts() =>
        [.. Registry.Asked.Where(asked => asked.StartsWith("PUT ", StringComparison.Ordinal))
            .Select(asked => asked["PUT /v2/keg/".Length..].Replace("/manifests/", ":", StringComparison.Ordinal))];
}
