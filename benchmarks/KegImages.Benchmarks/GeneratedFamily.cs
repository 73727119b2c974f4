using System.Globalization;
using System.Text.Json.Nodes;
using KegImages.Commands;

namespace KegImages.Benchmarking;

/// <summary>
/// A family's files in a git repository of its own, for one tool alone: what two tools build must not meet in the engine's cache.
/// </summary>
internal sealed class GeneratedFamily(string root, FamilyShape shape, ICommandRunner runner)
{
    private const int FilesAnImage = 10;

    /// <summary>The bake file's name.</summary>
    public const string BakeFile = "docker-bake.json";

    /// <summary>The repository.</summary>
    public string Root => root;

    /// <summary>What it is made of.</summary>
    public FamilyShape Shape => shape;

    /// <summary>Writes all files anew; another salt gives each image another content.</summary>
    public async Task WriteAsync(string salt, CancellationToken cancellationToken)
    {
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        await WriteAsync(".gitignore", ".nuke/\noutput/\n.github/\n", cancellationToken);
        await WriteAsync("keg.yml", $$"""
            provider: {{FamilyShape.WrittenProvider}}
            default: { branch: develop, tag: develop, aliases: [master] }
            groups:
              base: { folders: [images/base] }
              keg-hub: { folders: ['images/hub-*'] }
              taps: { folders: ['taps/*'], parent: hub-1 }

            """, cancellationToken);
        foreach (var image in shape.All)
        {
            await RestoreAsync(image, cancellationToken);
            await WriteAsync($"{image.Folder}/package/list", $"{image.Name} {salt}\n", cancellationToken);
            await ChangeAsync(image, salt, cancellationToken);
            for (var file = 0; file < FilesAnImage; file++)
            {
                var line = string.Create(CultureInfo.InvariantCulture, $"{image.Name} {file} {salt}\n");
                await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{image.Folder}/source/file-{file}"),
                    string.Concat(Enumerable.Repeat(line, 40)), cancellationToken);
            }
        }

        await GitAsync(["init", "--quiet", "--initial-branch", "develop"], cancellationToken);
        await CommitAsync("first", cancellationToken);
    }

    /// <summary>Changes a file that the last COPY step of an image copies.</summary>
    public Task ChangeAsync(GeneratedImage image, string text, CancellationToken cancellationToken) =>
        WriteAsync($"{image.Folder}/{(image.Folder.StartsWith("taps/", StringComparison.Ordinal) ? "source" : "package")}/app", text + "\n",
            cancellationToken);

    /// <summary>Gives an image a last step that fails.</summary>
    public Task BreakAsync(GeneratedImage image, CancellationToken cancellationToken) =>
        WriteAsync($"{image.Folder}/Dockerfile", shape.Dockerfile(image) + (shape.HasRun ? "RUN exit 1\n" : "COPY missing /missing\n"),
            cancellationToken);

    /// <summary>Gives an image its own Dockerfile back.</summary>
    public Task RestoreAsync(GeneratedImage image, CancellationToken cancellationToken) =>
        WriteAsync($"{image.Folder}/Dockerfile", shape.Dockerfile(image), cancellationToken);

    /// <summary>Commits everything.</summary>
    public async Task CommitAsync(string message, CancellationToken cancellationToken)
    {
        await GitAsync(["add", "--all"], cancellationToken);
        await GitAsync(["-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org", "commit", "--quiet", "--allow-empty",
            "--message", message], cancellationToken);
    }

    /// <summary>Switches to a branch, a new one where <paramref name="create"/> says so.</summary>
    public Task SwitchAsync(string branch, bool create, CancellationToken cancellationToken) =>
        GitAsync(create ? ["switch", "--quiet", "--create", branch] : ["switch", "--quiet", branch], cancellationToken);

    /// <summary>Writes the bake file that says the same: each image a target, parents linked as contexts.</summary>
    public Task WriteBakeAsync(string provider, IReadOnlyCollection<string> tags, CancellationToken cancellationToken)
    {
        var targets = new JsonObject();
        foreach (var image in shape.All)
        {
            var target = new JsonObject { ["context"] = image.Folder,
                ["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)$"{provider}/{image.Name}:{tag}")]) };
            if (image.Parent is { } parent)
                target["contexts"] = new JsonObject { [FamilyShape.Reference(parent)] = $"target:{parent}" };
            targets[image.Name] = target;
        }

        var names = new JsonArray([.. shape.All.Select(image => (JsonNode)image.Name)]);
        var file = new JsonObject { ["group"] = new JsonObject { ["default"] = new JsonObject { ["targets"] = names } },
            ["target"] = targets };
        return WriteAsync(BakeFile, file.ToJsonString(), cancellationToken);
    }

    private async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, cancellationToken);
    }

    private async Task GitAsync(string[] arguments, CancellationToken cancellationToken) =>
        (await runner.RunAsync(new Command("git", arguments) { WorkingDirectory = root }, null, null, cancellationToken)).OrThrow();
}
