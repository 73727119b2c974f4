using System.ComponentModel;
using KegImages.Pipeline;
using KegImages.Planning;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>How images are planned and built.</summary>
public interface IHazBuildOptions : IHazDockerFamily
{
    [Parameter("Push what a Build target built", Name = "Push")]
    [Category("Where")]
    bool PushBuilt => TryGetValue<bool?>(() => PushBuilt) ?? false;

    [Parameter("Push what is built under its content tag only; no other tag moves")]
    [Category("Where")]
    bool ContentOnly => TryGetValue<bool?>(() => ContentOnly) ?? false;

    [Parameter("Build everything, without BuildKit's cache")]
    [Category("How")]
    bool NoCache => TryGetValue<bool?>(() => NoCache) ?? false;

    [Parameter("Build everything, also what the same inputs were built from before")]
    [Category("How")]
    bool Force => TryGetValue<bool?>(() => Force) ?? false;

    [Parameter("After a failure, build on what does not descend from it; false: start nothing new")]
    [Category("How")]
    bool KeepGoing => TryGetValue<bool?>(() => KeepGoing) ?? true;

    [Parameter("Layers that builds elsewhere kept in the registry, by branch: Read takes them over, Write keeps what is built and pushed "
        + "too; Off when not given")]
    [Category("How")]
    LayerKeeping LayerCache => TryGetValue<LayerKeeping?>(() => LayerCache) ?? LayerKeeping.Off;

    [Parameter("How many images are built at once; 4 when not given")]
    [Category("How")]
    int Parallel => TryGetValue<int?>(() => Parallel) ?? 4;

    [Parameter("The file of a plan that was made before: what it resolved is not resolved again; output/locked-plan.json")]
    [Category("From what")]
    string? LockedPlan => TryGetValue(() => LockedPlan);

    [Parameter("The SHA-256 that the file of the locked plan must have")]
    [Category("From what")]
    string? LockedPlanSha256 => TryGetValue(() => LockedPlanSha256);

    [Parameter("A folder with what runs elsewhere told (family.json, image-parts.json): how long they took is kept in the record, and "
        + "parts of images are joined")]
    [Category("From what")]
    string? Built => TryGetValue(() => Built);

    [Parameter("Only the images of this shard of the locked plan, and what they are built on: 2.1")]
    [Category("What")]
    string? Shard => TryGetValue(() => Shard);

    [Parameter("Among how many machines a locked plan divides the images of a level at most; 16 when not given")]
    [Category("How")]
    int MostShards => TryGetValue<int?>(() => MostShards) ?? 16;

    [Parameter("The buildx builders to hand builds to: a,b,c")]
    [Category("How")]
    string? Builder => TryGetValue(() => Builder);

    /// <summary>How, and what for.</summary>
    BuildOptions BuildOptions => new()
    {
        Purpose = Purpose,
        MayNotKnow = BuildTargets.Length == 0 && !WillPush,
        Push = WillPush || BuildTargets.Length == 0 && !NoRegistry,
        ContentOnly = ContentOnly,
        NoCache = NoCache,
        Force = Force,
        Layers = LayerCache,
        KeepGoing = KeepGoing,
        Parallel = Parallel,
        Builder = Builder,
        LockedPlan = LockedPlan,
        LockedPlanSha256 = LockedPlanSha256,
        Built = Meant.Of(Built, "built"),
        Shard = Meant.Of(Shard, "shard"),
        Shards = MostShards,
    };

    /// <summary>Whether this run comes to push.</summary>
    sealed bool WillPush => PushBuilt || ContentOnly || IsScheduled(nameof(IPushImages.Push));

    // A plan alone is looked at: it shows also what would be refused.
    private Purpose Purpose => BuildTargets.Length == 0 ? Purpose.Look : DryRun ? Purpose.Rehearse : Purpose.Build;
}
