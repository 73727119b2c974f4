using System.ComponentModel;
using KegImages.Configuration;
using KegImages.Consoles;
using KegImages.Running;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Runs the taps of a family, each from its image, and never builds one.</summary>
public interface IRunTaps : IShowFamily
{
    [Parameter("The package that RunPackage runs, such as evf:feature-x", Name = "Package")]
    [Category("What")]
    string? PackageToRun => TryGetValue(() => PackageToRun);

    [Parameter("When the provider is asked for an image that is to be run")]
    [Category("From what")]
    PullPolicy PullPolicy => TryGetValue<PullPolicy?>(() => PullPolicy) ?? default;

    [Parameter("The port of this machine that a started tap is reached at; any free one when not given")]
    [Category("How")]
    int? Port => TryGetValue<int?>(() => Port);

    [Parameter("Do not follow the log of what was started")]
    [Category("How")]
    bool Detach => TryGetValue<bool?>(() => Detach) ?? false;

    [Parameter("Show what Logs comes to show, until it is interrupted")]
    [Category("How")]
    bool Follow => TryGetValue<bool?>(() => Follow) ?? false;

    [Usage(Topics.Run, $"{Reads.Running} pull-policy env", Writes = "the image in the engine", Examples = ["Pull --tap evf"])]
    Target Pull => _ => _
        .Description("Brings the newest image of a tap, and says what it was before: --tap evf")
        .Executes(async () => await CarryOutOrShowAsync(
            (await TapsAsync(needsCompose: false, TapCommands.Needs(nameof(Pull), Selection))).Pull()));

    [Usage(Topics.Run, $"{Reads.Named} from tag {Reads.Started} {Reads.Reached}",
        Writes = "a tap's container, its network and its volumes",
        IsDaily = true,
        Examples =
        [
            "Start --tap evf",
            "Start --tap evf --from evf:my-changes-tag  # exactly this image",
            "Start --tap evf --port 8080 --detach",
        ])]
    Target Start => _ => _
        .Description("Pulls a tap's newest image, and runs it until Stop: --tap evf [--from evf:feature-x]; never builds")
        .TryAfter<IPushImages>(x => x.Push)
        .Executes(async () => await FollowAsync(async () =>
            await CarryOutOrShowAsync((await TapsAsync(check: TapCommands.Needs(nameof(Start), Selection))).Start())));

    [Usage(Topics.Run, Reads.Running,
        Writes = "removes a tap's containers; its volumes stay",
        Examples = ["Stop --tap evf", "Stop --tap evf --from evf:develop"])]
    Target Stop => _ => _
        .Description("Stops a running tap and removes its containers; volumes stay")
        .Executes(async () => await CarryOutOrShowAsync(await (await TapsAsync()).StopAsync(ThisProcess.Interrupted)));

    [Usage(Topics.Run, $"{Reads.Running} pull-policy port env", Writes = "a tap's container", Examples = ["Restart --tap evf"])]
    Target Restart => _ => _
        .Description("Restarts a running tap; a newer image recreates it")
        .Executes(async () => await CarryOutOrShowAsync(await (await TapsAsync()).RestartAsync(ThisProcess.Interrupted)));

    [Usage(Topics.Run, $"{Reads.Running} follow", IsDaily = true, Examples = ["Logs --tap evf", "Logs --tap evf --follow"])]
    Target Logs => _ => _
        .Description("Prints what a running tap said last; --follow shows what comes")
        .Executes(async () => await FollowAsync(async () => await (await TapsAsync()).LogsAsync(ThisProcess.Watched)));

    [Usage(Topics.Run, $"{Reads.Named} from tag {Reads.Provider} engine", Refuses = "dry-run", Examples = ["Attach --tap evf"])]
    Target Attach => _ => _
        .Description("Opens a shell in a running tap")
        .Executes(async () => await (await TapsAsync(needsCompose: false)).AttachAsync(ThisProcess.Interrupted));

    [Usage(Topics.Run, "engine registry namespace dry-run json", Examples = ["Ps", "Ps --json"])]
    Target Ps => _ => _
        .Description("Lists the taps that run")
        .Executes(async () => await (await TapsAsync(needsCompose: false)).PsAsync(ThisProcess.Interrupted));

    [Usage(Topics.Run, $"{Reads.Running} env",
        Writes = "an image of a running tap under the branch's tag, at the provider",
        Examples = ["Package --tap evf", "Package --tap evf --tag my-package"])]
    Target Package => _ => _
        .Description("Commits a running tap, tags it by branch and pushes it: --tap evf [--tag t]")
        .Executes(async () =>
            await CarryOutOrShowAsync(await (await TapsAsync(needsCompose: false)).PackageAsync(ThisProcess.Interrupted)));

    [Usage(Topics.Run, $"{Reads.Running} env", Writes = "as Package", Examples = ["Dpg --tap evf"])]
    Target Dpg => _ => _
        .Description("The short name of Package")
        .DependsOn(Package);

    [Usage(Topics.Run, $"package {Reads.Started} {Reads.Reached}",
        Writes = "a container that runs the package",
        Examples = ["RunPackage --package evf:feature-x"])]
    Target RunPackage => _ => _
        .Description("Pulls and runs a package by itself: --package evf:feature-x")
        .Executes(async () => await FollowAsync(async () =>
            await CarryOutOrShowAsync(await (await TapsAsync()).RunPackageAsync(ThisProcess.Interrupted))));

    /// <summary>What is asked of the targets that run taps.</summary>
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

    // Whoever interrupts a log that is followed has seen enough of it: all was done, and what runs goes on. Everything else that is
    // interrupted ends with an exception.
    private async Task FollowAsync(Func<Task> act)
    {
        await act();
        if (ThisProcess.Interrupted.IsCancellationRequested)
            ExitCode = 0;
    }

    private async Task<TapCommands> TapsAsync(bool needsCompose = true, Action<FamilyModel>? check = null) => await TapCommands.OpenAsync(
        await ReachAsync(check), Selection, TapOptions with { NeedsCompose = needsCompose }, ThisProcess.Interrupted);
}
