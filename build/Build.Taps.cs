using System.Collections;
using System.ComponentModel;
using KegImages.Scaffolding;
using Nuke.Common;

sealed partial class Build
{
    [Parameter("The folder of a tap elsewhere, relative to keg.yml: ../tap-events-force", Name = "Path")]
    [Category("What")]
    readonly string? LinkedPath;

    [Parameter("Take the folder out of keg.yml again", Name = "Remove")]
    [Category("How")]
    readonly bool RemoveLink;

    [Parameter("The name of a new tap", Name = "Name")]
    [Category("What")]
    readonly string? NewName;

    [Parameter("A shorter name of a new tap, for commands and URLs", Name = "Alias")]
    [Category("What")]
    readonly string? NewAlias;

    [Parameter("What a new tap begins with: node, a small server; static, files that tap serves", Name = "Template")]
    [Category("What")]
    readonly string? NewTemplate;

    [Parameter("Build a new tap's first image and push nothing")]
    [Category("Where")]
    readonly bool NoPush;

    Target Taps => _ => _
        .Description("Lists all taps: name, alias, folder, parent, and the host of the branch's tag")
        .Executes(() => TapsCommand.ShowAsync(Here(), Selection, Interrupted));

    Target Link => _ => _
        .Description("Takes a tap that lives elsewhere into keg.yml: --path ../tap-events-force; --remove takes it out")
        .Executes(async () => await CarryOutOrShowAsync(await (RemoveLink
            ? LinkCommand.RemoveAsync(Meant(LinkedPath, "path"), Here(), Interrupted)
            : LinkCommand.AddAsync(Meant(LinkedPath, "path"), Here(), Interrupted))));

    Target NewTap => _ => _
        .Description("Makes a new tap, builds its first image on the pulled parent, tags and pushes it: --name weather")
        .Executes(async () => await CarryOutOrShowAsync(await NewTapCommand.DecideAsync(NewTapOptions.Of(Meant(NewName, "name"),
            Meant(NewAlias, "alias"), Meant(NewTemplate, "template"), !NoPush), BuildOptions, await ReachAsync(), Interrupted)));

    // NUKE itself reads a parameter from the variable of its name too, and PATH, NAME, ENV and SECRET are something else on every machine.
    static string? Meant(string? value, string option) => IsFromVariable(option, text => value == text) ? null : value;

    // SECRET is a secret itself where it is set, and none of its words may be taken for the place of one.
    static string[] Meant(string[] values, string option) => IsFromVariable(option, _ => true) ? [] : values;

    static bool IsFromVariable(string option, Func<string?, bool> isValue)
    {
        if (Environment.GetCommandLineArgs().Contains($"--{option}", StringComparer.OrdinalIgnoreCase))
            return false;
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (option.Equals((string)variable.Key, StringComparison.OrdinalIgnoreCase) && isValue((string?)variable.Value))
                return true;
        }

        return false;
    }
}
