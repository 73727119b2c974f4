using System.Collections.Immutable;
using CsCheck;
using KegImages.Building;
using KegImages.Dockerfiles;
using KegImages.Images;
using KegImages.Planning;
using KegImages.References;

namespace KegImages.ReliabilityTests.Generators;

/// <summary>Whatever a pool of builders goes through, every step of a plan ends, in an order and a place that are allowed.</summary>
public sealed class PoolSchedulePropertyTests
{
    private static readonly string[] Platforms = ["linux/amd64", "linux/arm64", "linux/s390x"];

    private static readonly Gen<ImmutableArray<string>> SomePlatforms =
        Gen.Bool.Array[3].Select(isIn => Platforms.Where((_, index) => isIn[index]).ToImmutableArray());

    private static readonly Gen<PoolBuilder[]> Builders = Gen.Select(Gen.Int[1, 3], SomePlatforms, SomePlatforms, Gen.Int[0, 5]).Array[1, 4]
        .Select(all => all.Select((one, index) => new PoolBuilder($"b{index}", one.Item1)
        {
            Native = one.Item2,
            Platforms = [.. one.Item2.Union(one.Item3)],
            Silence = one.Item4 == 0 ? "gone" : null,
        }).ToArray());

    private static readonly Gen<BuildStep[]> Steps = Gen.Select(SomePlatforms, Gen.Int[0, 1000].Array[0, 3]).Array[1, 25]
        .Select(all => all.Select((one, index) => Step(index, one.Item1.IsEmpty ? [Platforms[0]] : one.Item1,
            index == 0 ? [] : [.. one.Item2.Select(parent => parent % index).Distinct()])).ToArray());

    [Fact]
    public void Any_plan_on_any_pool_ends_whatever_builders_die_and_come_back() =>
        Gen.Select(Steps, Builders, Gen.Int[0, 999].Array[300])
            .Sample((steps, builders, chances) => new Simulation(steps, builders, chances).Run());

    private static BuildStep Step(int index, ImmutableArray<string> platforms, int[] parents) => new()
    {
        Image = new Image
        {
            Name = ImageName.Parse($"i{index}"),
            Alias = $"i{index}",
            Group = new ImageGroup("all", 0),
            DockerfilePath = "/f/Dockerfile",
            ContextPath = "/f",
            Dockerfile = Dockerfile.Parse("FROM scratch", "Dockerfile"),
        },
        Platforms = platforms,
        Reason = "asked for",
        Parents = [.. parents.Select(parent => new StepParent(new Parent(ImageReference.Parse($"r.example/f/i{parent}:x"),
            new SourceLocation("Dockerfile", 1), ParentUse.From, null, ImageName.Parse($"i{parent}")), null))],
        Content = ImageReference.Parse($"r.example/f/i{index}:fp-0123456789abcdef0123"),
        Tags = [],
        Args = ImmutableSortedDictionary<string, string>.Empty,
        Labels = ImmutableSortedDictionary<string, string>.Empty,
        Contexts = ImmutableSortedDictionary<string, string>.Empty,
    };

    // What a run does with a schedule, with chance in the place of builds; it knows nothing of how the schedule decides.
    private sealed class Simulation(BuildStep[] steps, PoolBuilder[] builders, int[] chances)
    {
        private readonly BuilderPool pool = new(builders);
        private readonly List<Placement> running = [];
        private readonly Dictionary<ImageName, HashSet<string>> built = [];
        private readonly HashSet<ImageName> done = [], failed = [], never = [];
        private readonly HashSet<string> gone =
            [.. builders.Where(builder => builder.Silence is not null).Select(builder => builder.Name!)];

        private readonly HashSet<string> lost = [];
        private PoolSchedule? schedule;
        private int at;

        public void Run()
        {
            schedule = new PoolSchedule(steps, pool);
            var rounds = 0;
            while (true)
            {
                while (schedule.Abandon() is var (step, blocked))
                {
                    CandidatesAreLost(step);
                    // Other parts of it may still run; what becomes of them says nothing new.
                    failed.Add(step.Image.Name).ShouldBeTrue($"{step.Image.Name} is given up once");
                    Never(blocked);
                }

                while (schedule.Next() is { } placed)
                    Start(placed);
                if (running.Count == 0 && schedule.IsDone)
                    break;
                (++rounds).ShouldBeLessThan(10_000, "it does not end");
                Something();
            }

            foreach (var step in steps)
                new[] { done, failed, never }.Count(set => set.Contains(step.Image.Name)).ShouldBe(1, $"{step.Image.Name} ends once");
        }

        private void Start(Placement placed)
        {
            foreach (var parent in placed.Step.Parents)
                done.ShouldContain(parent.Edge.Member!, "no step before its parents");
            running.Add(placed);
            running.Count(other => other.Builder == placed.Builder).ShouldBeLessThanOrEqualTo(placed.Builder.Slots, "no slot twice");
            gone.ShouldNotContain(placed.Builder.Name!, "nothing is begun where nobody answers");
            foreach (var platform in placed.Platforms)
            {
                placed.Step.Platforms.ShouldContain(platform);
                if (builders.Any(builder => builder.Builds(platform)))
                    placed.Builder.Builds(platform).ShouldBeTrue("it is built where it can be");
                if (builders.Any(builder => builder.IsNative(platform)))
                    placed.Builder.IsNative(platform).ShouldBeTrue("it is not emulated where it need not be");
            }
        }

        private void Something()
        {
            var chance = Chance();
            if (gone.Count > 0 && (running.Count == 0 || chance < 150))
            {
                var builder = builders.Where(builder => gone.Contains(builder.Name!)).ElementAt(Chance() % gone.Count);
                // Two of three come back; who was given up may do so as well.
                if (Chance() % 3 < 2 && (running.Count > 0 || !lost.Contains(builder.Name!)))
                {
                    pool.Return(builder);
                    lost.Remove(builder.Name!);
                    gone.Remove(builder.Name!);
                }
                else
                {
                    pool.GiveUp(builder);
                    lost.Add(builder.Name!);
                }

                return;
            }

            var ended = running[Chance() % running.Count];
            running.Remove(ended);
            var name = ended.Step.Image.Name;
            if (chance < 350)
            {
                gone.Add(ended.Builder.Name!);
                schedule!.Lose(ended);
            }
            else if (chance < 450)
            {
                if (schedule!.Fail(ended) is not { } blocked)
                {
                    failed.ShouldContain(name);
                    return;
                }

                failed.Add(name).ShouldBeTrue();
                Never(blocked);
            }
            else if (schedule!.Succeed(ended))
            {
                Built(ended).SetEquals(ended.Step.Platforms).ShouldBeTrue("all of its platforms are built");
                done.Add(name).ShouldBeTrue();
                schedule.Complete(ended.Step);
            }
            else
            {
                Built(ended);
            }
        }

        private HashSet<string> Built(Placement ended)
        {
            if (!built.TryGetValue(ended.Step.Image.Name, out var there))
                built[ended.Step.Image.Name] = there = [];
            there.UnionWith(ended.Platforms);
            return there;
        }

        private void CandidatesAreLost(BuildStep step) => step.Platforms.Any(platform => Candidates(platform).All(builder =>
            lost.Contains(builder.Name!))).ShouldBeTrue("a step is given up only where no builder is left for it");

        private IEnumerable<PoolBuilder> Candidates(string platform) =>
            builders.Any(builder => builder.IsNative(platform)) ? builders.Where(builder => builder.IsNative(platform))
                : builders.Any(builder => builder.Builds(platform)) ? builders.Where(builder => builder.Builds(platform)) : builders;

        private void Never(IEnumerable<BuildStep> those)
        {
            foreach (var step in those)
                never.Add(step.Image.Name).ShouldBeTrue($"{step.Image.Name} is told once");
        }

        private int Chance() => chances[at++ % chances.Length];
    }
}
