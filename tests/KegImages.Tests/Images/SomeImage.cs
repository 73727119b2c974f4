using KegImages.Dockerfiles;
using KegImages.Images;
using KegImages.References;

namespace KegImages.Tests.Images;

/// <summary>Makes images by hand, for what looks at their names, groups and parents alone.</summary>
internal static class SomeImage
{
    public static Image Of(string name, string? alias = null, ImageGroup? group = null, params IEnumerable<Parent> parents) =>
        new()
    {
        Name = ImageName.Parse(name),
        Alias = alias ?? name,
        Group = group ?? new ImageGroup("all", 0),
        DockerfilePath = $"/repository/{name}/Dockerfile",
        ContextPath = $"/repository/{name}",
        Dockerfile = Dockerfile.Parse("FROM scratch", $"{name}/Dockerfile"),
        Parents = [.. parents],
    };
}
