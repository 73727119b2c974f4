using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Startup;

/// <summary>An option is read or refused, and where a value comes from is said.</summary>
public sealed class OptionUse_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Theory]
    [InlineData("List --tag a", "--tag: List does not read it; it is an option of Bake, Clean, Show")]
    [InlineData("Clean --tap evf", "--tap: Clean does not read it; it is an option of Bake")]
    [InlineData("Clean List --tap evf", "--tap: List and Clean do not read it; it is an option of Bake")]
    [InlineData("Clean --dry-run", "--dry-run: Clean cannot do without: it writes the oven")]
    [InlineData("Clean Bake --dry-run", "--dry-run: Clean cannot do without: it writes the oven")]
    [InlineData("Bake --tap evf Clean",
        "--tap: 'Clean' stands behind it and is a target; targets stand in front: ./build.sh Clean --tap evf")]
    [InlineData("--tap evf Bake", "--tap: 'Bake' stands behind it and is a target")]
    [InlineData("--root . Bake", "--root: 'Bake' stands behind it and is a target; targets stand in front: ./build.sh Bake --root .")]
    [InlineData("--verbosity quiet Bake", "--verbosity: 'Bake' stands behind it and is a target")]
    [InlineData("Bake --tag a Clean", "--tag: 'Clean' stands behind it and is a target")]
    [InlineData("Bake --token hunter2 Clean", "--token: '***' stands behind it and is a target")]
    [InlineData("Bake --root . other", "--root takes one value, but 2 were given: . other")]
    public async Task What_would_not_be_read_is_refused_before_anything_runs(string words, string expected)
    {
        var run = await Run.Of<Declared>(_root, words);
        run.ExitCode.ShouldBe(2, run.Text);
        run.Error.ShouldContain(expected);
        run.Error.ShouldNotContain("hunter2");
        run.Out.ShouldNotContain("cleaned");
        run.Out.ShouldNotContain("baked");
    }

    [Theory]
    [InlineData("Bake --tap Clean", "baked  Clean False")]
    [InlineData("Bake --tap evf --tap Clean", "baked  evf|Clean False")]
    [InlineData("Show --tap evf --dry-run", "baked  evf True")]
    [InlineData("Show --tap evf", "shown")]
    [InlineData("Own --tap evf --tag a --dry-run", "own")]
    public async Task What_a_target_of_the_run_reads_is_taken(string words, string expected)
    {
        var run = await Run.Of<Declared>(_root, words);
        run.ExitCode.ShouldBe(0, run.Text);
        run.Out.ShouldContain(expected);
    }

    [Fact]
    public async Task A_value_that_nobody_typed_is_named_with_its_place_where_it_is_read()
    {
        _root.With(".nuke/parameters.json", """{ "Token": "hunter2" }""").With(".nuke/parameters.local.json", "{\n  \"Tap\": \"evf\"\n}");
        var variables = new Dictionary<string, string> { ["TAG"] = "hello", ["DRY_RUN"] = "1" };

        var run = await Run.Of<Declared>(_root, "Bake --profile local", null, variables);
        run.ExitCode.ShouldBe(0, run.Text);
        run.Out.ShouldContain("tag hello (from TAG in the environment)\n");
        run.Out.ShouldContain("tap evf (from .nuke/parameters.local.json:2)\n");
        run.Out.ShouldContain("dry-run 1 (from DRY_RUN in the environment)\n");
        run.Out.ShouldContain("token *** (from .nuke/parameters.json:1)\n");
        run.Out.ShouldNotContain("hunter2");
        run.Out.ShouldContain("baked hello evf True");

        var other = await Run.Of<Declared>(_root, "List --profile local", null, variables);
        other.ExitCode.ShouldBe(0, other.Text);
        other.Out.ShouldNotContain("(from ");
    }

    [Fact]
    public async Task A_wish_to_change_nothing_is_kept_wherever_it_comes_from()
    {
        var run = await Run.Of<Declared>(_root, "Clean", null, new() { ["DRY_RUN"] = "yes" });
        run.ExitCode.ShouldBe(2, run.Text);
        run.Error.ShouldContain("DRY_RUN in the environment: Clean cannot do without");
        (await Run.Of<Declared>(_root, "Clean", null, new() { ["DRY_RUN"] = "no" })).Out.ShouldContain("cleaned");
    }

    [Theory]
    [InlineData("1", "True")]
    [InlineData("0", "False")]
    [InlineData("yes", "True")]
    [InlineData("NO", "False")]
    [InlineData("True", "True")]
    public async Task A_switch_is_said_as_people_say_it(string word, string value)
    {
        (await Run.Of<Declared>(_root, "Bake", null, new() { ["DRY_RUN"] = word })).Out.ShouldContain($"baked   {value}");
        (await Run.Of<Declared>(_root, $"Bake --dry-run {word}")).Out.ShouldContain($"baked   {value}");
    }

    [Theory]
    [InlineData("GROUP")]
    [InlineData("CI")]
    [InlineData("SECRET")]
    public async Task What_machines_set_for_everybody_is_not_said_to_be_meant(string variable)
    {
        var run = await Run.Of<Declared>(_root, "Bake", null, new() { [variable] = "x" });
        run.ExitCode.ShouldBe(0, run.Text);
        run.Out.ShouldNotContain("(from ");
    }

    public void Dispose() => _root.Dispose();
}
