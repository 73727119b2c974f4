using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Consoles;
using KegImages.Pipeline;
using KegImages.Registry;
using KegImages.Tests.Engines;
using KegImages.Tests.Git;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pipeline;

public sealed class PlanOrderTests
{
    private static readonly (string Path, string Text)[] Files =
    [
        ("keg.yml", "provider: registry.example/keg\ngroups:\n  base:\n    folders: [images/base]\n  hub:\n    folders: [images/hub*]\n  "
            + "taps:\n    folders: [taps/*]\ncontexts:\n  shared: shared\n"),
        ("images/base/Dockerfile", "FROM scratch\nCOPY . /\n"),
        ("images/base/b", "b"),
        ("images/base/a/z", "z"),
        ("images/base/a/y", "y"),
        ("images/hub-1/Dockerfile", "FROM registry.example/keg/base:develop\nCOPY --from=shared . /shared/\n"),
        ("images/hub-2/Dockerfile", "FROM registry.example/keg/base:develop\nCOPY app /\n"),
        ("images/hub-2/app", "app"),
        ("shared/one", "1"),
        ("shared/two", "2"),
        ("taps/z/Dockerfile", "FROM registry.example/keg/hub-1:develop\nCOPY . /\n"),
        ("taps/m/Dockerfile", "FROM registry.example/keg/hub-2:develop\nCOPY --from=registry.example/keg/hub-1:develop /shared /shared\n"),
        ("taps/a/Dockerfile", "FROM registry.example/keg/hub-1:develop\n"),
    ];

    [Fact]
    public async Task The_plan_is_the_same_whatever_the_order_in_which_files_and_folders_were_made()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var first = await PlanAsync(Files);
        first.ShouldContain("\"image\": \"hub-2\"");

        for (var i = 0; i < 6; i++)
        {
            var shuffled = Files.ToArray();
            random.Shuffle(shuffled);
            (await PlanAsync(shuffled)).ShouldBe(first,
                $"seed {seed}, shuffle {i}: {string.Join(", ", shuffled.Select(file => file.Path))}");
        }
    }

    private static async Task<string> PlanAsync(IEnumerable<(string Path, string Text)> files)
    {
        using var repository = await TemporaryRepository.CreateAsync();
        foreach (var (path, text) in files)
            repository.Write(path, text);

        using var registries = new RegistryClient(new FakeCredentials());
        var world = new World(TemporaryRepository.Commands, new DockerClient("no-docker-here"), registries,
            ImmutableDictionary<string, string>.Empty, Terminal.Plain(TextWriter.Null)) { Engine = FakeEngine.Nowhere };
        using var json = new StringWriter();
        var options = new RunOptions { Root = repository.Root, NoRegistry = true, Force = true, Json = json };
        var run = await options.OpenAsync(world, willBuild: false);
        await run.PlanAsync(CancellationToken.None);
        return json.ToString();
    }
}
