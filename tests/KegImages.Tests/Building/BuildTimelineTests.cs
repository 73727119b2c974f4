using KegImages.Building;
using KegImages.Planning;
using KegImages.References;

namespace KegImages.Tests.Building;

/// <summary>When builds and their steps began and ended, as the clock of the run has it.</summary>
public sealed class BuildTimelineTests
{
    private readonly Clock clock = new();
    private readonly BuildTimeline timeline;

    public BuildTimelineTests() => timeline = new BuildTimeline(clock);

    [Fact]
    public void Builds_side_by_side_have_workers_of_their_own_and_the_next_takes_the_one_that_is_free()
    {
        Start("a");
        Start("b");
        After(10);
        End("a");
        Start("c");
        After(5);
        End("b");
        End("c");

        timeline.Bars.Select(bar => (bar.Image, bar.Worker, bar.Begin, bar.End))
            .ShouldBe([("a", 0, 0, 10), ("b", 1, 0, 15), ("c", 0, 10, 15)]);
    }

    [Fact]
    public void A_step_lasts_as_long_as_the_builder_says_and_ends_when_it_was_told()
    {
        Start("a");
        After(8);
        Tell("a", new Vertex("1", "[2/3] RUN npm ci") { Started = Clock.Elsewhere, Completed = Clock.Elsewhere.AddSeconds(6) });
        Tell("a", new Vertex("2", "[3/3] COPY . .") { IsCached = true });
        After(1);
        End("a");

        timeline.Bars.Single().Steps.Select(step => (step.Name, step.Number, step.Begin, step.End, step.IsCached))
            .ShouldBe([("RUN npm ci", "2/3", 2, 8, false), ("COPY . .", "3/3", 8, 8, true)]);
    }

    [Fact]
    public void What_is_no_instruction_and_hands_nothing_on_is_no_step()
    {
        Start("a");
        Tell("a", new Vertex("1", "[internal] load build definition from Dockerfile") { Started = Clock.Elsewhere });
        Tell("a", new Vertex("2", "exporting to image") { Started = Clock.Elsewhere });
        End("a");

        timeline.Bars.Single().Steps.Select(step => step.Name).ShouldBe(["exporting to image"]);
    }

    [Fact]
    public void A_build_that_never_began_is_no_bar_and_one_that_says_thousands_of_steps_is_cut()
    {
        timeline.Add(new ImageEnded(new Blocked(FamilyOf.Step("blocked"), ImageName.Parse("a"))));
        Start("a");
        for (var i = 0; i < 5000; i++)
            Tell("a", new Vertex($"{i}", $"[{i}/5000] RUN true") { Started = Clock.Elsewhere });
        End("a");

        timeline.Bars.Single().Steps.Length.ShouldBe(200);
        timeline.Begun.ShouldNotBeNull();
    }

    [Fact]
    public void A_run_that_builds_nothing_has_not_begun() => timeline.Begun.ShouldBeNull();

    private void Start(string name) => timeline.Add(new ImageStarted(FamilyOf.Step(name)));

    private void Tell(string name, Vertex vertex) => timeline.Add(new ImageProgressed(ImageName.Parse(name), new VertexChanged(vertex)));

    private void End(string name)
    {
        var step = FamilyOf.Step(name);
        timeline.Add(new ImageEnded(new Built(step, step.Content, TimeSpan.FromSeconds(1), false)));
    }

    private void After(int seconds) => clock.Now += TimeSpan.FromSeconds(seconds);

    private sealed class Clock : TimeProvider
    {
        // A builder on another machine has a time of its own.
        public static readonly DateTimeOffset Elsewhere = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
