namespace KegImages.Components;

/// <summary>The whole system beside a build's own targets: <c>class Build : NukeBuild, IKegImages</c>.</summary>
// In the order of --help: those that others stand on are named too, else they would follow what stands on them.
public interface IKegImages : IHazDockerFamily, IHazBuildOptions, IPlanImages, IBuildImages, ITestImages, IPushImages, IExplainImages,
    IHandOnPlans, IExamineMachine,
    IRunPrivateEngine, ILockParents, IPruneImages, IKeepRecords, ISignSets, IShowFamily, IReportFamily, IRunTaps, IMakeTaps,
    IKegWorkflows, IAdoptRepository;
