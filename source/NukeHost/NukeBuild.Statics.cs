using Nuke.Common.IO;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    /// <summary>The folder that holds <c>.nuke</c>.</summary>
    public static AbsolutePath RootDirectory => Session.Root;

    /// <summary><c>.nuke/temp</c> below the root, created.</summary>
    public static AbsolutePath TemporaryDirectory => OwnFolder.Make(RootDirectory / ".nuke" / "temp");

    /// <summary>The build's assembly.</summary>
    public static AbsolutePath? BuildAssemblyFile => Session.Environment.AssemblyFile;

    /// <summary>The folder of the build's assembly.</summary>
    public static AbsolutePath? BuildAssemblyDirectory => BuildAssemblyFile?.Parent;

    /// <summary>The build's project file; null when its folder holds none.</summary>
    public static AbsolutePath? BuildProjectFile => BuildProjectDirectory is { } folder && Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.csproj").Order(StringComparer.Ordinal).FirstOrDefault()
        : null;

    /// <summary>The folder of the build's project.</summary>
    public static AbsolutePath? BuildProjectDirectory => RootDirectory / "build";

    /// <summary>How much the run prints.</summary>
    public static Verbosity Verbosity
    {
        get => Session.Output.Verbosity;
        set => Session.Output.Verbosity = value;
    }

    /// <summary>Where the build runs.</summary>
    public static Host Host => Session.Host;

    /// <summary>Whether someone started the build by hand.</summary>
    public static bool IsLocalBuild => !IsServerBuild;

    /// <summary>Whether a CI system started the build.</summary>
    public static bool IsServerBuild => Session.IsServer;
}
