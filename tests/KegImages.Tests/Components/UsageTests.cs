using System.ComponentModel;
using System.Reflection;
using System.Text;

namespace KegImages.Tests.Components;

/// <summary>What targets say that they read, beside what they read, and the page that says it to people.</summary>
public sealed class UsageTests
{
    // Reading a family checks these, whoever reads it; they decide something only where its parents and builds are looked at.
    private static readonly string[] OfReadingAFamily = ["context", "secret", "ssh", "node-image", "base-image"];

    // Read to be refused: what is recorded and what is pruned are whole sets. The host refuses them now, for whoever has it.
    private static readonly string[] Whole = ["tap", "image", "group", "changed", "no-registry", "tag"];

    private static readonly Dictionary<string, string[]> ReadAndOfNoConsequence = new(StringComparer.Ordinal)
    {
        ["Status"] = Whole,
        ["Promote"] = Whole,
        ["Restore"] = Whole,
        ["Diff"] = Whole,
        ["Prune"] = Whole,
        // Says itself which image it builds, where to and how far.
        ["NewTap"] = [.. Whole, "release", "keep-going", "layer-cache", "push", "content-only", "locked-plan", "locked-plan-sha256",
            "shard", "most-shards", "built"],
        // Explains what a push would do.
        ["Explain"] = ["push", "content-only"],
        // Shows what a push would do.
        ["Report"] = ["push", "content-only"],
        // What a package is of is in its name.
        ["RunPackage"] = ["from", "tag", "tap", "image", "group"],
        // What the file doctor.json holds is for people on the console.
        ["Doctor"] = ["json"],
        // Whether an engine may be started for it; a shell is opened or not.
        ["Attach"] = ["dry-run"],
    };

    public static TheoryData<string> Targets => [.. ComponentTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_target_reads_what_it_declares_and_nothing_else(string name)
    {
        var target = ComponentTargets.All.Single(target => target.Name == name);
        var (declared, reached) = (ComponentTargets.DeclaredBy(target), Reach.Of(target));

        declared.Distinct().Count().ShouldBe(declared.Length, "each is named once");
        declared.Except(ComponentTargets.Options.Keys).ShouldBeEmpty("each is an option");
        declared.Except(reached).ShouldBeEmpty("what is declared is read");
        reached.Except(declared).Except(OfReadingAFamily).Except(ReadAndOfNoConsequence.GetValueOrDefault(name, []))
            .Except(["with-parents"]).ShouldBeEmpty("what is read is declared");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_target_that_changes_something_can_be_rehearsed_or_says_that_it_cannot(string name)
    {
        var target = ComponentTargets.All.Single(target => target.Name == name);
        var (usage, isRead) = (ComponentTargets.UsageOf(target), ComponentTargets.DeclaredBy(target).Contains("dry-run"));

        // A report changes nothing that anybody builds on.
        if (usage.Writes is { } writes && !writes.StartsWith("output/", StringComparison.Ordinal))
            (isRead || usage.Refuses == "dry-run").ShouldBeTrue();
        (isRead && usage.Refuses == "dry-run").ShouldBeFalse("not both");
        usage.Examples.ShouldNotBeEmpty();
        usage.Examples.ShouldAllBe(example => example.StartsWith(name));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Examples_have_options_that_the_target_reads(string name)
    {
        var target = ComponentTargets.All.Single(target => target.Name == name);
        var typed = ComponentTargets.UsageOf(target).Examples.SelectMany(example => example.Split('#')[0].Split(' '))
            .Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word[2..]);

        typed.Except(ComponentTargets.DeclaredBy(target)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_option_is_read_by_a_target() =>
        ComponentTargets.Options.Keys.Except(ComponentTargets.All.SelectMany(ComponentTargets.DeclaredBy)).ShouldBeEmpty();

    [Fact]
    public void The_page_of_options_has_every_target_and_option()
    {
        var page = File.ReadAllText(Path.Combine(ThisClone.Root, "docs", "options.md")).ReplaceLineEndings("\n");
        var table = Table();
        var at = page.IndexOf("<!-- table -->\n", StringComparison.Ordinal);
        var received = Path.Combine(ThisClone.Root, "output", "options-table.md");
        if (at < 0 || page[(at + "<!-- table -->\n".Length)..] != table)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(received)!);
            File.WriteAllText(received, table);
        }

        at.ShouldBeGreaterThan(0);
        page[(at + "<!-- table -->\n".Length)..].ShouldBe(table, $"what it should say is in {received}");
    }

    // One table a topic: a row is a target, a column an option.
    private static string Table()
    {
        var text = new StringBuilder();
        foreach (var topic in ComponentTargets.Options.GroupBy(option => option.Value.GetCustomAttribute<CategoryAttribute>()!.Category))
        {
            string[] options = [.. topic.Select(option => option.Key)];
            text.Append($"\n### {topic.Key}\n\n| target | {string.Join(" | ", options.Select(option => $"`--{option}`"))} |\n");
            text.Append($"| --- |{string.Concat(options.Select(_ => " --- |"))}\n");
            foreach (var target in ComponentTargets.All)
            {
                var declared = ComponentTargets.DeclaredBy(target);
                var cells = options.Select(option => declared.Contains(option) ? "honoured" : "–");
                text.Append($"| {target.Name} | {string.Join(" | ", cells)} |\n");
            }
        }

        return text.ToString();
    }
}
