using System.Text.Json.Nodes;
using KegImages.Contexts;
using KegImages.TestFiles;
using KegImages.Testing;

namespace KegImages.ImageTesting;

/// <summary>Services that are started together by Docker Compose; the one called <c>test</c> must end with 0.</summary>
/// <param name="pins">The images of the family that the file uses, each by digest or content tag.</param>
internal sealed class ComposeRun(World world, TestSpace space, LoadedTests tests, string temporaryFolder,
    IReadOnlyDictionary<ImageName, ImageReference> pins)
{
    private const string Project = "com.docker.compose.project";
    private const string Service = "com.docker.compose.service";
    private const int MostPrinted = 1024 * 1024;

    /// <summary>What is wrong; nothing where it ended with 0.</summary>
    public async Task<ImmutableArray<string>> RunAsync(CancellationToken cancellationToken)
    {
        var compose = tests.Suite.Compose!;
        foreach (var image in tests.Compose!.Images)
            await space.BringAsync(pins[image], cancellationToken);
        var project = TestSpace.NewName();
        var folder = Path.Combine(temporaryFolder, "tests", project);
        OwnFolders.Make(folder);
        try
        {
            var file = Path.Combine(tests.Folder, compose.File);
            var over = Path.Combine(folder, "over.json");
            var empty = Path.Combine(folder, "empty.env");
            await File.WriteAllTextAsync(over, Over(await ServicesAsync(file, cancellationToken), compose.Timeout), cancellationToken);
            await File.WriteAllTextAsync(empty, "", cancellationToken);
            var command = world.Docker.Command("compose", "-p", project, "--env-file", empty, "-f", file, "-f", over, "up", "--detach",
                "--no-build", "--quiet-pull");
            var up = await world.Runner.RunAsync(command with
            {
                Environment = command.Environment.SetItems(tests.Compose.Images.Select(image =>
                    KeyValuePair.Create(ComposeTestFile.VariableOf(image), (string?)pins[image].ToString()))),
                WorkingDirectory = tests.Folder,
            }, null, null, cancellationToken);
            var containers = await world.Engine.Containers.FindAsync(Project, project, cancellationToken);
            if (containers.FirstOrDefault(container => container.Label(Service) == ComposeTest.Service) is not { } test || (up.ExitCode != 0
                && test.Started is null))
                return [$"the services did not start: {Expectation.Shown(up.StandardError)}"];
            var code = await world.Engine.Containers.WaitForEndAsync(test.Id, cancellationToken);
            if (code == 0)
                return [];
            var (output, error, _) = await world.Engine.Containers.PrintedAsync(test.Id, MostPrinted, cancellationToken);
            return [$"service '{ComposeTest.Service}' ended with {code}; it printed: {Expectation.Shown(output + error)}"];
        }
        finally
        {
            await space.DownAsync(project, CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    // Compose itself says what a service is, after all that YAML can do.
    private async Task<ImmutableArray<string>> ServicesAsync(string file, CancellationToken cancellationToken)
    {
        var command = world.Docker.Command("compose", "-f", file, "config", "--services", "--no-interpolate");
        var listed = (await world.Runner.RunAsync(command with { WorkingDirectory = tests.Folder }, null, null, cancellationToken));
        return listed.ExitCode == 0 ? [.. listed.StandardOutput.Split('\n',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]
            : throw new TestEndedException(
                $"docker compose does not read {tests.Suite.Compose!.File}: {Expectation.Shown(listed.StandardError)}");
    }

    // Known as a test's, for a run that finds it left behind; and without a way out, unless the test asks for one.
    private string Over(ImmutableArray<string> services, TimeSpan atMost)
    {
        JsonObject Labels() => new(space.Labels(atMost).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        var network = new JsonObject { ["labels"] = Labels() };
        if (!tests.Suite.Network)
            network["internal"] = true;
        return new JsonObject
        {
            ["services"] = new JsonObject(services.Select(service =>
                KeyValuePair.Create(service, (JsonNode?)new JsonObject { ["labels"] = Labels() }))),
            ["networks"] = new JsonObject { ["default"] = network },
        }.ToJsonString();
    }
}
