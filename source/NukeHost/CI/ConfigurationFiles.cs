using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.Output;
using Nuke.Common.Startup;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI;

/// <summary>
/// Keeps the generated configurations as the build class says: a local run rewrites them, on CI a difference ends the run.
/// </summary>
internal static class ConfigurationFiles
{
    public static void Update(NukeBuild build, BuildSession session)
    {
        var drifted = new List<string>();
        foreach (var attribute in build.GetType().GetCustomAttributes<ConfigurationAttributeBase>(inherit: true)
            .Where(attribute => attribute.AutoGenerate))
        {
            var file = attribute.FileIn(session.Root);
            var content = ContentOf(attribute, session.Targets);
            if (!session.IsServer)
            {
                if (GeneratedFiles.WriteWhenChanged(file, content))
                    session.Output.Log(LogLevel.Information, $"{session.Display(file)} was written anew");
            }
            else if (!File.Exists(file) || File.ReadAllText(file).ReplaceLineEndings("\n") != content)
            {
                drifted.Add($"{session.Display(file)}: the file is not what the build class says: run ./build.sh --help and commit what "
                    + "it wrote");
            }
        }

        if (drifted.Count > 0)
            throw new UsageException(drifted) { LeadsToHelp = false };
    }

    public static string ContentOf(ConfigurationAttributeBase attribute, IReadOnlyList<ExecutableTarget> targets)
    {
        var problems = new List<string>();
        var invoked = TargetNames.Find(attribute.TargetNames, targets, problems);
        if (problems.Count > 0)
            throw new UsageException(problems.Select(problem => $"{attribute.GetType().Name}: {problem}"));
        var text = new StringWriter { NewLine = "\n" };
        var writer = new CustomFileWriter(text);
        foreach (var line in attribute.Header.Split('\n'))
            writer.WriteLine(line);
        writer.WriteLine();
        attribute.GetConfiguration(ExecutionPlanner.Plan(targets, invoked)).Write(writer);
        return text.ToString();
    }
}
