using System.ComponentModel;
using KegImages.Consoles;
using KegImages.Overviews;
using KegImages.Scaffolding;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Shows what the files of a family say: no engine, no registry.</summary>
public interface IShowFamily : IHazDockerFamily
{
    [Parameter("The environment whose overlays hold: values-<env>.yml, <env>.env; KEG_DEFAULT_ENV or local when not given", Name = "Env")]
    [Category("From what")]
    string? EnvironmentOption => TryGetValue(() => EnvironmentOption);

    [Usage(Topics.Look, $"{Reads.Named} tag {Reads.Inputs} json", Examples = ["Images", "Images --group taps --json"])]
    Target Images => _ => _
        .Description("Lists all images as a tree: name, group, folder, what each is built on")
        .Executes(() => ImagesCommand.ShowAsync(Here(), Selection, ThisProcess.Interrupted));

    [Usage(Topics.Look, $"{Reads.Named} tag {Reads.Inputs} json", Examples = ["Taps"])]
    Target Taps => _ => _
        .Description("Lists all taps: name, alias, folder, parent, and the host of the branch's tag")
        .Executes(() => TapsCommand.ShowAsync(Here(), Selection, ThisProcess.Interrupted));

    [Usage(Topics.Look, $"{Reads.Named} env {Reads.Inputs} json", Examples = ["Env --tap evf", "Env --tap evf --env production"])]
    Target Env => _ => _
        .Description("Prints every variable that a tap runs with, and the file and line that says it: --tap evf")
        .Executes(() => EnvironmentCommand.ShowAsync(Here(), Selection, Meant.Of(EnvironmentOption, "env"), ThisProcess.Interrupted));

    [Usage(Topics.Look, $"{Reads.Named} {Reads.Inputs} json", Examples = ["Lint", "Lint --tap evf"])]
    Target Lint => _ => _
        .Description("Looks for what bites a family in its Dockerfiles, values and compose files")
        .Executes(() => LintCommand.ShowAsync(Here(), Selection, ThisProcess.Interrupted));
}
