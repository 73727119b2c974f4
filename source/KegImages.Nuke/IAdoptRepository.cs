using System.ComponentModel;
using KegImages.Adopting;
using KegImages.Consoles;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Takes a repository that has Dockerfiles into use.</summary>
public interface IAdoptRepository : IHazDockerFamily
{
    [Parameter("Write GitHub workflows too")]
    [Category("How")]
    bool Ci => TryGetValue<bool?>(() => Ci) ?? false;

    [Usage(Topics.Make, "from ci registry namespace dry-run",
        Writes = "keg.yml and the tool's line in .config/dotnet-tools.json; with --ci the workflows",
        Examples = ["Init --dry-run", "Init --from compose --ci"])]
    Target Init => _ => _
        .Description("Takes up a repository with Dockerfiles: shows the family and writes keg.yml; --from bake|compose reads theirs")
        .Executes(async () => await CarryOutOrShowAsync(await InitCommand.DecideAsync(
            InitOptions.Of(From, Meant.Of(Ci, "ci")), Here(), ThisProcess.Interrupted)));
}
