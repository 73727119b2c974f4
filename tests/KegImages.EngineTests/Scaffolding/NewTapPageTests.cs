using KegImages.Tests.Programs;
using System.Text.RegularExpressions;
using KegImages.Commands;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;
using KegImages.Processes;

namespace KegImages.EngineTests.Scaffolding;

public sealed partial class NewTapPageTests(EngineFixture engine) : GitFamilyTests(engine)
{
    /// <summary>
    /// docs/new-tap.md from top to bottom, each command as it is written there, with the options that lead it to this family and engine.
    /// </summary>
    [EngineFact]
    public async Task Every_command_of_the_page_does_what_the_page_says()
    {
        // A tap with triggers, as the static template needs.
        Family.Write("images/tap/Dockerfile",
            "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nENV KEG_PROXY_PORT=1\nUSER 1000\nONBUILD COPY . "
                + "/keg/tap\n");
        foreach (var other in new[] { "one", "two" })
            Family.Write($"taps/{other}/Dockerfile", "FROM ghcr.io/example/keg-base:develop\n");
        await Family.PushAsync();
        var commands = Commands(await File.ReadAllTextAsync(Path.Combine(EngineFixture.RepositoryRoot, "docs/new-tap.md")));
        var printed = new List<string>();

        foreach (var command in commands)
            printed.Add(await RunAsync(command));

        commands.Select(command => command.Split(' ')[0]).ShouldBe(["NewTap", "Taps", "Env", "Lint", "NewTap", "NewTap"]);
        printed[0].ShouldContain("pushed 1 image");
        printed[1].ShouldContain("wx-develop");
        printed[2].ShouldContain("taps/weather/container/values.yml:");
        printed[3].ShouldContain("1 image: nothing to mend");
        printed[4].ShouldContain("builds its first image here; nothing is pushed");
        printed[5].ShouldContain("'weather' is in the family already, at taps/weather/container: nothing was changed");
        (await Family.TagsAsync("weather")).ShouldContain("develop");
        (await Family.TagsAsync("notes")).ShouldBeEmpty();
        File.Exists(Path.Combine(Family.Root, "taps/notes/public/index.html")).ShouldBeTrue();
    }

    private async Task<string> RunAsync(string words)
    {
        var program = BuildProgram.Path;
        File.Exists(program).ShouldBeTrue($"build the solution first: there is no {program}");
        var folder = Path.GetDirectoryName(Engine.Endpoint.DockerExecutable)!;
        // The others ask no provider, and refuse to be told of one.
        string[] provider = !words.StartsWith("NewTap", StringComparison.Ordinal) ? []
            : ["--registry", Engine.Endpoint.Registry, "--namespace", Family.Options.Namespace!];
        var result = await new ProcessRunner().RunAsync(
            new Command("dotnet", [program, .. words.Split(' '), "--root", Family.Root, .. provider])
            {
                WorkingDirectory = Family.Root,
                Environment = Engine.Endpoint.Environment.SetItem("NODE_IMAGE", Engine.Endpoint.RootImage.ToString())
                    .SetItem("PATH", $"{folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}"),
            },
            null,
            null,
            CancellationToken.None);
        return result.OrThrow().StandardOutput;
    }

    private static List<string> Commands(string page) =>
        [.. Block().Matches(page).SelectMany(block => block.Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(line => line.Trim()["./build.sh ".Length..])];

    [GeneratedRegex(@"^```sh\r?\n(?<text>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
