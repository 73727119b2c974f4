namespace KegImages.Components;

/// <summary>The whole system beside a build's own targets: <c>class Build : NukeBuild, IKegImages</c>.</summary>
public interface IKegImages : IPushImages, IExplainImages, IExamineMachine, IRunPrivateEngine, ILockParents, IPruneImages, IKeepRecords,
    IRunTaps, IMakeTaps, IKegWorkflows;
