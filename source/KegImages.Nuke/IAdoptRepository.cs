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

    Target Init => _ => _
        .Description("Takes up a repository with Dockerfiles: shows the family and writes keg.yml; --from bake|compose reads theirs")
        .Executes(async () => await CarryOutOrShowAsync(await InitCommand.DecideAsync(
            InitOptions.Of(From, Meant.Of(Ci, "ci")), Here(), ThisProcess.Interrupted)));
}
