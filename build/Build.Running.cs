using System.ComponentModel;
using KegImages.Running;
using Nuke.Common;

sealed partial class Build
{
    [Parameter("The package that RunPackage runs, such as evf:feature-x", Name = "Package")]
    [Category("What")]
    readonly string? PackageToRun;

    [Parameter("When the provider is asked for an image that is to be run")]
    [Category("From what")]
    readonly PullPolicy PullPolicy;

    [Parameter("The port of this machine that a started tap is reached at; any free one when not given")]
    [Category("How")]
    readonly int? Port;

    [Parameter("Do not follow the log of what was started")]
    [Category("How")]
    readonly bool Detach;

    [Parameter("Show what Logs comes to show, until it is interrupted")]
    [Category("How")]
    readonly bool Follow;

    Target Pull => _ => _
        .Description("Brings the newest image of a tap, and says what it was before: --tap evf")
        .Executes(async () => await CarryOutOrShowAsync((await RunningTapsAsync(needsCompose: false)).Pull()));

    Target Start => _ => _
        .Description("Pulls a tap's newest image, and runs it until Stop: --tap evf [--from evf:feature-x]; never builds")
        .After(Push)
        .Executes(async () => await CarryOutOrShowAsync((await RunningTapsAsync()).Start()));

    Target Stop => _ => _
        .Description("Stops a running tap and removes its containers; volumes stay")
        .Executes(async () => await CarryOutOrShowAsync(await (await RunningTapsAsync()).StopAsync(Interrupted)));

    Target Restart => _ => _
        .Description("Restarts a running tap; a newer image recreates it")
        .Executes(async () => await CarryOutOrShowAsync(await (await RunningTapsAsync()).RestartAsync(Interrupted)));

    Target Logs => _ => _
        .Description("Prints what a running tap said last; --follow shows what comes")
        .Executes(async () => await (await RunningTapsAsync()).LogsAsync(Watched));

    Target Attach => _ => _
        .Description("Opens a shell in a running tap")
        .Executes(async () => await (await RunningTapsAsync(needsCompose: false)).AttachAsync(Interrupted));

    Target Ps => _ => _
        .Description("Lists the taps that run")
        .Executes(async () => await (await RunningTapsAsync(needsCompose: false)).PsAsync(Interrupted));

    Target Package => _ => _
        .Description("Commits a running tap, tags it by branch and pushes it: --tap evf [--tag t]")
        .Executes(async () => await CarryOutOrShowAsync(await (await RunningTapsAsync(needsCompose: false)).PackageAsync(Interrupted)));

    Target Dpg => _ => _
        .Description("The short name of Package")
        .DependsOn(Package);

    Target RunPackage => _ => _
        .Description("Pulls and runs a package by itself: --package evf:feature-x")
        .Executes(async () => await CarryOutOrShowAsync(await (await RunningTapsAsync()).RunPackageAsync(Interrupted)));

    TapOptions TapOptions => new()
    {
        From = From,
        Package = PackageToRun,
        Pull = PullPolicy,
        Port = Port,
        Environment = EnvironmentOption,
        Detach = Detach,
        Follow = Follow,
        HasTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected,
    };

    async Task<TapCommands> RunningTapsAsync(bool needsCompose = true) =>
        await TapCommands.OpenAsync(await ReachAsync(), Selection, TapOptions with { NeedsCompose = needsCompose }, Interrupted);
}
