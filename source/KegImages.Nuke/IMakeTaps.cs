using System.ComponentModel;
using KegImages.Consoles;
using KegImages.Scaffolding;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Makes new taps, and takes in those that live elsewhere.</summary>
public interface IMakeTaps : IHazBuildOptions
{
    [Parameter("The folder of a tap elsewhere, relative to keg.yml: ../tap-events-force", Name = "Path")]
    [Category("What")]
    string? LinkedPath => TryGetValue(() => LinkedPath);

    [Parameter("Take the folder out of keg.yml again", Name = "Remove")]
    [Category("How")]
    bool RemoveLink => TryGetValue<bool?>(() => RemoveLink) ?? false;

    [Parameter("The name of a new tap", Name = "Name")]
    [Category("What")]
    string? NewName => TryGetValue(() => NewName);

    [Parameter("A shorter name of a new tap, for commands and URLs", Name = "Alias")]
    [Category("What")]
    string? NewAlias => TryGetValue(() => NewAlias);

    [Parameter("What a new tap begins with: node, a small server; static, files that tap serves", Name = "Template")]
    [Category("What")]
    string? NewTemplate => TryGetValue(() => NewTemplate);

    [Parameter("Build a new tap's first image and push nothing")]
    [Category("Where")]
    bool NoPush => TryGetValue<bool?>(() => NoPush) ?? false;

    [Usage(Topics.Make, "path remove context node-image dry-run",
        Writes = "keg.yml",
        Examples = ["Link --path ../tap-events-force", "Link --path ../tap-events-force --remove"])]
    Target Link => _ => _
        .Description("Takes a tap that lives elsewhere into keg.yml: --path ../tap-events-force; --remove takes it out")
        .Executes(async () => await CarryOutOrShowAsync(await (RemoveLink
            ? LinkCommand.RemoveAsync(Meant.Of(LinkedPath, "path"), Here(), ThisProcess.Interrupted)
            : LinkCommand.AddAsync(Meant.Of(LinkedPath, "path"), Here(), ThisProcess.Interrupted))));

    [Usage(Topics.Make, $"name alias template no-push {Reads.Inputs} {Reads.Reached} no-registry no-cache force builder parallel json",
        Writes = "a folder, its line in keg.yml, and its first image and tags at the provider",
        Examples = ["NewTap --name weather", "NewTap --name weather --template static --no-push"])]
    Target NewTap => _ => _
        .Description("Makes a new tap, builds its first image on the pulled parent, tags and pushes it: --name weather")
        .Executes(async () => await CarryOutOrShowAsync(await NewTapCommand.DecideAsync(
            NewTapOptions.Of(Meant.Of(NewName, "name"), Meant.Of(NewAlias, "alias"), Meant.Of(NewTemplate, "template"), !NoPush),
            BuildOptions, await ReachAsync(), ThisProcess.Interrupted)));
}
