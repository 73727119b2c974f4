using System.Diagnostics;
using KegImages.EngineTests.Engine;
using KegImages.Tests.Programs;

namespace KegImages.EngineTests.LocalEngine;

/// <summary>Ctrl+C in the very run that starts the private engine.</summary>
public sealed class InterruptedSetUpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [EngineFact]
    public async Task The_engine_goes_on_once_it_runs_and_is_not_there_where_it_was_only_just_starting()
    {
        await using var clone = await TestClone.CreateAsync();
        Write(clone, "keg.yml", "provider: ghcr.io/example\ngroups: { base: { folders: [base] } }\n");
        Write(clone, "base/Dockerfile", "ARG KEG_NODE_IMAGE\nFROM $KEG_NODE_IMAGE\nRUN sleep 600\n");
        Write(clone, ".nuke/parameters.local.json", "{ \"Engine\": \"Private\" }\n");
        await clone.RunAsync("git", "init", "--quiet", clone.Folder);

        var (code, said) = await InterruptAsync(clone, "starting the engine and the registry");

        code.ShouldBe(130, said);
        said.Split('\n').Count(line => line.StartsWith("interrupted: ", StringComparison.Ordinal)).ShouldBe(1, said);
        said.ShouldNotContain("[ERR]", customMessage: said);
        (await clone.TracesAtLastAsync()).ShouldBeEmpty();

        (code, said) = await InterruptAsync(clone, "RUN sleep 600");

        code.ShouldBe(130, said);
        said.ShouldContain("interrupted: ", customMessage: said);
        var endpoint = (await clone.Profile.FindRunningAsync(CancellationToken.None)).ShouldNotBeNull(said);
        await clone.DockerAsync(endpoint, "version");
    }

    // A push that sets the engine up, and Ctrl+C as soon as it says this: what the program alone is sent, since a test has no terminal.
    private static async Task<(int Code, string Said)> InterruptAsync(TestClone clone, string when)
    {
        var start = new ProcessStartInfo("dotnet", [BuildProgram.Path, "Push", "--profile", "local", "--root", clone.Folder])
        {
            WorkingDirectory = clone.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment.Remove("GITHUB_ACTIONS");
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        process.StandardInput.Close();
        var (said, isSent) = (new List<string>(), false);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } text)
            {
                said.Add(text);
                if (isSent || !text.Contains(when, StringComparison.Ordinal))
                    continue;
                isSent = true;
                Process.Start("kill", ["-INT", $"{process.Id}"]).Dispose();
            }

            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, string.Join('\n', said) + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"the run did not end within {Patience}:\n{string.Join('\n', said)}");
        }
    }

    private static void Write(TestClone clone, string path, string text)
    {
        var file = Path.Combine(clone.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
