using System.Collections.Immutable;
using KegImages;
using KegImages.Commands;
using KegImages.Components;
using KegImages.Consoles;
using KegImages.Processes;
using Nuke.Common;
using Nuke.Common.IO;

sealed partial class Build
{
    // build.sh starts it in place of the assembly beside it, and leaves both behind when a source changes.
    static AbsolutePath NativeProgram => (AbsolutePath)AppContext.BaseDirectory / "native";

    const string NativeNeeds = "Native needs clang or gcc and the SDK's native compiler (docs/nuke.md); every target works without it: "
        + "leave it out with --skip Native";

    [Usage(Project, Writes = "a program of machine code below .nuke/temp/build", Refuses = "dry-run", Examples = ["Native"])]
    Target Native => _ => _
        .Description("Compiles this build itself to machine code, in a minute or two: every start after it takes a fraction")
        .Executes(async () =>
        {
#if NUKE_PACKAGE
            throw new WrongUseException("NUKE itself cannot be compiled to machine code: run Native without KEG_NUKE=package");
#else
            if (File.Exists(NativeProgram))
                Console.WriteLine("this build is machine code already");
            else if (File.Exists(Path.Combine(AppContext.BaseDirectory, "sources")))
                await CompileNativeAsync();
            else
                throw new WrongUseException("Native is for the program that build.sh starts: run ./build.sh Native");
#endif
        });

    static async Task CompileNativeAsync()
    {
        if (AppContext.BaseDirectory.Contains(','))
            throw new WrongUseException(
                $"the linker takes '{RootDirectory}' for two words: Native needs a folder without a comma in its name");
        Console.WriteLine("compiling to machine code …");
        var work = (AbsolutePath)AppContext.BaseDirectory / $"native-{Environment.ProcessId}";
        try
        {
            await PublishNativeAsync(RootDirectory / "build" / "_build.csproj", work, NativeNeeds);
            // It has to find all targets and parameters before it stands in for the assembly.
            ThrowUnlessDone(await new ProcessRunner().RunAsync(
                new Command(work / "program" / "_build", "--help") { WorkingDirectory = RootDirectory }, null, null,
                ThisProcess.Interrupted), NativeNeeds);
            // What it loads lies beside it, and is there before it.
            foreach (var library in Directory.GetFiles(work / "program").Where(file => Path.GetFileName(file) != "_build"))
                File.Move(library, (AbsolutePath)AppContext.BaseDirectory / Path.GetFileName(library), overwrite: true);
            File.Move(work / "program" / "_build", NativeProgram, overwrite: true);
        }
        finally
        {
            work.DeleteDirectory();
        }

        Console.WriteLine($"{new FileInfo(NativeProgram).Length / 1_000_000} MB of machine code: build.sh starts it until a source of "
            + "the build changes");
    }

    // The program, and what it loads, in the folder program of another one.
    static async Task PublishNativeAsync(AbsolutePath project, AbsolutePath work, string need, params string[] options)
    {
        var publish = DotNet("publish", project, "--configuration", "Release", "--nologo", "--verbosity", "quiet", "-tl:off",
            "-p:Native=true", $"-p:ArtifactsPath={ForMSBuild(work)}", $"-p:PublishDir={ForMSBuild(work / "program")}/",
            "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false");
        publish = publish with { Arguments = publish.Arguments.AddRange(options), Environment = Quiet };
        ThrowUnlessDone(await new ProcessRunner().RunAsync(publish, null, null, ThisProcess.Interrupted), need);
    }

    static ImmutableSortedDictionary<string, string?> Quiet => ImmutableSortedDictionary<string, string?>.Empty
        .Add("DOTNET_CLI_TELEMETRY_OPTOUT", "1").Add("DOTNET_NOLOGO", "1").Add("MSBUILDDISABLENODEREUSE", "1");

    static void ThrowUnlessDone(CommandResult result, string need)
    {
        if (result.ExitCode == 0)
            return;
        var lines = (result.StandardOutput + result.StandardError).Split('\n',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        var errors = lines.FindAll(line => line.Contains("error", StringComparison.Ordinal));
        throw new FailedException(string.Join(Environment.NewLine,
            [.. errors.Count > 0 ? errors : lines.TakeLast(10),
                $"  {need}"]));
    }

    // MSBuild reads ; and , as the end of a value.
    static string ForMSBuild(string text) => text.Replace("%", "%25").Replace(";", "%3B").Replace(",", "%2C");
}
