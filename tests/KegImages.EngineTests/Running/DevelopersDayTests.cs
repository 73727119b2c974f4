using KegImages.Tests.Programs;
using System.Text.RegularExpressions;
using KegImages.Commands;
using KegImages.EngineTests.Engine;
using KegImages.Processes;

namespace KegImages.EngineTests.Running;

/// <summary>Runs the commands of docs/developers-day.md as they are written, by the build program itself.</summary>
[Collection(TapFamily.Lane)]
public sealed partial class DevelopersDayTests(EngineFixture engine, TapFamily family) : IClassFixture<TapFamily>
{
    private static readonly string Program = BuildProgram.Path;

    [EngineFact]
    public async Task Every_command_of_the_page_does_what_the_page_says()
    {
        File.Exists(Program).ShouldBeTrue($"build the solution first: there is no {Program}");
        family.Write("build.sh", $"exec dotnet '{Program}' \"$@\" --root . --no-logo\n");
        await family.CommitAsync("a build");
        var page = await File.ReadAllTextAsync(Path.Combine(EngineFixture.RepositoryRoot, "docs/developers-day.md"));
        var blocks = Blocks().Matches(page.ReplaceLineEndings("\n")).Select(match => match.Groups["commands"].Value).ToList();
        var seen = new List<string>();
        foreach (var block in blocks)
        {
            var result = await RunAsync(block);
            result.ExitCode.ShouldBe(0, $"{block}\n{result.StandardOutput}\n{result.StandardError}");
            var running = await family.PsAsync();
            seen.Add(string.Join(' ', running.Select(tap => tap["project"]!.ToString())));
            // One that was paused for a commit is called unhealthy by the engine until its next check.
            running.ShouldAllBe(tap => tap["state"]!.ToString().StartsWith("running, ", StringComparison.Ordinal), block);
            if (block.Contains("--from evf:my-changes-tag", StringComparison.Ordinal))
                await LooksAtTheChangedImageAsync();
        }

        seen.ShouldBe(["evf-develop", "evf-develop", "evf-develop evf-my-changes-tag", "evf-my-changes-tag", "evf-my-changes-tag",
            "evf-my-changes evf-my-changes-tag", ""]);
        (await family.Registries.GetImageConfigAsync(family.Reference("evf:my-changes"),
            default))!.Labels.ShouldContainKey("io.keg.package");
        (await family.GitAsync("branch", "--show-current")).ShouldBe("develop");
    }

    private async Task LooksAtTheChangedImageAsync()
    {
        var tap = await family.PsAsync("evf:my-changes-tag");
        tap["digest"]!.ToString().ShouldBe((await family.DigestAsync("evf:my-changes-tag")).ToString());
        tap["url"]!.ToString().ShouldBe("http://evf-my-changes-tag.local.kegdev.xyz");
        (await family.GetAsync("evf:my-changes-tag")).ShouldBe("page 1");
        var config = (await family.Registries.GetImageConfigAsync(family.Reference("evf:my-changes-tag"), default))!;
        config.Labels["com.example.changed"].ShouldBe("yes");
        (await family.Registries.GetImageConfigAsync(family.Reference("evf:develop"),
            default))!.Labels.ShouldNotContainKey("com.example.changed");
    }

    // Through bash, as a developer's terminal is; the engine is the tests' own, the provider the family's.
    private Task<CommandResult> RunAsync(string commands)
    {
        var command = new Command("bash", "-c", $"set -e\n{commands.Replace("./build.sh", "bash ./build.sh", StringComparison.Ordinal)}")
        {
            WorkingDirectory = family.Root,
            Environment = engine.Endpoint.Environment.SetItem("PATH",
                $"{Path.GetDirectoryName(engine.Endpoint.DockerExecutable)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}")
                .SetItem("GITHUB_ACTIONS", null),
        };
        return new ProcessRunner().RunAsync(command, null, null, CancellationToken.None);
    }

    [GeneratedRegex("^```sh\n(?<commands>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
