using System.ComponentModel;
using KegImages.Configuration;
using KegImages.Consoles;
using KegImages.LocalEngine;
using KegImages.Opening;
using KegImages.Planning;
using KegImages.Processes;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>A build that has a family of images: where it is, which of its images are meant, and which engine is used.</summary>
public interface IHazDockerFamily : INukeBuild
{
    [Parameter("The tag of the images, in place of the branch's")]
    [Category("What")]
    string? Tag => TryGetValue(() => Tag);

    [Parameter("The git tag that is published as a release, in place of the branch: v1.2.3")]
    [Category("What")]
    string? Release => TryGetValue(() => Release);

    [Parameter("Only these taps, by name or alias; what they build on comes from the provider", Name = "Tap")]
    [Category("What")]
    string[] TapNames => TryGetValue(() => TapNames) ?? [];

    [Parameter("Only these images of any group, by name or alias; what they build on comes from the provider", Name = "Image")]
    [Category("What")]
    string[] ImageNames => TryGetValue(() => ImageNames) ?? [];

    [Parameter("Only the images of these groups, whichever target builds them; what they build on comes from the provider", Name = "Group")]
    [Category("What")]
    string[] GroupNames => TryGetValue(() => GroupNames) ?? [];

    [Parameter("Build what named images are built on too, where it does not exist yet, in place of the provider's")]
    [Category("What")]
    bool WithParents => TryGetValue<bool?>(() => WithParents) ?? false;

    [Parameter("Only the images that differ from the default branch's")]
    [Category("What")]
    bool Changed => TryGetValue<bool?>(() => Changed) ?? false;

    [Parameter("The image to run, or which of the running ones: evf:my-changes-tag; for Diff, the first of two tags or commits; for "
        + "Init, bake or compose")]
    [Category("What")]
    string? From => TryGetValue(() => From);

    [Parameter("The registry, in place of that in keg.yml")]
    [Category("Where")]
    string? Registry => TryGetValue(() => Registry);

    [Parameter("The namespace, in place of that in keg.yml")]
    [Category("Where")]
    string? Namespace => TryGetValue(() => Namespace);

    [Parameter("The image that the base is built on (build arg KEG_NODE_IMAGE)")]
    [Category("From what")]
    string? NodeImage => TryGetValue(() => NodeImage);

    [Parameter("What taps are built on, in place of what their files say: tap:my-branch; KEG_BASE_IMAGE in the environment says the same")]
    [Category("From what")]
    string? BaseImage => TryGetValue(() => BaseImage);

    [Parameter("Named build contexts in place of those in keg.yml: name=folder or name=url", Name = "Context")]
    [Category("From what")]
    string[] Contexts => TryGetValue(() => Contexts) ?? [];

    [Parameter("Secrets of builds in place of those in keg.yml, never by value: id=NAME, id=NAME,env=VARIABLE or id=NAME,src=FILE",
        Name = "Secret")]
    [Category("From what")]
    string[] Secrets => TryGetValue(() => Secrets) ?? [];

    [Parameter("SSH agents of builds in place of those in keg.yml: default, or default=FILE with the agent's socket or a key",
        Name = "Ssh")]
    [Category("From what")]
    string[] SshAgents => TryGetValue(() => SshAgents) ?? [];

    [Parameter("Plan from what is on this machine and ask no registry; not with a push")]
    [Category("From what")]
    bool NoRegistry => TryGetValue<bool?>(() => NoRegistry) ?? false;

    [Parameter("Print the commands and run none")]
    [Category("How")]
    bool DryRun => TryGetValue<bool?>(() => DryRun) ?? false;

    [Parameter("Print what is asked for as JSON, alone on standard output")]
    [Category("How")]
    bool Json => TryGetValue<bool?>(() => Json) ?? false;

    [Parameter("The engine: System, that of this machine's docker; Private, one that Setup provisions")]
    [Category("How")]
    EngineKind Engine => TryGetValue<EngineKind?>(() => Engine) ?? EngineKind.System;

    /// <summary>A setting: the folder that holds <c>keg.yml</c>; the build's own root unless it is overridden.</summary>
    string FamilyFolder => RootDirectory;

    /// <summary>Where the family and its images are.</summary>
    FamilyPlace Place => new()
    {
        Root = FamilyFolder,
        Registry = Registry,
        Namespace = Namespace,
        NoRegistry = NoRegistry,
        NodeImage = NodeImage,
        BaseImage = BaseImage,
        Contexts = [.. Contexts],
        Secrets = [.. Meant.Of(Secrets, "secret")],
        Ssh = [.. Meant.Of(SshAgents, "ssh")],
    };

    /// <summary>Which images are meant.</summary>
    Selection Selection => new()
    {
        Targets = BuildTargets.Length > 0 ? [.. BuildTargets] : Staging.Targets,
        Tag = Tag,
        Release = Meant.Of(Release, "release"),
        Taps = [.. TapNames],
        Images = [.. ImageNames],
        Groups = [.. Meant.Of(GroupNames, "group")],
        WithAncestors = WithParents,
        Changed = Changed,
    };

    /// <summary>The targets that build stages and that this run comes to.</summary>
    sealed StageTarget[] BuildTargets => [.. Staging.Targets.Where(target => IsScheduled(Staging.NameOf(target)))];

    /// <summary>The private engine of the family's folder.</summary>
    sealed LocalProfile PrivateEngine => new(FamilyFolder, new ProcessRunner());

    /// <summary>How much is said.</summary>
    private Detail Detail => Verbosity switch
    {
        Verbosity.Quiet => Detail.Quiet,
        Verbosity.Minimal => Detail.Minimal,
        Verbosity.Verbose => Detail.Verbose,
        _ => Detail.Normal,
    };

    /// <summary>Everything outside, with the engine of this machine or with one that is given.</summary>
    sealed Workplace Here(LocalEndpoint? engine = null)
    {
        ThisProcess.Begin();
        var arguments = Environment.GetCommandLineArgs()[1..];
        AppContext.SetData(ThisProgram.PlaceKey, SameWorld.PlaceOf(arguments));
        var world = World.OfThisMachine(engine, Detail).Waiting();
        world = world with { SameWorld = SameWorld.Of(arguments, engine is not null) };
        AppContext.SetData(ThisProgram.WorldKey, world.SameWorld);
        return new Workplace(world, Place) { Json = Json ? ThisProcess.Output : null };
    }

    /// <summary>Everything outside, with the engine that was chosen: the private one is started where it does not run.</summary>
    /// <param name="check">What a command asks of the family before that one is set up; null for nothing.</param>
    sealed async Task<Workplace> ReachAsync(Action<FamilyModel>? check = null)
    {
        if (Engine == EngineKind.System)
            return Here();
        if (await PrivateEngine.FindRunningAsync(ThisProcess.Interrupted) is { } running)
            return Here(running);
        if (DryRun)
            throw new WrongUseException("a dry run starts nothing, and the private engine does not run",
                next: $"{ThisProgram.Name} Setup{ThisProgram.SamePlace}");
        await Here().CheckAsync(Selection, check, ThisProcess.Interrupted);
        return Here(await SetUpAsync());
    }

    /// <summary>Starts the private engine, and shows how that goes.</summary>
    sealed async Task<LocalEndpoint> SetUpAsync()
    {
        await using var console = new WorkConsole(Detail);
        var profile = new LocalProfile(FamilyFolder, new ProcessRunner()) { Tell = console.Show };
        return await profile.SetUpAsync(console.Say, ThisProcess.Interrupted);
    }

    /// <summary>The one place where a dry run and a run part.</summary>
    sealed Task CarryOutOrShowAsync(Decision decision) => (DryRun ? decision.Show : decision.CarryOut)(ThisProcess.Interrupted);

    /// <summary>Whether this run comes to a target, or is at it.</summary>
    sealed bool IsScheduled(string target) => ScheduledTargets.Concat(RunningTargets).Any(scheduled => scheduled.Name == target);
}
