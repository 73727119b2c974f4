using System.ComponentModel;
using KegImages.Overviews;
using Nuke.Common;

sealed partial class Build
{
    [Parameter("The environment whose overlays hold: values-<env>.yml, <env>.env; KEG_DEFAULT_ENV or local when not given", Name = "Env")]
    [Category("From what")]
    readonly string? EnvironmentOption;

    // Reads files only: no engine, no registry.
    Target Env => _ => _
        .Description("Prints every variable that a tap runs with, and the file and line that says it: --tap evf")
        .Executes(() => EnvironmentCommand.ShowAsync(Here(), Selection, Meant(EnvironmentOption, "env"), Interrupted));

    // Reads files only, too.
    Target Lint => _ => _
        .Description("Looks for what bites a family in its Dockerfiles, values and compose files")
        .Executes(() => LintCommand.ShowAsync(Here(), Selection, Interrupted));
}
