using System.Collections.Immutable;
using System.Security.Cryptography;
using KegImages.Commands;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Workflows;
using KegImages.Processes;
using KegImages.Workflows;

namespace KegImages.EngineTests.Packages;

/// <summary>The packages of <c>./build.sh Pack</c>, each installed from a folder as a stranger would, and used.</summary>
public sealed class PackageTests(EngineFixture engine) : IDisposable
{
    private static readonly Lazy<Task<string>> Packed = new(PackAsync);

    private readonly string folder = Directory.CreateTempSubdirectory("a stranger ").FullName;

    private string Provider { get; } = $"registry.example.org/stranger-{Guid.NewGuid():N}";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [EngineFact(Explicit = true)]
    public async Task The_tool_is_installed_by_a_manifest_and_pushes_a_family()
    {
        var version = await BeginAsync();
        await RunAsync("dotnet new tool-manifest");
        await RunAsync($"dotnet tool install KegImages.Tool --version {version}");
        await RunAsync("git add --all && git -c user.name=a -c user.email=a@example.org commit --quiet --message one");

        var pushed = await RunAsync($"dotnet keg-images Push --registry {engine.Endpoint.Registry} --tag first");

        pushed.ShouldContain("pushed 1 image");
        (await RunAsync("dotnet keg-images GenerateWorkflows")).ShouldContain("written    .github/workflows/images.yml");
        (await RunAsync("git status --porcelain")).ShouldBe("?? .github/\n");
    }

    [EngineFact(Explicit = true)]
    public async Task The_workflows_of_the_tool_restore_it_once_and_hand_it_on_to_jobs_that_have_no_dotnet()
    {
        var version = await BeginAsync();
        await File.AppendAllTextAsync(Path.Combine(folder, "keg.yml"), "  leaves: { folders: ['leaves/*'] }\n");
        foreach (var leaf in new[] { "one", "two", "three" })
            Write($"leaves/{leaf}/Dockerfile", $"FROM {Provider}/site:develop\nCOPY Dockerfile /{leaf}\n");
        await RunAsync("dotnet new tool-manifest");
        await RunAsync($"dotnet tool install KegImages.Tool --version {version}");
        await RunAsync("dotnet keg-images GenerateWorkflows");
        await RunAsync("git add --all && git commit --quiet --message one");
        Write("none/dotnet", "#!/bin/sh\necho 'there is no dotnet' >&2\nexit 97\n");
        await RunAsync("chmod +x none/dotnet");
        var machine = Machine.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
        var jobs = new JobRunner(folder, machine)
        {
            Equip = name => Task.FromResult<IReadOnlyDictionary<string, string>>(name == "Plan" ? new Dictionary<string, string>()
                : new Dictionary<string, string> { ["PATH"] = $"{folder}/none:{machine["PATH"]}" }),
        };
        var sha = (await RunAsync("git rev-parse HEAD")).Trim();
        using var run = new WorkflowRun(new WorkflowFile("images.yml",
            await File.ReadAllTextAsync(Path.Combine(folder, ".github", "workflows", "images.yml"))), GitHubEvent.Push("main", sha), jobs);

        var endings = (await run.RunAsync()).Select(ending => ending.ToString());

        endings.ShouldBe(["Plan: success", "Build site: success", "Build one: success", "Build three: success", "Build two: success",
            "Publish: success", "images: success"], string.Join('\n', jobs.Printed));
        jobs.Printed.ShouldAllBe(text => !text.Contains("there is no dotnet", StringComparison.Ordinal));
        jobs.Printed.Count(text => text.Contains("restored", StringComparison.OrdinalIgnoreCase)).ShouldBe(1);
        (await RunAsync("dotnet keg-images Plan --tag main")).ShouldContain("0 to build");
    }

    [EngineFact(Explicit = true)]
    public async Task The_components_are_compiled_into_a_build_class_beside_its_own_targets()
    {
        var version = await BeginAsync();
        File.Delete(Path.Combine(folder, "keg.yml"));
        Write("build/_build.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>disable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RollForward>Major</RollForward>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="KegImages.Nuke" Version="{version}" />
                <Reference Include="{FolderOf("NukeHost")}/NukeHost.dll" />
              </ItemGroup>
            </Project>
            """);
        var page = await File.ReadAllTextAsync(Path.Combine(EngineFixture.RepositoryRoot, "docs", "adopting.md"));
        var walk = page.Split("## A NUKE build")[1];
        Write("build/Build.cs", Between(walk, "```csharp build/Build.cs\n", "```"));
        // As NUKE's setup writes it, whose script only starts the build.
        Write("build.sh", "exec dotnet \"$(dirname \"$0\")/build/bin/Debug/net10.0/_build.dll\" \"$@\"\n");
        Directory.CreateDirectory(Path.Combine(folder, ".nuke"));
        await RunAsync("dotnet build build --nologo --verbosity quiet -tl:off");
        (await RunAsync("bash build.sh")).ShouldContain("did Compile");
        (await RunAsync("bash build.sh --help")).ShouldContain("--tag ");

        var said = new List<string>();
        foreach (var command in Between(walk, "```sh\n", "```").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            said.Add(await RunAsync(command.Replace("nuke ", "bash build.sh ", StringComparison.Ordinal)));

        said[0].ShouldContain("written    keg.yml");
        said[0].ShouldNotContain("dotnet-tools.json");
        said[2].ShouldContain("did Compile");
        said[2].ShouldContain("pushed 1 image");
        said[2].ShouldContain("did Release");
        said[3].ShouldContain("written    .github/workflows/images.yml");
    }

    [EngineFact(Explicit = true)]
    public async Task The_archive_is_whole_and_runs_where_it_is_unpacked()
    {
        await BeginAsync();
        var feed = await Packed.Value;
        await RunAsync($"cd '{feed}' && sha256sum --check keg-images-*.tar.gz.sha256");
        await RunAsync($"tar --extract --gzip --strip-components=1 --file '{feed}'/keg-images-*.tar.gz --one-top-level=program");

        // Without dotnet on the PATH, nor a runtime anywhere: the program is all.
        var planned = await RunAsync("git add site keg.yml; PATH=/usr/bin:/bin DOTNET_ROOT=/nowhere ./program/keg-images Plan "
            + "--no-registry --tag third");

        planned.ShouldContain("1 to build");
    }

    [EngineFact(Explicit = true)]
    public async Task The_same_commit_packs_to_the_same_bytes()
    {
        var first = Hashes(await Packed.Value);

        // Compiled once more, and not only put together.
        Directory.Delete(Path.Combine(EngineFixture.RepositoryRoot, ".nuke", "temp", "pack"), recursive: true);
        await PackAsync();

        Hashes(await Packed.Value).ShouldBe(first);
    }

    // A family of one image, a feed with the packages alone beside NuGet's own, and packages that no other test has restored.
    private async Task<string> BeginAsync()
    {
        var feed = await Packed.Value;
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{folder}/.packages" /></config>
              <packageSources><add key="packed here" value="{feed}" /></packageSources>
            </configuration>
            """);
        Write(".gitignore", ".packages/\nbin/\nobj/\nprogram/\n");
        Write("keg.yml", $"provider: {Provider}\ngroups:\n  all: {{ folders: [site] }}\n");
        Write("site/Dockerfile", "FROM scratch\nCOPY keg /\n");
        Write("site/keg", "text\n");
        await RunAsync("git init --quiet --initial-branch main");
        var library = Directory.GetFiles(feed, "KegImages.Tool.*.nupkg").Select(Path.GetFileNameWithoutExtension).Single();
        return library!["KegImages.Tool.".Length..];
    }

    private static async Task<string> PackAsync()
    {
        var program = Path.Combine(FolderOf("_build"), "_build.dll");
        var root = EngineFixture.RepositoryRoot;
        var packed = await new ProcessRunner().RunAsync(new Command("dotnet", program, "Pack", "--root", root, "--no-logo"), null, null,
            CancellationToken.None);
        packed.ExitCode.ShouldBe(0, packed.StandardOutput + packed.StandardError);
        return Path.Combine(root, "output", "packages");
    }

    // Of the same compilation as these tests.
    private static string FolderOf(string project) => Path.GetDirectoryName(typeof(PackageTests).Assembly.Location)!
        .Replace("KegImages.EngineTests", project, StringComparison.Ordinal);

    private static string[] Hashes(string feed) =>
    [
        .. Directory.GetFiles(feed).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];

    private static string Between(string text, string before, string after) =>
        text.Split(before, 2)[1].Split(after, 2)[0];

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    // What any program here finds: the engine, the registry, and a namespace of its own there.
    private ImmutableSortedDictionary<string, string?> Machine => engine.Endpoint.Environment
        .SetItem("PATH", string.Join(Path.PathSeparator, Path.GetDirectoryName(engine.Endpoint.DockerExecutable),
            Environment.GetEnvironmentVariable("PATH")))
        .SetItem("NUKE_REGISTRY", engine.Endpoint.Registry)
        .SetItem("NUKE_NAMESPACE", $"stranger-{Path.GetFileName(folder).ToLowerInvariant().Replace(' ', '-')}");

    private async Task<string> RunAsync(string line)
    {
        var command = new Command("bash", "-c", line)
        {
            WorkingDirectory = folder,
            Environment = Machine.SetItem("GITHUB_ACTIONS", null)
                .SetItem("GIT_AUTHOR_NAME", "Keg").SetItem("GIT_AUTHOR_EMAIL", "keg@example.org")
                .SetItem("GIT_COMMITTER_NAME", "Keg").SetItem("GIT_COMMITTER_EMAIL", "keg@example.org"),
        };
        var result = await new ProcessRunner().RunAsync(command, null, null, CancellationToken.None);
        result.ExitCode.ShouldBe(0, $"{line}\n{result.StandardOutput}\n{result.StandardError}");
        return result.StandardOutput;
    }
}
