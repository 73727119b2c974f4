using System.ComponentModel;
using KegImages.Pipeline;
using Nuke.Common;

sealed partial class Build
{
    // What --json prints stands alone on standard output; all else goes to standard error.
    static TextWriter JsonOutput => Output;

    [Parameter("Print what is asked for as JSON, alone on standard output")]
    [Category("How")]
    readonly bool Json;

    Target Explain => _ => _
        .Description("Says why each image would be built or reused, down to the root cause")
        .Executes(async () =>
        {
            var opened = await ImageCommands.OpenAsync(await ReachAsync(), Selection with { WithAncestors = true },
                BuildOptions with { Push = true, Purpose = Purpose.Look }, Interrupted);
            await opened.ExplainAsync(Interrupted);
        });

    static void KeepOutputForJson()
    {
        if (Environment.GetCommandLineArgs().Contains("--json", StringComparer.OrdinalIgnoreCase))
            Console.SetOut(Console.Error);
    }
}
