using System.Reflection;
using KegImages.Components;
using KegImages.Consoles;
using KegImages.Words;
using KegImages.Workflows;
using Nuke.Common;
using Nuke.Common.Output;
using Nuke.Common.Startup;

namespace KegImages.Tool;

/// <summary>
/// The whole system as a program of its own: what <c>build/</c> is to this repository, for one that has nothing but its family.
/// </summary>
internal sealed class Tool : NukeBuild, IKegImages
{
    // The engine of its own in any repository: in this one, .nuke/parameters.local.json says the same.
    private static readonly Dictionary<string, string> Profiles = new(StringComparer.Ordinal) { ["local"] = """{ "Engine": "Private" }""" };

    public static int Main()
    {
        // As it was started: by its name where it is on the PATH, by dotnet where .config/dotnet-tools.json names it.
        var name = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? "dotnet keg-images" : "keg-images";
        AppContext.SetData(ThisProgram.Key, name);
        AppContext.SetData(ThisProgram.PagesKey, Path.Combine(AppContext.BaseDirectory, "docs"));
        return ThisProcess.Run(() =>
        {
            try
            {
                return AskedWords.Answer() ?? ExecuteTool<Tool>(new ToolFacts(name, $"KegImages {Version}", FamilyRoot.Of, Profiles)
                    { Translate = arguments => KegCommand.Find([.. arguments], "keg") }, nameof(IPlanImages.Plan));
            }
            catch (WrongUseException exception)
            {
                Console.Error.WriteLine(MessageLines.OfThisProcess.Of(exception.Message));
                return 2;
            }
        });
    }

    IEnumerable<WorkflowSettings> IKegWorkflows.FamilyWorkflows => ToolWorkflows.Of(File.Exists(RootDirectory / "global.json"));

    private static string Version => typeof(Tool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+')[0];
}
