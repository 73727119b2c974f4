namespace KegImages.Workflows;

/// <summary>
/// release.yml: a git tag's packages. The job that runs the project's code can only read; the one that attests and publishes runs nothing
/// of it.
/// </summary>
internal static class ReleaseWorkflow
{
    private const string Artifact = "packages";
    private const string Folder = "output/packages";
    private const string Feed = "https://api.nuget.org/v3/index.json";

    public static Workflow Compile(WorkflowParts parts) => new(
        "release", Yaml.Map(("push", Yaml.Map(("tags", Yaml.List("v*"))))), "release-${{ github.ref }}")
    {
        Jobs = [Pack(parts), Publish(parts)],
    };

    private static WorkflowJob Pack(WorkflowParts parts) => parts.Job("pack", "Pack") with
    {
        Permissions = [("contents", "read")],
        Steps =
        [
            // The version is that of the git tag.
            .. parts.Begin(history: true, builds: false),
            new WorkflowStep("Pack") { Run = parts.Call("Pack") },
            new WorkflowStep("Hand the packages on")
            {
                Uses = PinnedAction.UploadArtifact,
                With = Yaml.Map(("name", Artifact), ("path", Folder), ("if-no-files-found", "error"), ("overwrite", true)),
            },
        ],
    };

    private static WorkflowJob Publish(WorkflowParts parts) => parts.Job("publish", "Attest and publish") with
    {
        Needs = ["pack"],
        Permissions = [("attestations", "write"), ("contents", "write"), ("id-token", "write")],
        Environment = ChosenExtras.EnvironmentOf(parts.Settings),
        Steps =
        [
            new WorkflowStep("Take the packages over")
            {
                Uses = PinnedAction.DownloadArtifact,
                With = Yaml.Map(("name", Artifact), ("path", Folder)),
            },
            new WorkflowStep("Attest who packed them") { Uses = PinnedAction.AttestProvenance,
                With = Yaml.Map(("subject-path", $"{Folder}/*")) },
            new WorkflowStep("Publish the packages")
            {
                Env = Yaml.Map(("NUGET_KEY", "${{ secrets.NUGET_API_KEY }}")),
                Run = $"dotnet nuget push '{Folder}/*.nupkg' --api-key \"$NUGET_KEY\" --source {Feed} --skip-duplicate",
            },
            new WorkflowStep("Publish the release")
            {
                Env = Yaml.Map(("GH_TOKEN", "${{ github.token }}"), ("GH_REPO", "${{ github.repository }}")),
                // A job that failed behind it is run again as a whole.
                Run = $"if gh release view \"$GITHUB_REF_NAME\" > /dev/null; then gh release upload \"$GITHUB_REF_NAME\" {Folder}/* "
                    + $"--clobber; else gh release create \"$GITHUB_REF_NAME\" {Folder}/* --verify-tag --generate-notes; fi",
            },
        ],
    };
}
