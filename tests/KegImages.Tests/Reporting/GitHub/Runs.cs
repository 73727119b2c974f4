using KegImages.Commands;
using KegImages.Pages;
using KegImages.Planning;
using KegImages.References;
using KegImages.Reports;
using KegImages.Tests.Building;

namespace KegImages.Tests.Reporting.GitHub;

/// <summary>Runs as they stand at one moment: base → core → tap → evf and keg-herkin.</summary>
internal static class Runs
{
    public static readonly BuildStep Base = FamilyOf.Step("keg-base") with { Reason = "no image of these inputs exists yet" };
    public static readonly BuildStep Core = FamilyOf.Step("keg-core", "keg-base");
    public static readonly BuildStep Tap = FamilyOf.Step("tap",
        "keg-core") with { Reason = "its parent keg-core | <b>is</b> built, @everyone" };
    public static readonly BuildStep Evf = FamilyOf.Step("evf", "tap");
    public static readonly BuildStep Herkin = FamilyOf.Step("keg-herkin", "evf", "tap");

    private static readonly BuildStep[] All = [Base, Core, Tap, Evf, Herkin];

    /// <summary>The plan: core is there, the others are built.</summary>
    public static SummaryState Planned(bool push = true) => new(
        new PlanReport("ghcr.io/simpleviewinc", push, ["feature-x"],
        [
            .. All.Select(step => new PlannedImage(
                step.Image.Name.ToString(), step == Base ? "base" : step.Parents.Length > 1 || step == Evf ? "taps" : "keg-hub",
                step == Core ? "reuse" : "build",
                step == Core ? "the same inputs were built before" : step.Reason,
                step.Content.ToString(),
                step == Core ? FamilyOf.DigestOf("keg-core").ToString() : null,
                step == Base ? ["node:20"] : [.. step.Parents.Select(parent => parent.Edge.Member!.ToString())])),
        ]),
        TimeSpan.FromSeconds(64));

    /// <summary>The base is built, the rest is to come.</summary>
    public static SummaryState Begun() => Planned() with { Made = Report([BuiltOf(Base, false)]) };

    /// <summary>evf failed, keg-herkin is blocked by it.</summary>
    public static SummaryState Broken(bool push = true) => Planned(push) with
    {
        Made = Report([BuiltOf(Base, false), BuiltOf(Tap, true), new Failed(Evf, Failure("failing-run"), TimeSpan.FromSeconds(3.2)),
            new Blocked(Herkin, Evf.Image.Name)]),
    };

    /// <summary>All is built; pushed or not.</summary>
    public static SummaryState Done(bool push = true) => Planned(push) with
    {
        Made = Report([BuiltOf(Base, false), BuiltOf(Tap, true), BuiltOf(Evf, false), BuiltOf(Herkin, false)], push
            ? name => 84_000_000 + name.Length * 1_000_000 : null),
        IsPublished = push,
        Commit = "0123456789ab",
        Log = new Uri("https://github.com/simpleviewinc/family/actions/runs/17"),
    };

    public static BuildFailure Failure(string sample) => Sample.Log(sample).Failure(
        ImageName.Parse("evf"), "taps/evf/container/Dockerfile", new Command("docker", "buildx", "build", "/repository/taps/evf"), 1);

    public static Built BuiltOf(BuildStep step, bool cached)
    {
        var digest = FamilyOf.DigestOf(step.Image.Name.ToString());
        return new Built(step, step.Content.At(digest), TimeSpan.FromSeconds(cached ? 0.4 : 31), cached);
    }

    private static FamilyReport Report(BuildOutcome[] outcomes, Func<string, long?>? size = null)
    {
        IEnumerable<ImageState> images = outcomes.Append<ImageState>(
            new Reused(Core.Image, "the same inputs were built before", Core.Content.At(FamilyOf.DigestOf("keg-core")), Core.Content,
                Core.Tags));
        return FamilyReport.Of(new FamilyState([.. images.OrderBy(image => Array.FindIndex(All, step => step.Image.Name == image.Name))
            .Select(image => size is null ? image : Named(image, size(image.Name.ToString())))]));
    }

    private static Published Named(ImageState green, long? size) =>
        new(green, [ImageReference.Parse($"ghcr.io/simpleviewinc/{green.Name}:feature-x")], size);
}
