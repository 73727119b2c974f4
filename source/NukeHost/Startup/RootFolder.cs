using Nuke.Common.IO;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>Finds the folder that holds <c>.nuke</c>.</summary>
internal static class RootFolder
{
    public static AbsolutePath Find(CommandLine commandLine, HostEnvironment environment)
    {
        var given = commandLine.Last("Root") is { } option
            ? option.Values.FirstOrDefault() ?? "."
            : environment.Variables.GetValueOrDefault("NUKE_ROOT") is { Length: > 0 } variable ? variable : null;
        if (given is not null)
        {
            var path = Path.GetFullPath(given, environment.WorkingDirectory);
            return Directory.Exists(path) ? path
                : throw new UsageException(File.Exists(path) ? $"--root: '{path}' is a file, not a folder"
                : $"--root: there is no folder '{path}'");
        }

        if (environment.Tool is { } tool)
            return tool.RootOf(environment.WorkingDirectory);
        // The assembly knows best whose build it is: the current folder may be anywhere, even inside another build.
        return Above(Path.GetDirectoryName(environment.AssemblyFile)) ?? Above(environment.WorkingDirectory)
            ?? throw new UsageException(
                $"No folder '.nuke' in '{environment.WorkingDirectory}' or above it: run the build inside its repository, or name the "
                    + "folder with --root");
    }

    private static AbsolutePath? Above(string? folder)
    {
        while (folder is { Length: > 0 })
        {
            if (Directory.Exists(Path.Combine(folder, ".nuke")))
                return folder;
            folder = Path.GetDirectoryName(folder);
        }

        return null;
    }
}
