using KegImages.Consoles;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Starts and ends an engine and a registry of a build's own.</summary>
public interface IRunPrivateEngine : IHazDockerFamily
{
    Target Setup => _ => _
        .Description("Provisions and starts the private engine, registry and root image")
        .Executes(async () =>
        {
            var endpoint = await PrivateEngine.SetUpAsync(Console.WriteLine, ThisProcess.Interrupted);
            Console.WriteLine($"engine    {endpoint.DockerHost}");
            Console.WriteLine($"registry  {endpoint.Registry}");
            Console.WriteLine($"root      {endpoint.RootImage}");
            Console.WriteLine($"use it    --profile local");
        });

    Target Teardown => _ => _
        .Description("Stops the private engine and registry; nothing of them keeps running")
        .Executes(() => PrivateEngine.TearDownAsync(Console.WriteLine, ThisProcess.Interrupted));
}
