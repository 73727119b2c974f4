using KegImages.Consoles;
using KegImages.LocalEngine;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Starts and ends an engine and a registry of a build's own.</summary>
public interface IRunPrivateEngine : IHazDockerFamily
{
    [Usage(Topics.Machine, "dry-run", Writes = "a private engine, registry and root image below .nuke/temp", Examples = ["Setup"])]
    Target Setup => _ => _
        .Description("Provisions and starts the private engine, registry and root image")
        .Executes(async () =>
        {
            if (DryRun)
            {
                Console.WriteLine(await PrivateEngine.FindRunningAsync(ThisProcess.Interrupted) is { } running
                    ? $"the private engine runs already: {running.DockerHost}"
                    : LocalProfile.WhyUnavailable() is { } reason ? $"no private engine can be had here: {reason}"
                    : "would provision or start the private engine, its registry and root image below .nuke/temp");
                Console.WriteLine("a dry run: nothing was started");
                return;
            }

            var endpoint = await SetUpAsync();
            Console.WriteLine($"engine    {endpoint.DockerHost}");
            Console.WriteLine($"registry  {endpoint.Registry}");
            Console.WriteLine($"root      {endpoint.RootImage}");
            // A family elsewhere may have no such profile.
            var profile = Path.Combine(RootDirectory, ".nuke", "parameters.local.json");
            Console.WriteLine($"use it    {(File.Exists(profile) ? "--profile local" : "--engine Private")}");
        });

    [Usage(Topics.Machine, "dry-run", Writes = "ends the private engine and registry; what they stored stays", Examples = ["Teardown"])]
    Target Teardown => _ => _
        .Description("Stops the private engine and registry; nothing of them keeps running")
        .Executes(async () =>
        {
            if (!DryRun)
                await PrivateEngine.TearDownAsync(Console.WriteLine, ThisProcess.Interrupted);
            else
                Console.WriteLine((PrivateEngine.IsLeft ? "would stop the private engine and registry" : "the local engine does not run")
                    + "; a dry run: nothing was stopped");
        });
}
