using System.ComponentModel;
using KegImages.Pipeline;
using KegImages.Scaffolding;
using Nuke.Common;

sealed partial class Build
{
    [Parameter("The folder of a tap elsewhere, relative to keg.yml: ../tap-events-force", Name = "Path")]
    [Category("What")]
    readonly string? LinkedPath;

    [Parameter("The name of a new tap", Name = "Name")]
    [Category("What")]
    readonly string? NewName;

    [Parameter("A shorter name of a new tap, for commands and URLs", Name = "Alias")]
    [Category("What")]
    readonly string? NewAlias;

    [Parameter("What a new tap begins with: Node, a small server; Static, files that tap serves", Name = "Template")]
    [Category("What")]
    readonly TapTemplate NewTemplate = TapTemplate.Node;

    [Parameter("Build a new tap's first image and push nothing")]
    [Category("Where")]
    readonly bool NoPush;

    Target Taps => _ => _
        .Description("Lists all taps: name, alias, folder, parent, and the host of the branch's tag")
        .Executes(() => TapsRun.ShowAsync(Options, World.OfThisMachine(), Interrupted));

    Target Link => _ => _
        .Description("Takes a tap that lives elsewhere into keg.yml: --path ../tap-events-force")
        .Executes(() => LinkRun.RunAsync(LinkedPath, Options, World.OfThisMachine(), Interrupted));

    Target NewTap => _ => _
        .Description("Makes a new tap, builds its first image on the pulled parent, tags and pushes it: --name weather")
        .Executes(async () => await NewTapRun.RunAsync(new NewTapOptions(NewName, NewAlias, NewTemplate, !NoPush), Options, await ReachAsync(), Interrupted));
}
