using KegImages.Components;
using KegImages.Consoles;
using KegImages.Words;
using KegImages.Workflows;
using Nuke.Common;

/// <summary>
/// The build: all that a family of images needs comes with the components in <c>source/KegImages.Nuke</c>; <c>Build.Project.cs</c> and the
/// files beside it have what this project needs itself.
/// </summary>
[KegWorkflow("images", WorkflowKind.Images, OnCronSchedule = "17 4 * * *", Preflight = [nameof(IExamineMachine.Doctor)])]
[KegWorkflow("pull-request", WorkflowKind.PullRequest, Preflight = [nameof(IExamineMachine.Doctor)])]
[KegWorkflow("clean-up", WorkflowKind.CleanUp, TimeoutMinutes = 15)]
[KegWorkflow("refresh", WorkflowKind.Refresh, TimeoutMinutes = 15, OnCronSchedule = "43 5 * * 1")]
[KegWorkflow("test", WorkflowKind.Test, OnCronSchedule = "29 2 * * *")]
[KegWorkflow("release", WorkflowKind.Release, EnvironmentName = "release")]
sealed partial class Build : NukeBuild, IKegImages
{
    public static int Main() => ThisProcess.Run(() => AskedWords.Answer() ?? Execute<Build>(x => ((IPlanImages)x).Plan));
}
