using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nuke.Common.Tests.Bootstrap;

/// <summary>A checkout with the real bootstrap and a build program of a few lines, in a path with a space.</summary>
public sealed class Checkout : IDisposable
{
    /// <summary>Those that compile run one after the other, and beside all others.</summary>
    public const string Lane = "checkouts";

    private readonly string _folder = Directory.CreateTempSubdirectory("boot strap ").FullName;

    public Checkout()
    {
        var root = Repository;
        Directory.CreateDirectory(this["build"]);
        Directory.CreateDirectory(this["source"]);
        foreach (var name in new[] { "build.sh", "build.ps1", "build.cmd", "build/compile.sh", "build/ReadyToRun.targets", "global.json" })
            File.Copy(Path.Combine(root, name), this[name]);
        WriteProject("<UseArtifactsOutput>true</UseArtifactsOutput>", """
              <ItemGroup Condition="'$(NukeSource)' == 'package'">
                <PackageReference Include="Nuke.Common" Version="$(NukeVersion)" />
              </ItemGroup>
              <Import Project="ReadyToRun.targets" />
            """);
        Say("one");
    }

    /// <summary>The repository that these tests were compiled from.</summary>
    public static string Repository { get; } = Root();

    /// <summary>The program beside the runtime that runs these tests.</summary>
    public static string DotNet { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    /// <summary>The path of one of its files.</summary>
    public string this[string name] => Path.Combine(_folder, "check out", name);

    /// <summary>Writes the project of a build program.</summary>
    /// <param name="properties">What it sets besides.</param>
    /// <param name="items">What it is made of besides its sources.</param>
    public void WriteProject(string properties, string items) => File.WriteAllText(this["build/_build.csproj"], $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            {properties}
          </PropertyGroup>
        {items}
        </Project>
        """);

    /// <summary>Lets the program print a word, where it runs and its arguments.</summary>
    public void Say(string word) => File.WriteAllText(
        this["build/Program.cs"],
        $$"""Console.WriteLine($"{{word}} in {Environment.CurrentDirectory}: {string.Join('|', args)}"); return args.Length > 0 && args[0] == "fail" ? 2 : 0;""");

    /// <summary>Takes this repository's own build in place of the program of a few lines.</summary>
    public void TakeTheRealBuild()
    {
        var root = Repository;
        File.Delete(this["build/Program.cs"]);
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(root, "build"), "*", SearchOption.AllDirectories),
            .. Directory.GetFiles(Path.Combine(root, "source"), "*", SearchOption.AllDirectories),
            .. Directory.GetFiles(root, "Directory.*"),
            // Committed beside it: what completion reads.
            Path.Combine(root, ".nuke", "build.schema.json"),
        ];
        foreach (var file in files)
        {
            var copy = this[Path.GetRelativePath(root, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    /// <summary>An empty Nuke.Common in a feed of its own, beside what was restored before.</summary>
    /// <returns>The variables with which it is restored, to be forgotten with this checkout.</returns>
    public Dictionary<string, string> OfferEmptyNuke(string version)
    {
        Directory.CreateDirectory(this["feed"]);
        using (var package = ZipFile.Open(this[$"feed/Nuke.Common.{version}.nupkg"], ZipArchiveMode.Create))
        {
            using (var specification = new StreamWriter(package.CreateEntry("Nuke.Common.nuspec").Open()))
                specification.Write($"<package><metadata><id>Nuke.Common</id><version>{version}</version><authors>nobody</authors>"
                    + "<description>Nothing.</description></metadata></package>");
            package.CreateEntry("lib/net10.0/_._");
        }

        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");
        File.WriteAllText(this["nuget.config"], $"""
            <configuration>
              <packageSources><add key="empty" value="feed" /></packageSources>
              <fallbackPackageFolders><add key="restored before" value="{packages}" /></fallbackPackageFolders>
            </configuration>
            """);
        return new() { ["KEG_NUKE"] = "package", ["NUKE_VERSION"] = version, ["KEG_READY_TO_RUN"] = "false",
            ["NUGET_PACKAGES"] = this["packages"] };
    }

    /// <summary>A folder of programs that is the whole PATH of a run: those that the bootstrap needs, and no dotnet.</summary>
    public string ProgramsWithout(params string[] missing)
    {
        var folder = this[$"bin-{string.Join('-', missing)}"];
        Directory.CreateDirectory(folder);
        string[] needed =
        [
            "bash", "sh", "env", "find", "readlink", "mkdir", "cat", "sed", "head", "tail", "grep", "cp", "mv", "ls", "rm", "date",
                "dirname", "flock", "curl", "sleep", "ln", "stat", "chmod", "sort",
        ];
        foreach (var program in needed.Except(missing))
        {
            var found = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(path => Path.Combine(path, program))
                .First(File.Exists);
            if (!File.Exists(Path.Combine(folder, program)))
                File.CreateSymbolicLink(Path.Combine(folder, program), found);
        }

        return folder;
    }

    public Task<Ending> RunAsync(params string[] arguments) => RunAsync(this["build.sh"], arguments);

    public async Task<Ending> RunAsync(string program, string[] arguments, string? workingDirectory = null,
        Dictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo("bash", [program, .. arguments])
        {
            WorkingDirectory = workingDirectory ?? this[""],
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // How often it says what is waited for would depend on how busy the machine is.
        start.Environment["KEG_SIGN_OF_LIFE"] = "600";
        foreach (var (key, value) in variables ?? [])
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Ending(process.ExitCode, await output, error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../.."));

    /// <summary>How a run ended.</summary>
    public sealed record Ending(int ExitCode, string Out, string Error);
}
