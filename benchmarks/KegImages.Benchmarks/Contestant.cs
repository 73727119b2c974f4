using KegImages.Commands;
using KegImages.LocalEngine;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Benchmarking;

/// <summary>A tool with a family and a registry namespace of its own.</summary>
internal sealed class Contestant(GeneratedFamily family, LocalEndpoint engine, Func<Contestant, Command> push)
{
    // In CI, these would say another branch than the generated repository's.
    private static readonly string[] OfCi = ["CI", "GITHUB_ACTIONS", "GITHUB_HEAD_REF", "GITHUB_REF_NAME", "GITHUB_REF_TYPE"];

    /// <summary>Its family.</summary>
    public GeneratedFamily Family => family;

    /// <summary>Where it pushes to; another one is an empty one.</summary>
    public Provider Provider { get; private set; } = Provider.Parse($"{engine.Registry}/bench");

    /// <summary>The command that builds and pushes what changed.</summary>
    public Command Push => push(this);

    /// <summary>This project, as its users start it.</summary>
    public static Contestant Ours(GeneratedFamily family, LocalEndpoint engine, string clone) => new(family, engine, self =>
        InFamily(family, engine, Path.Combine(clone, "build.sh"), "Push", "--root", family.Root, "--registry", self.Provider.Registry,
            "--namespace", self.Provider.Namespace));

    /// <summary><c>docker buildx bake</c>.</summary>
    public static Contestant Bake(GeneratedFamily family, LocalEndpoint engine) => new(family, engine, _ =>
        InFamily(family, engine, engine.DockerExecutable, "buildx", "bake", "--push", "--progress", "plain", "--file",
            GeneratedFamily.BakeFile));

    /// <summary>Begins anew: other content, an empty namespace.</summary>
    public async Task BeginAsync(string salt, CancellationToken cancellationToken)
    {
        Provider = Provider.Parse($"{engine.Registry}/bench-{Guid.NewGuid().ToString("n")[..12]}");
        await family.WriteAsync(salt, cancellationToken);
        await family.WriteBakeAsync(Provider.ToString(), ["develop", "master"], cancellationToken);
        await family.CommitAsync("bake file", cancellationToken);
    }

    /// <summary>The digests under a tag, by image.</summary>
    public async Task<Dictionary<string, Digest?>> DigestsAsync(RegistryClient registries, string tag, CancellationToken cancellationToken)
    {
        var images = family.Shape.All.Select(image => image.Name).ToArray();
        var heads = await Task.WhenAll(
            images.Select(name => registries.HeadAsync(Provider.Of(ImageName.Parse(name)).With(Tag.Parse(tag)), cancellationToken)));
        return images.Zip(heads).ToDictionary(pair => pair.First, pair => pair.Second?.Digest);
    }

    private static Command InFamily(GeneratedFamily family, LocalEndpoint engine, string executable, params string[] arguments) =>
        new(executable, arguments)
    {
        WorkingDirectory = family.Root,
        Environment = OfCi.Aggregate(engine.Environment, (variables, name) => variables.SetItem(name, null)),
    };
}
