using KegImages.Pages;

namespace KegImages.Tests.Reporting.GitHub;

public sealed class FamilyGraphTests
{
    [Fact]
    public void Every_state_has_its_colour()
    {
        string[] states = ["build", "reuse", "built", "cached", "reused", "failed", "blocked", "unstarted", "untested", "behind", "skipped",
            "unknown"];

        var lines = FamilyGraph.Of(
            [.. states.Select((state, index) => new DrawnImage($"image-{index}", index == 0 ? ["node:20"] : ["image-0"], state))]);

        foreach (var state in states)
            lines.ShouldContain(line => line.StartsWith($"  classDef {state} fill:", StringComparison.Ordinal));
        lines.Count(line => line.Contains("-->", StringComparison.Ordinal)).ShouldBe(12);
    }

    [Fact]
    public void Three_hundred_taps_are_few_nodes()
    {
        var taps = Enumerable.Range(0, 300)
            .Select(i => new DrawnImage($"tap-{i:000}", ["tap"], i == 7 ? "failed" : i < 100 ? "built" : "reused"));

        var lines = FamilyGraph.Of([new DrawnImage("tap", [], "built"), .. taps]);

        string.Join('\n', lines).ShouldBe("""
            flowchart LR
              n0["tap"]:::built
              n1["tap-000 and 98 more"]:::built
              n2["tap-007"]:::failed
              n3["tap-100 and 199 more"]:::reused
              n0 --> n1
              n0 --> n2
              n0 --> n3
              classDef built fill:#dafbe1,stroke:#1a7f37,color:#1f2328
              classDef reused fill:#f6f8fa,stroke:#818b98,color:#1f2328
              classDef failed fill:#ffebe9,stroke:#d1242f,color:#1f2328
              classDef outside fill:none,stroke:#818b98,color:#818b98,stroke-dasharray:2 2
            """, StringCompareShould.IgnoreLineEndings);
    }

    [Fact]
    public void A_name_cannot_leave_its_node() =>
        FamilyGraph.Of([new DrawnImage("a", ["x\"]; click \"y"], "build")])[1].ShouldBe("  n0([\"x#34;#93;#59; click #34;y\"]):::outside");
}
