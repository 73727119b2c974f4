using KegImages;
using KegImages.LocalEngine;
using KegImages.Opening;
using KegImages.Processes;
using Nuke.Common;

sealed partial class Build
{
    Target Setup => _ => _
        .Description("Provisions and starts the private engine, registry and root image")
        .Executes(async () =>
        {
            var endpoint = await PrivateEngine.SetUpAsync(Console.WriteLine, Interrupted);
            Console.WriteLine($"engine    {endpoint.DockerHost}");
            Console.WriteLine($"registry  {endpoint.Registry}");
            Console.WriteLine($"root      {endpoint.RootImage}");
            Console.WriteLine($"use it    --profile local");
        });

    Target Teardown => _ => _
        .Description("Stops the private engine and registry; nothing of them keeps running")
        .Executes(() => PrivateEngine.TearDownAsync(Console.WriteLine, Interrupted));

    static LocalProfile PrivateEngine => new(RootDirectory, new ProcessRunner());

    Workplace Here(LocalEndpoint? engine = null) => new(World.OfThisMachine(engine), Place) { Json = Json ? JsonOutput : null };

    async Task<Workplace> ReachAsync()
    {
        if (Engine == EngineKind.System)
            return Here();
        if (await PrivateEngine.FindRunningAsync(Interrupted) is { } running)
            return Here(running);
        if (DryRun)
            throw new WrongUseException("a dry run starts nothing, and the private engine does not run", next: "./build.sh Setup");
        await Here().CheckAsync(Selection, Interrupted);
        return Here(await PrivateEngine.SetUpAsync(Console.WriteLine, Interrupted));
    }
}
