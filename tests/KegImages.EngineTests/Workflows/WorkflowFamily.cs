using KegImages.Tests.Programs;
using KegImages.Commands;
using KegImages.Configuration;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;
using KegImages.EngineTests.Registry;
using KegImages.Loading;
using KegImages.Processes;
using KegImages.References;
using KegImages.Registry;
using KegImages.Workflows;

namespace KegImages.EngineTests.Workflows;

/// <summary>
/// A small family whose compiled workflows are carried out against the real engine and registry; afterwards the registry is looked at.
/// </summary>
public abstract class WorkflowFamily(EngineFixture engine, ITestOutputHelper output) : IAsyncLifetime
{
    private protected static readonly string[] Names = ["keg-base", "tap", "one", "two", "keg-family"];

    private static readonly string Program = BuildProgram.Path;

    private GitFamily? made;
    private GitHubRunner? runner;

    private protected EngineFixture Engine => engine;

    private protected ITestOutputHelper Output => output;

    private protected GitFamily Family => made!;

    private protected GitHubRunner Runner => runner!;

    public async ValueTask InitializeAsync()
    {
        if (EngineFixture.WhySkipped is not null)
            return;
        made = await GitFamily.CreateAsync(engine);
        runner = await RunnerOfAsync(made);
    }

    /// <summary>Gives a family a build, and makes a runner of its workflows.</summary>
    private protected async Task<GitHubRunner> RunnerOfAsync(GitFamily family)
    {
        File.Exists(Program).ShouldBeTrue($"build the solution first: there is no {Program}");
        family.Write(".gitignore", ".nuke/temp/\noutput/\n");
        family.Write(".nuke/parameters.json", "{}\n");
        family.Write("build.cmd", $"exec dotnet '{Program}' \"$@\" --root . --no-logo\n");
        (await new ProcessRunner().RunAsync(new Command("chmod", "+x", Path.Combine(family.Root, "build.cmd")), null, null,
            CancellationToken.None)).OrThrow();
        await family.CommitAsync("a build");
        return new GitHubRunner(new JobRunner(family.Root, Machine(family)));
    }

    public ValueTask DisposeAsync()
    {
        made?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected static List<string> Endings(IEnumerable<JobEnding> endings) => [.. endings.Select(ending => ending.ToString())];

    private protected async Task<WorkflowRun> StartAsync(WorkflowKind kind, GitHubEvent happened, Func<string, Task> before,
        params WorkflowInput[] inputs) => new(await CompileAsync(kind, Family, inputs), happened, Runner.Jobs) { Before = before };

    private async Task<WorkflowFile> CompileAsync(WorkflowKind kind, GitFamily family, params WorkflowInput[] inputs)
    {
        var model = await FamilyLoader.LoadAsync(family.Root, FamilyOverrides.Of(engine.Endpoint.RootImage.ToString(), []),
            CancellationToken.None);
        return FamilyWorkflow.Compile(model, new WorkflowSettings { Name = "workflow", Kind = kind, Preflight = ["Doctor"],
            Inputs = [.. inputs] });
    }

    private protected Task<List<string>> RunAsync(WorkflowKind kind, GitHubEvent happened) => RunAsync(Runner, Family, kind, happened);

    private protected async Task<List<string>> RunAsync(GitHubRunner runner, GitFamily family, WorkflowKind kind, GitHubEvent happened)
    {
        runner.Printed.Clear();
        var endings = await runner.RunAsync(await CompileAsync(kind, family), happened);
        foreach (var text in runner.Printed)
            output.WriteLine(text);
        return endings;
    }

    private protected Task<string> ShaAsync(string revision) => ShaAsync(Family, revision);

    private protected static async Task<string> ShaAsync(GitFamily family, string revision) =>
        (await new ProcessRunner().RunAsync(new Command("git", "rev-parse", revision) { WorkingDirectory = family.Root }, null, null,
            CancellationToken.None)).OrThrow().StandardOutput.Trim();

    /// <summary>Every tag of the family's repositories with its digest.</summary>
    private protected async Task<List<string>> TagsAsync()
    {
        var all = new List<string>();
        foreach (var name in Names)
        {
            foreach (var tag in await Family.TagsAsync(name))
                all.Add($"{name}:{tag}@{await Family.DigestAsync(name, tag)}");
        }

        return all;
    }

    private protected static IEnumerable<string> Tags(List<string> all, string name) =>
        all.Where(tag => tag.StartsWith($"{name}:", StringComparison.Ordinal)).Select(tag => tag.Split(':', '@')[1]);

    // An image from outside the family: the engine's root with a file of its own.
    private protected async Task PushOutsideAsync(ImageReference reference, string content)
    {
        var folder = Directory.CreateTempSubdirectory("outside ").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "outside"), content);
            await File.WriteAllTextAsync(Path.Combine(folder, "Dockerfile"), $"FROM {engine.Endpoint.RootImage}\nCOPY outside /outside\n");
            await engine.DockerAsync("build", "--quiet", "--tag", reference.ToString(), folder);
            await engine.DockerAsync("push", "--quiet", reference.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private protected static async Task<Digest> RegistryDigestAsync(ImageReference reference)
    {
        using var registries = new RegistryClient(new NoCredentials());
        return (await registries.HeadAsync(reference, CancellationToken.None)).ShouldNotBeNull().Digest;
    }

    private Dictionary<string, string> Machine(GitFamily family)
    {
        var variables = new Dictionary<string, string>
        {
            ["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? "/",
            ["PATH"] = $"{Path.GetDirectoryName(engine.Endpoint.DockerExecutable)}:{Environment.GetEnvironmentVariable("PATH")}",
            ["NUKE_REGISTRY"] = engine.Endpoint.Registry,
            ["NUKE_NAMESPACE"] = family.Options.Namespace!,
            ["NUKE_NODE_IMAGE"] = engine.Endpoint.RootImage.ToString(),
            ["NUKE_TELEMETRY_OPTOUT"] = "1",
        };
        foreach (var (name, value) in engine.Endpoint.Environment.Where(pair => pair.Value is not null))
            variables[name] = value!;
        foreach (var name in new[] { "DOTNET_ROOT", "SSL_CERT_FILE" })
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
                variables[name] = value;
        }

        return variables;
    }
}
