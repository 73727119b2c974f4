using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using KegImages.Configuration;
using KegImages.Loading;
using KegImages.Tests.Configuration;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

/// <summary>The families that workflows are approved for, and all their workflows.</summary>
internal static class Families
{
    public const string Own = "own";
    public const string One = "one";
    public const string Large = "large";
    public const string Five = "five";

    public static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    public static readonly WorkflowSettings[] Workflows =
    [
        new() { Name = "images", Kind = WorkflowKind.Images, Schedule = "17 4 * * *", Preflight = ["Doctor"] },
        new() { Name = "pull-request", Kind = WorkflowKind.PullRequest },
        new() { Name = "clean-up", Kind = WorkflowKind.CleanUp },
        new() { Name = "refresh", Kind = WorkflowKind.Refresh, Schedule = "43 5 * * 1" },
        new() { Name = "test", Kind = WorkflowKind.Test, Schedule = "29 2 * * *" },
        new() { Name = "release", Kind = WorkflowKind.Release, EnvironmentName = "release" },
    ];

    /// <summary>Those of a family without a build class.</summary>
    public static readonly ImmutableArray<WorkflowSettings> OfTheTool = ToolWorkflows.Of(hasGlobalJson: false);

    private static readonly ConcurrentDictionary<string, Lazy<Task<FamilyModel>>> Loaded = new();

    /// <summary>A family, loaded once for all tests: a model does not change.</summary>
    public static Task<FamilyModel> LoadAsync(string name) => Loaded.GetOrAdd(name, _ => new(() => LoadAnewAsync(name))).Value;

    public static async Task<FamilyModel> LoadAnewAsync(string name)
    {
        if (name == Own)
            return await FamilyLoader.LoadAsync(Root, CancellationToken.None);
        using var folder = name switch { One => OneImage(), Five => FiveGroups(), _ => With300Taps() };
        return await folder.LoadAsync();
    }

    public static async Task<IReadOnlyList<WorkflowFile>> CompileAsync(string name) => Compile(await LoadAsync(name));

    public static IReadOnlyList<WorkflowFile> Compile(FamilyModel model) =>
        [.. Workflows.Select(settings => FamilyWorkflow.Compile(model, settings))];

    // A registry that is not GitHub's, and two platforms.
    private static FamilyFolder OneImage() => new FamilyFolder()
        .Keg("provider: registry.example/team\nplatforms: [linux/amd64, linux/arm64]\ngroups:\n  all: { folders: [site] }\n")
        .Add("site/Dockerfile", "FROM scratch\n");

    // Five groups, two of which GitHub has other uses for the names of.
    private static FamilyFolder FiveGroups() => new FamilyFolder()
        .Keg("""
            provider: ghcr.io/example
            groups:
              base: { folders: [base] }
              3d: { folders: [engine] }
              plan: { folders: ['planner*'] }
              apps: { folders: [app] }
              leaves: { folders: [leaf] }
            secrets: [NPM_TOKEN]
            """)
        .Add("base/Dockerfile", "FROM scratch\n")
        .Add("engine/Dockerfile", "FROM ghcr.io/example/base:develop\n")
        .Add("planner/Dockerfile", "FROM ghcr.io/example/engine:develop\nRUN --mount=type=secret,id=NPM_TOKEN true\n")
        .Add("planner-tools/Dockerfile", "FROM ghcr.io/example/planner:develop\n")
        .Add("app/Dockerfile", "FROM ghcr.io/example/planner:develop\n")
        .Add("leaf/Dockerfile", "FROM ghcr.io/example/app:develop\n");

    private static FamilyFolder With300Taps()
    {
        var folder = new FamilyFolder()
            .Keg("provider: ghcr.io/example\ngroups:\n  base: { folders: [base] }\n  taps: { folders: ['taps/*'] }\n")
            .Add("base/Dockerfile", "FROM scratch\n");
        for (var i = 1; i <= 300; i++)
            folder.Add($"taps/tap-{i:000}/Dockerfile", "FROM ghcr.io/example/base:develop\n");
        return folder;
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
