using System.Text.Json;
using KegImages.Benchmarking;
using KegImages.Configuration;
using KegImages.Loading;
using KegImages.Processes;
using KegImages.References;

namespace KegImages.Tests.Benchmarking;

public sealed class GeneratedFamilyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keg-benchmark-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(3, false)]
    [InlineData(50, true)]
    public async Task The_family_and_the_bake_file_say_the_same(int images, bool hasRun)
    {
        var shape = new FamilyShape(images, hasRun, ImageReference.Parse("127.0.0.1:5000/library/node:20"));
        var generated = new GeneratedFamily(Path.Combine(folder, "family"), shape, new ProcessRunner());
        await generated.WriteAsync("salt", default);
        await generated.WriteBakeAsync("127.0.0.1:5000/bench", ["develop", "master"], default);

        var family = (await FamilyLoader.LoadAsync(generated.Root, FamilyOverrides.Of(null, []), default)).Family;
        using var bake = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(generated.Root, GeneratedFamily.BakeFile)));

        family.Images.Length.ShouldBe(images);
        var targets = bake.RootElement.GetProperty("target");
        foreach (var image in family.Images)
        {
            var target = targets.GetProperty(image.Name.ToString());
            Path.Combine(generated.Root, target.GetProperty("context").GetString()!).ShouldBe(image.ContextPath);
            target.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString())
                .ShouldBe([$"127.0.0.1:5000/bench/{image.Name}:develop", $"127.0.0.1:5000/bench/{image.Name}:master"]);
            var parents = image.Parents.Where(parent => parent.Member is not null)
                .ToDictionary(parent => parent.Reference.ToString(), parent => $"target:{parent.Member}");
            var linked = target.TryGetProperty("contexts", out var contexts)
                ? contexts.EnumerateObject().ToDictionary(link => link.Name, link => link.Value.GetString()!) : [];
            linked.ShouldBe(parents);
            File.ReadAllText(image.DockerfilePath).Contains("\nRUN ", StringComparison.Ordinal).ShouldBe(hasRun);
        }
    }
}
