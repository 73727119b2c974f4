using System.Collections.Immutable;
using KegImages.Dockerfiles;
using KegImages.Images;
using KegImages.Planning;
using KegImages.References;

namespace KegImages.Tests.Building;

/// <summary>Makes plans of small families by hand.</summary>
internal static class FamilyOf
{
    public static BuildPlan Plan(params BuildStep[] steps) => new() { Images = [.. steps.Select(step => new Planned(step))], Push = true };

    public static BuildStep Step(string name, params string[] parents) => new()
    {
        Image = new Image
        {
            Name = ImageName.Parse(name),
            Alias = name,
            Group = new ImageGroup("all", 0),
            DockerfilePath = $"/repository/images/{name}/Dockerfile",
            ContextPath = $"/repository/images/{name}",
            Dockerfile = Dockerfile.Parse("FROM scratch", "Dockerfile"),
        },
        Platforms = ["linux/amd64"],
        Reason = "asked for",
        Parents = [.. parents.Select(BuiltHere)],
        Content = ImageReference.Parse($"registry.example/family/{name}:fp-0123456789abcdef0123"),
        Tags = [ImageReference.Parse($"registry.example/family/{name}:develop")],
        Args = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        Labels = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        Contexts = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
    };

    public static StepParent BuiltHere(string name) => new(Edge($"registry.example/family/{name}:develop", "KEG_BASE_IMAGE", name), null);

    public static StepParent Pinned(string reference, string pinned, string? argument = null) =>
        new(Edge(reference, argument, null), ImageReference.Parse(pinned));

    public static Parent Edge(string reference, string? argument, string? member) => new(
        ImageReference.Parse(reference), new SourceLocation("Dockerfile", 1), ParentUse.From, argument, member is null ? null
            : ImageName.Parse(member));

    public static Digest DigestOf(string text) => Digest.Of(System.Text.Encoding.UTF8.GetBytes(text));
}
