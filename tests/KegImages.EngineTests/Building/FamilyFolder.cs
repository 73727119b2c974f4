using System.Collections.Immutable;
using KegImages.Dockerfiles;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.References;

namespace KegImages.EngineTests.Building;

/// <summary>Image folders in a temporary place, and steps that build them under a namespace of their own.</summary>
internal sealed class FamilyFolder(string @namespace) : IDisposable
{
    private static readonly ImmutableSortedDictionary<string, string> None =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    // An engine that is kept from an earlier run has that run's steps in its cache: a copied salt makes this run's steps others.
    private readonly string salt = Guid.NewGuid().ToString();

    public string Path { get; } = Directory.CreateTempSubdirectory("keg-engine-building-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>A step that builds an image of this Dockerfile; a file <c>f</c> with a text and a <c>salt</c> stand beside it.</summary>
    public BuildStep Step(string name, string dockerfile, string text = "", params StepParent[] parents)
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;
        var file = System.IO.Path.Combine(folder, "Dockerfile");
        File.WriteAllText(file, dockerfile);
        File.WriteAllText(System.IO.Path.Combine(folder, "f"), text);
        File.WriteAllText(System.IO.Path.Combine(folder, "salt"), salt);
        return new BuildStep
        {
            Image = new Image
            {
                Name = ImageName.Parse(name),
                Alias = name,
                Group = new ImageGroup("all", 0),
                DockerfilePath = file,
                ContextPath = folder,
                Dockerfile = Dockerfile.Parse("FROM scratch", "Dockerfile"),
            },
            Platforms = [OwnPlatform.Name],
            Reason = "asked for",
            Parents = [.. parents],
            Content = Reference(name, "fp-0123456789abcdef0123"),
            Tags = [],
            Args = None,
            Labels = None,
            Contexts = None,
        };
    }

    /// <summary>
    /// A parent that an earlier step builds, given through <c>KEG_BASE_IMAGE</c> or, without an argument, written out under a tag that
    /// nobody pushes.
    /// </summary>
    public StepParent Parent(string name, string? argument = "KEG_BASE_IMAGE", ParentUse use = ParentUse.From) =>
        new(new Parent(Reference(name, "develop"), new SourceLocation("Dockerfile", 1), use, argument, ImageName.Parse(name)), null);

    public ImageReference Reference(string name, string tag) => ImageReference.Parse($"{@namespace}/{name}:{tag}");
}
