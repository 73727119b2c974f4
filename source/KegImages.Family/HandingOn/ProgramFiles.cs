using System.Runtime.InteropServices;

namespace KegImages.HandingOn;

/// <summary>The files that this program runs on, as it runs: its own, and those of the runtime.</summary>
/// <param name="Files">The files, by the path that each has below any folder.</param>
/// <param name="Start">The words that start it there, relative to that folder.</param>
internal sealed record ProgramFiles(ImmutableSortedDictionary<string, string> Files, ImmutableArray<string> Start)
{
    private const string Program = "program";
    private const string Runtime = "runtime";

    /// <summary>Those of this process.</summary>
    /// <exception cref="FailedException">It runs in a way that no other machine can.</exception>
    public static ProgramFiles OfThisProcess()
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        // Machine code has all in itself but the libraries that lie beside it.
        if (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is not string { Length: > 0 } assemblies)
            return OfMachineCode(files);
        var own = AppContext.BaseDirectory;
        var entry = Environment.GetCommandLineArgs()[0];
        var name = Path.GetFileNameWithoutExtension(entry);
        foreach (var assembly in assemblies.Split(Path.PathSeparator)
            .Where(file => Path.GetDirectoryName(file) == Path.TrimEndingDirectorySeparator(own)))
            files[$"{Program}/{Path.GetFileName(assembly)}"] = assembly;
        foreach (var beside in new[] { $"{name}.dll", $"{name}.deps.json", $"{name}.runtimeconfig.json" }
            .Where(file => File.Exists(Path.Combine(own, file))))
            files[$"{Program}/{beside}"] = Path.Combine(own, beside);
        // Assemblies for this machine, and the libraries that they load; and the tool's pages.
        foreach (var folder in new[] { Path.Combine("runtimes", RuntimeInformation.RuntimeIdentifier), "docs" })
            Add(files, Path.Combine(own, folder), $"{Program}/{folder.Replace('\\', '/')}");

        var framework = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        var root = Path.GetFullPath(Path.Combine(framework, "../../.."));
        var host = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (!File.Exists(Path.Combine(root, host)))
            throw new FailedException($"this program does not run on a .NET that could be handed on: there is no '{host}' in '{root}'");
        files[$"{Runtime}/{host}"] = Path.Combine(root, host);
        Add(files, framework, $"{Runtime}/{Path.GetRelativePath(root, framework).Replace('\\', '/')}");
        // The newest is what started this process.
        var resolver = Directory.GetDirectories(Path.Combine(root, "host", "fxr"))
            .MaxBy(folder => Version.TryParse(Path.GetFileName(folder).Split('-')[0], out var version) ? version : new Version())
            ?? throw new FailedException($"'{root}' has no host/fxr");
        Add(files, resolver, $"{Runtime}/host/fxr/{Path.GetFileName(resolver)}");
        return new ProgramFiles(files.ToImmutable(), [$"{Runtime}/{host}", $"{Program}/{name}.dll"]);
    }

    private static ProgramFiles OfMachineCode(ImmutableSortedDictionary<string, string>.Builder files)
    {
        var path = Environment.ProcessPath ?? throw new FailedException("it is not known which file this program is");
        files[$"{Program}/{Path.GetFileName(path)}"] = path;
        foreach (var library in Directory.GetFiles(Path.GetDirectoryName(path)!)
            .Where(file => Path.GetExtension(file) is ".so" or ".dylib" or ".dll"))
            files[$"{Program}/{Path.GetFileName(library)}"] = library;
        return new ProgramFiles(files.ToImmutable(), [$"{Program}/{Path.GetFileName(path)}"]);
    }

    // Nobody looks into a process of a job with one.
    private static bool IsForDebuggers(string file) => file.StartsWith("libmscord", StringComparison.Ordinal)
        || file.StartsWith("mscord", StringComparison.Ordinal) || Path.GetFileNameWithoutExtension(file) == "createdump";

    private static void Add(ImmutableSortedDictionary<string, string>.Builder files, string folder, string below)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is not (".pdb" or ".xml") && !IsForDebuggers(Path.GetFileName(file))))
            files[$"{below}/{Path.GetRelativePath(folder, file).Replace('\\', '/')}"] = file;
    }
}
