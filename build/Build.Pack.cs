using System.Globalization;
using System.Runtime.InteropServices;
using KegImages;
using KegImages.Components;
using KegImages.Consoles;
using KegImages.Processes;
using Nuke.Common;
using Nuke.Common.IO;

sealed partial class Build
{
    // Zip and tar know no time before it.
    static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    AbsolutePath PackageFolder => RootDirectory / "output" / "packages";

    [Usage(Project, Writes = "output/packages", Refuses = "dry-run", Examples = ["Pack"])]
    Target Pack => _ => _
        .Description("Makes the packages KegImages.Tool, KegImages and KegImages.Nuke, and the tool as a program for this system, in "
            + "output/packages")
        .Produces("output/packages/*")
        .Executes(async () =>
        {
            if (!Path.Exists(RootDirectory / ".git"))
                Console.WriteLine("no git here, whose tags are the versions: this is 0.0.0-alpha.0");
            PackageFolder.CreateOrCleanDirectory();
            var time = await CommitTimeAsync();
            await PackAsync("KegImages.Family", time, "-p:PackingLibrary=true");
            // All of one run have one version, whatever is committed meanwhile.
            var version = $"-p:MinVerVersionOverride={PackedVersion}";
            await PackAsync("KegImages.Nuke", time, "-p:PackingLibrary=true", version);
            await PackAsync("KegImages.Tool", time, version);
            await ArchiveAsync(time, version);
            foreach (var file in Directory.GetFiles(PackageFolder).Order(StringComparer.Ordinal))
                Console.WriteLine($"{new FileInfo(file).Length / 1_000,7} kB  output/packages/{Path.GetFileName(file)}");
        });

    async Task PackAsync(string project, DateTimeOffset time, params string[] options)
    {
        var pack = DotNet("pack", RootDirectory / "source" / project, "--configuration", "Release", "--output", PackageFolder, "--nologo",
            "--verbosity", "quiet", "-tl:off", "-p:Packing=true",
            $"-p:ArtifactsPath={ForMSBuild(TemporaryDirectory / "pack")}", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false",
            "-p:EnforceCodeStyleInBuild=false",
            $"-p:DeterministicTimestamp={time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}");
        ThrowUnlessPacked(await new ProcessRunner().RunAsync(
            pack with { Arguments = pack.Arguments.AddRange(options), Environment = Quiet }, null, null, ThisProcess.Interrupted));
    }

    async Task ArchiveAsync(DateTimeOffset time, string version)
    {
        var work = TemporaryDirectory / "pack" / "native";
        await PublishNativeAsync(RootDirectory / "source" / "KegImages.Tool", work,
            "the archive needs clang or gcc and the SDK's native compiler (docs/nuke.md); the packages are made", "-p:Packing=true",
            version);
        var program = work / "program";
        var files = Directory.GetFiles(program, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(program, file)
            .Replace("KegImages.Tool", "keg-images", StringComparison.Ordinal).Replace('\\', '/'));
        foreach (var name in new[] { "README.md", "LICENSE" })
            files[name] = RootDirectory / name;
        await ProgramArchive.WriteAsync(PackageFolder, $"keg-images-{PackedVersion}-{RuntimeInformation.RuntimeIdentifier}", files, time,
            ThisProcess.Interrupted);
    }

    // As the library's package is called: MinVer alone knows how the tags are read.
    string PackedVersion => Path.GetFileNameWithoutExtension(Directory.GetFiles(PackageFolder, "KegImages.*.nupkg")
        .Single(file => char.IsAsciiDigit(Path.GetFileName(file)["KegImages.".Length])))["KegImages.".Length..];

    // The same commit gives the same bytes: what is in a package is as old as the commit.
    static async Task<DateTimeOffset> CommitTimeAsync()
    {
        var git = new KegImages.Commands.Command("git", "log", "-1", "--format=%ct") { WorkingDirectory = RootDirectory };
        var said = Path.Exists(RootDirectory / ".git")
            ? await new ProcessRunner().RunAsync(git, null, null, ThisProcess.Interrupted) : null;
        return said?.ExitCode == 0 && long.TryParse(said.StandardOutput, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : Earliest;
    }

    static void ThrowUnlessPacked(KegImages.Commands.CommandResult result)
    {
        if (result.ExitCode != 0)
            throw new FailedException($"{result.Command}{Environment.NewLine}{result.StandardOutput}{result.StandardError}".TrimEnd());
    }
}
