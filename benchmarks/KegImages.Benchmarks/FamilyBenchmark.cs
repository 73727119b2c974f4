using System.Collections.Immutable;
using System.Globalization;
using KegImages.Commands;
using KegImages.LocalEngine;
using KegImages.Registry;

namespace KegImages.Benchmarking;

/// <summary>
/// Measures this project against <c>docker buildx bake</c>: the same generated family, the same private engine and registry, one after the
/// other in every case, medians of several runs.
/// </summary>
/// <param name="clone">The clone whose <c>build.sh</c> is measured, and whose private engine is used.</param>
/// <param name="engine">That engine, running.</param>
/// <param name="runner">Runs the tools.</param>
/// <param name="say">Told how far it is.</param>
public sealed class FamilyBenchmark(string clone, LocalEndpoint engine, ICommandRunner runner, Action<string> say)
{
    private readonly Meter meter = new(runner, engine, clone);
    private readonly string folder = Path.Combine(clone, ".nuke", "temp", "benchmark");

    /// <summary>Runs all cases for a family of COPY steps alone and for one with RUN steps, then plans large families.</summary>
    /// <param name="images">How many images the families have.</param>
    /// <param name="runs">How often each case is run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<BenchmarkReport> RunAsync(int images, int runs, CancellationToken cancellationToken)
    {
        if (images < 3 || runs < 1)
            throw new WrongUseException(
                $"--images {images} --runs {runs}: a family has at least 3 images (base, hub and tap), and a median at least one run");
        using var registries = new RegistryClient(new DockerCredentials(engine.DockerConfig, runner));
        var cases = ImmutableArray.CreateBuilder<CaseReport>();
        foreach (var hasRun in new[] { false, true })
            cases.AddRange(await VariantAsync(new FamilyShape(images, hasRun, engine.RootImage.At(engine.RootDigest)), runs, registries,
                cancellationToken));
        var planning = new PlanBenchmark(clone, folder, engine, runner, say);
        return new BenchmarkReport(images, runs, cases.ToImmutable(),
            [await planning.RunAsync(1_000, 2, 150, cancellationToken), await planning.RunAsync(10_000, 15, null, cancellationToken)]);
    }

    private async Task<IEnumerable<CaseReport>> VariantAsync(FamilyShape shape, int runs, RegistryClient registries,
        CancellationToken cancellationToken)
    {
        var variant = shape.HasRun ? "RUN" : "COPY";
        var (ours, bake) = (Contestant.Ours(Family("ours"), engine, clone), Contestant.Bake(Family("bake"), engine));
        var measured = BenchmarkCase.All.ToDictionary(one => one,
            _ => (Ours: new List<Measurement>(), Bake: new List<Measurement>(), Evidence: new List<string>()));
        for (var run = 1; run <= runs; run++)
        {
            foreach (var situation in BenchmarkCase.All)
            {
                var here = measured[situation];
                // Whoever comes second finds a warmer disk: they take turns.
                foreach (var contestant in run % 2 == 1 ? new[] { ours, bake } : [bake, ours])
                {
                    await PrepareAsync(situation, contestant, Text(run), cancellationToken);
                    var before = run == 1 && situation == BenchmarkCase.BrokenTap
                        ? await contestant.DigestsAsync(registries, "develop", cancellationToken) : null;
                    var taken = await meter.RunAsync(contestant.Push, cancellationToken);
                    ThrowUnlessExpected(situation, contestant, taken);
                    (contestant == ours ? here.Ours : here.Bake).Add(taken);
                    var who = contestant == ours ? "ours" : "bake";
                    say(string.Create(CultureInfo.InvariantCulture,
                        $"{variant} {run}/{runs}  {situation.Name}: {who} {taken.Seconds:0.00} s, {taken.Requests} requests"));
                    if (before is not null)
                    {
                        var moved = Moved(before, await contestant.DigestsAsync(registries, "develop", cancellationToken));
                        here.Evidence.Add($"{who}: {moved}{BuiltBy(contestant == ours, taken)}");
                    }

                    if (run == 1 && situation == BenchmarkCase.LeafAfterBase && shape.HasRun)
                        here.Evidence.Add($"{who}: {Reruns(taken.Output, shape.Leaf.Name)}");
                }
            }
        }

        return BenchmarkCase.All.Select(one =>
            CaseReport.Of(one, shape.HasRun, measured[one].Ours, measured[one].Bake, string.Join("; ", measured[one].Evidence)));

        GeneratedFamily Family(string who) => new(Path.Combine(folder, $"{who}-{variant}".ToLowerInvariant()), shape, runner);
    }

    private static string Text(int run) => string.Create(CultureInfo.InvariantCulture, $"{run} {Guid.NewGuid():n}");

    private static async Task PrepareAsync(BenchmarkCase situation, Contestant contestant, string text, CancellationToken cancellationToken)
    {
        var family = contestant.Family;
        if (situation == BenchmarkCase.NothingChanged)
            return;
        if (situation == BenchmarkCase.Cold)
        {
            await contestant.BeginAsync(text, cancellationToken);
            return;
        }

        if (situation == BenchmarkCase.NewBranch)
        {
            await family.SwitchAsync("feature", create: true, cancellationToken);
            await family.WriteBakeAsync(contestant.Provider.ToString(), ["feature"], cancellationToken);
        }
        else if (situation == BenchmarkCase.BaseChanged)
        {
            await family.SwitchAsync("develop", create: false, cancellationToken);
        }
        else if (situation == BenchmarkCase.BrokenTap)
        {
            await family.BreakAsync(family.Shape.Broken, cancellationToken);
        }

        var changed = situation == BenchmarkCase.BaseChanged || situation == BenchmarkCase.BrokenTap ? FamilyShape.Base : family.Shape.Leaf;
        await family.ChangeAsync(changed, text, cancellationToken);
        await family.CommitAsync(situation.Name, cancellationToken);
    }

    private static void ThrowUnlessExpected(BenchmarkCase situation, Contestant contestant, Measurement taken)
    {
        if ((taken.ExitCode == 0) == (situation == BenchmarkCase.BrokenTap))
            throw new FailedException(
                $"{contestant.Push}{Environment.NewLine}exited with {taken.ExitCode} in the case "
                    + $"'{situation.Name}':{Environment.NewLine}{taken.Output}");
    }

    private static string Moved<T>(Dictionary<string, T> before, Dictionary<string, T> after) =>
        $"{before.Count(pair => !EqualityComparer<T>.Default.Equals(pair.Value, after[pair.Key]))} of {before.Count} tags moved";

    private static string BuiltBy(bool isOurs, Measurement taken) =>
        isOurs ? $", {taken.Output.Split('\n').Count(line => line.Contains(" built sha256:", StringComparison.Ordinal))} images built" : "";

    // Both name a step before they say that its result was cached: "tap-45  3/4 RUN …  CACHED" ours; "#12 [tap-45 3/4] RUN …", "#12 CACHED"
    // buildx.
    private static string Reruns(string output, string image)
    {
        var lines = output.Split('\n').Select(line => line.TrimEnd()).ToList();
        var ours = lines.Where(line => line.Contains(" RUN ", StringComparison.Ordinal)
            && line.StartsWith(image + " ", StringComparison.Ordinal)).ToList();
        var steps = lines.Select(line => BakeStep(line, image)).OfType<string>().Distinct().ToList();
        var cached = ours.Count(line => line.EndsWith("CACHED", StringComparison.Ordinal))
            + steps.Count(id => lines.Contains($"#{id} CACHED"));
        return cached > 0 ? $"the RUN step of {image} was cached" : $"the RUN step of {image} ran again";
    }

    // The number of a RUN step of the image.
    private static string? BakeStep(string line, string image) =>
        line.Split(' ', 3) is [['#', .. var id], var bracket, var rest] && bracket == $"[{image}"
            && rest.IndexOf(']', StringComparison.Ordinal) is >= 0 and var end
        && rest[(end + 1)..].StartsWith(" RUN ", StringComparison.Ordinal)
            ? id
            : null;
}
