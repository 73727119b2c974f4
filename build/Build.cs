using System.ComponentModel;
using System.Runtime.InteropServices;
using KegImages.Consoles;
using Nuke.Common;

/// <summary>
/// The build: each target is a property, each parameter a field. All that they mean is in <c>source/KegImages</c>;
/// <c>Build.Images.cs</c> has the family's targets, <c>Build.Engine.cs</c> the private engine's, <c>Build.Project.cs</c> this project's
/// own.
/// </summary>
sealed partial class Build : NukeBuild
{
    // One source for the whole run, cancelled by Ctrl+C: everything that is under way ends its own processes.
    static readonly CancellationTokenSource Interruption = new();

    static CancellationToken Interrupted => Interruption.Token;

    // What only shows, for as long as someone looks, ends when nobody can; everything else is brought to its end.
    static readonly CancellationTokenSource Watching = CancellationTokenSource.CreateLinkedTokenSource(Interrupted);

    static readonly LastingWriter Output = LastingWriter.OfStandardOutput(Watching.Cancel);

    static CancellationToken Watched => Watching.Token;

    public static int Main()
    {
        var error = LastingWriter.OfStandardError();
        Console.SetOut(Output);
        Console.SetError(error);
        KeepOutputForJson();
        MaskedConsole.Begin();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Interruption.Cancel());
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Interruption.Cancel());
        return Output.ExitCode(Execute<Build>(x => x.Plan), error);
    }

    [Parameter("The tag of the images, in place of the branch's")]
    [Category("What")]
    readonly string? Tag;

    [Parameter("Only these taps, by name or alias; what they build on comes from the provider", Name = "Tap")]
    [Category("What")]
    readonly string[] TapNames = [];

    [Parameter("Only these images of any group, by name or alias; what they build on comes from the provider", Name = "Image")]
    [Category("What")]
    readonly string[] Images = [];

    [Parameter("Push what a Build target built", Name = "Push")]
    [Category("Where")]
    readonly bool PushBuilt;

    [Parameter("Push what is built under its content tag only; no other tag moves")]
    [Category("Where")]
    readonly bool ContentOnly;

    [Parameter("Build what named images are built on too, where it does not exist yet, in place of the provider's")]
    [Category("What")]
    readonly bool WithParents;

    [Parameter("The registry, in place of that in keg.yml")]
    [Category("Where")]
    readonly string? Registry;

    [Parameter("The namespace, in place of that in keg.yml")]
    [Category("Where")]
    readonly string? Namespace;

    [Parameter("The image that the base is built on (build arg KEG_NODE_IMAGE)")]
    [Category("From what")]
    readonly string? NodeImage;

    [Parameter("Named build contexts in place of those in keg.yml: name=folder or name=url", Name = "Context")]
    [Category("From what")]
    readonly string[] Contexts = [];

    [Parameter("Secrets of builds in place of those in keg.yml, never by value: id=NAME, id=NAME,env=VARIABLE or id=NAME,src=FILE",
        Name = "Secret")]
    [Category("From what")]
    readonly string[] Secrets = [];

    [Parameter("SSH agents of builds in place of those in keg.yml: default, or default=FILE with the agent's socket or a key",
        Name = "Ssh")]
    [Category("From what")]
    readonly string[] SshAgents = [];

    [Parameter("Build everything, without BuildKit's cache")]
    [Category("How")]
    readonly bool NoCache;

    [Parameter("Build everything, also what the same inputs were built from before")]
    [Category("How")]
    readonly bool Force;

    [Parameter("Print the commands and run none")]
    [Category("How")]
    readonly bool DryRun;

    [Parameter("After a failure, build on what does not descend from it; false: start nothing new")]
    [Category("How")]
    readonly bool KeepGoing = true;

    [Parameter("How many images are built at once; 4 when not given")]
    [Category("How")]
    readonly int Parallel = 4;

    [Parameter("The buildx builder to hand builds to")]
    [Category("How")]
    readonly string? Builder;

    [Parameter("The engine: System, that of this machine's docker; Private, one that Setup provisions")]
    [Category("How")]
    readonly EngineKind Engine = EngineKind.System;
}

enum EngineKind
{
    System,
    Private,
}
