using System.Text.RegularExpressions;
using KegImages.Commands;
using KegImages.EngineTests.Engine;
using KegImages.Processes;

namespace KegImages.EngineTests.Adopting;

/// <summary>docs/adopting.md, each walk in an empty folder: its files and commands as they are written there.</summary>
public sealed partial class AdoptingPageTests(EngineFixture engine) : IDisposable
{
    // What the page builds on is Docker Hub's, which the engine here cannot reach.
    private const string Outside = "debian:12-slim";

    private static readonly string Tool = Path.Combine(EngineFixture.RepositoryRoot,
        ".nuke/temp/dotnet/bin/KegImages.Tool/debug/KegImages.Tool.dll");

    private readonly string folder = Directory.CreateTempSubdirectory("a stranger ").FullName;
    private readonly string space = $"test-{Guid.NewGuid():N}";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [EngineFact]
    public async Task Three_Dockerfiles_come_from_nothing_to_their_first_push_in_at_most_eight_commands()
    {
        var printed = await WalkAsync("Three Dockerfiles, from nothing");

        printed.Count.ShouldBeLessThanOrEqualTo(8);
        printed[2].ShouldContain("└─ tools");
        printed[2].ShouldContain("written    keg.yml");
        printed[4].ShouldContain("3 to build, 0 to reuse");
        printed[5].ShouldContain("pushed 3 images");
        (await RunAsync("dotnet keg-images Push")).ShouldContain("nothing moved");
        (await RunAsync("git status --porcelain")).ShouldBeEmpty();
    }

    [EngineFact]
    public async Task A_bake_file_is_taken_over_and_pushed()
    {
        var printed = await WalkAsync("A bake file");

        printed[2].ShouldContain("base  cache-from          what is built is reused by its content: nothing to do");
        printed[^1].ShouldContain("pushed 3 images");
        var keg = await File.ReadAllTextAsync(Path.Combine(folder, "keg.yml"));
        keg.ShouldContain("GREETING: hello");
        keg.ShouldContain("target: prod");
        keg.ShouldContain("target: dev");
        keg.ShouldContain("context: '.'");
    }

    [EngineFact]
    public async Task A_compose_file_is_taken_over()
    {
        await WriteAsync("compose.yaml", "services:\n  web:\n    image: ghcr.io/acme/web:latest\n"
            + "    build: { context: web, args: { A: b } }\n  db: { image: postgres:16 }\n");
        await WriteAsync("web/Dockerfile", $"FROM {Outside}\nARG A\n");
        await RunAsync("git init --quiet");

        (await RunAsync("dotnet keg-images Init --from compose")).ShouldContain("1 image at");

        (await File.ReadAllTextAsync(Path.Combine(folder, "keg.yml"))).ShouldContain("A: b");
        (await RunAsync("dotnet keg-images Taps")).ShouldContain("web");
    }

    private async Task<List<string>> WalkAsync(string title)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(EngineFixture.RepositoryRoot, "docs/adopting.md"));
        var walk = page.Split("\n## ").Single(section => section.StartsWith(title + "\n", StringComparison.Ordinal));
        var printed = new List<string>();
        foreach (Match block in Block().Matches(walk))
        {
            var (file, text) = (block.Groups["file"].Value, block.Groups["text"].Value);
            if (file.Length > 0)
                await WriteAsync(file, text);
            else
            {
                foreach (var command in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    printed.Add(await RunAsync(command));
            }
        }

        return printed;
    }

    private Task WriteAsync(string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return File.WriteAllTextAsync(file, text.Replace(Outside, engine.Endpoint.RootImage.ToString(), StringComparison.Ordinal));
    }

    // Where the package comes from is PackageTests' to show: here the tool is the one that this clone was compiled to.
    private async Task<string> RunAsync(string line)
    {
        File.Exists(Tool).ShouldBeTrue($"build the solution first: there is no {Tool}");
        var path = Environment.GetEnvironmentVariable("PATH")!;
        var stand = $$"""
            dotnet() {
              case "$1" in
              tool) ;;
              keg-images) shift; command dotnet '{{Tool}}' "$@" ;;
              *) command dotnet "$@" ;;
              esac
            }

            """;
        var docker = Path.GetDirectoryName(engine.Endpoint.DockerExecutable)!;
        var result = await new ProcessRunner().RunAsync(
            new Command("sh", "-c", stand + line)
            {
                WorkingDirectory = folder,
                Environment = engine.Endpoint.Environment.SetItems(new Dictionary<string, string?>
                {
                    ["PATH"] = string.Join(Path.PathSeparator, docker, path),
                    ["NUKE_REGISTRY"] = engine.Endpoint.Registry,
                    ["NUKE_NAMESPACE"] = space,
                    ["GIT_AUTHOR_NAME"] = "Keg",
                    ["GIT_AUTHOR_EMAIL"] = "keg@example.com",
                    ["GIT_COMMITTER_NAME"] = "Keg",
                    ["GIT_COMMITTER_EMAIL"] = "keg@example.com",
                }),
            },
            null,
            null,
            CancellationToken.None);
        return result.OrThrow().StandardOutput;
    }

    [GeneratedRegex(@"^```(sh|[a-z]+ (?<file>\S+))\r?\n(?<text>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline
        | RegexOptions.NonBacktracking)]
    private static partial Regex Block();
}
