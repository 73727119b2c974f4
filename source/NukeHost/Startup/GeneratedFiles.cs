using Nuke.Common.CI;
using Nuke.Common.IO;
using Nuke.Common.Output;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Startup;

/// <summary>Files that follow from the build class: the schema of its parameters, and the configurations of CI systems.</summary>
internal static class GeneratedFiles
{
    public static void Update(NukeBuild build, BuildSession session)
    {
        try
        {
            // A folder that --root names by mistake stays as it is, and so does one where nothing but what is kept between runs is there:
            // the schema, which is meant to be committed, would make a clean repository unclean.
            var own = session.Root / ".nuke";
            if (session.Environment.Tool is null && own.DirectoryExists() && !IsNothingButKept(own))
                WriteWhenChanged(session.Root / ".nuke" / "build.schema.json", ParameterSchema.Of(session.Targets, session.Parameters));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A checkout that cannot be written still shows its help and runs its targets.
            session.Output.Log(LogLevel.Debug, $".nuke/build.schema.json was not written: {exception.Message}");
        }

        ConfigurationFiles.Update(build, session);
    }

    private static bool IsNothingButKept(AbsolutePath folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).ToList() is ["temp"];

    /// <summary>Writes a file in one step, so that another run never reads half of it; nothing when it is as it should be.</summary>
    /// <returns>Whether it was written.</returns>
    public static bool WriteWhenChanged(AbsolutePath file, string content)
    {
        if (file.FileExists() && File.ReadAllText(file) == content)
            return false;
        file.Parent!.CreateDirectory();
        var unfinished = $"{file}.{Environment.ProcessId}.tmp";
        File.WriteAllText(unfinished, content);
        File.Move(unfinished, file, overwrite: true);
        return true;
    }
}
