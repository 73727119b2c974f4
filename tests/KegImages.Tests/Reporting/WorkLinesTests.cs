using System.Collections.Immutable;
using System.Diagnostics;
using KegImages.Building;
using KegImages.Consoles;

namespace KegImages.Tests.Reporting;

/// <summary>Work where nothing can be drawn over.</summary>
public sealed class WorkLinesTests
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.UnixEpoch;

    private readonly WorkLines lines = new(4);

    [Fact]
    public void A_step_has_a_line_when_it_begins_what_it_says_and_a_line_when_it_ends()
    {
        Of(Changed("[web 3/7] RUN npm ci", Begin, null)).ShouldBe(["tap   3/7 RUN npm ci"]);
        Of(Changed("[web 3/7] RUN npm ci", Begin, null)).ShouldBeEmpty("it is told once");
        Of(new VertexLogged("v", "added 412 packages")).ShouldBe(["tap   3/7 | added 412 packages"]);
        Of(Changed("[web 3/7] RUN npm ci", Begin, Begin.AddSeconds(12.3))).ShouldBe(["tap   3/7 RUN npm ci  12.3s"]);
        Of(Changed("[web 3/7] RUN npm ci", Begin, Begin.AddSeconds(12.3))).ShouldBeEmpty("it is told once");
    }

    [Fact]
    public void What_the_cache_had_has_one_line()
    {
        var cached = new Vertex("v", "[3/7] COPY . /app") { Started = Begin, Completed = Begin, IsCached = true };

        Of(new VertexChanged(cached)).ShouldBe(["tap   3/7 COPY . /app  CACHED"]);
    }

    [Fact]
    public void What_is_no_instruction_is_told_where_one_waited_for_it_and_in_a_whole_log_always()
    {
        Of(Changed("exporting to image", Begin, null)).ShouldBeEmpty();
        Of(Changed("exporting to image", Begin, Begin.AddSeconds(1))).ShouldBeEmpty();
        Of(Changed("exporting to image", Begin, Begin.AddSeconds(2.5))).ShouldBe(["tap   exporting to image  2.5s"]);

        var all = new WorkLines(0) { TellsAll = true };
        all.Of(new WorkProgressed("tap", Changed("exporting to image", Begin, null))).ShouldBe(["tap  exporting to image"]);
        all.Of(new WorkProgressed("tap", new PlainLine("ERROR: no space"))).ShouldBe(["tap  | ERROR: no space"]);
    }

    [Fact]
    public void A_run_of_several_works_begins_and_ends_each_with_its_name()
    {
        lines.Of(new WorkBegun("a", "building: asked for")).ShouldBe(["a     building: asked for"]);
        lines.Of(new WorkEnded("tap", WorkEnd.Failed, "FAILED after 3.2s")).ShouldBe(["tap   FAILED after 3.2s"]);
    }

    [Fact]
    public void Ten_thousand_lines_of_a_long_build_are_shown_in_no_time()
    {
        var watch = Stopwatch.StartNew();
        Of(Changed("[web 3/7] RUN npm ci", Begin, null));
        for (var i = 0; i < 10_000; i++)
            Of(new VertexLogged("v", new string('x', 200)));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private static VertexChanged Changed(string name, DateTimeOffset started, DateTimeOffset? completed) =>
        new(new Vertex("v", name) { Started = started, Completed = completed });

    private ImmutableArray<string> Of(BuildKitEvent happened) => lines.Of(new WorkProgressed("tap", happened));
}
