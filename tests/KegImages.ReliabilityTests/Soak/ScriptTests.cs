using KegImages.ReliabilityTests.Faults;
using KegImages.ReliabilityTests.Kills;
using KegImages.ReliabilityTests.Model;
using KegImages.ReliabilityTests.Races;

namespace KegImages.ReliabilityTests.Soak;

/// <summary>What a soak writes down can be read again.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData("push: 500 at GET keg-family/manifests/develop from 1 times 1")]
    [InlineData("prune: stall at GET base/tags/list from 2 times all and also 204 at DELETE one/manifests/sha256:* from 1 times 1")]
    public void A_fault_case_round_trips(string line) => FaultCase.Parse(line).ToString().ShouldBe(line);

    [Theory]
    [InlineData("push at 3")]
    [InlineData("prune after 12")]
    [InlineData("first in 700")]
    public void A_kill_round_trips(string line) => KillCase.Parse(line).ToString().ShouldBe(line);

    [Fact]
    public void Steps_and_races_round_trip()
    {
        RaceCase.Parse("taps 17").ToString().ShouldBe("taps 17");
        foreach (var step in EpisodeRuns.Random(new Random(3), 200))
            Step.Parse(step.ToString()).ToString().ShouldBe(step.ToString());
    }

    [Theory]
    [InlineData("push")]
    [InlineData("push: nothing at all")]
    [InlineData("push: 500 at nowhere from 1 times 1")]
    public void What_is_no_fault_case_is_refused(string line) => Should.Throw<FormatException>(() => FaultCase.Parse(line));

    [Fact]
    public void Options_are_read_and_what_is_none_is_refused()
    {
        var options = SoakOptions.Parse(["--minutes", "0.5", "--seed", "7", "--replay", "a.txt", "--output", "b"]);
        options.ShouldBe(new SoakOptions(TimeSpan.FromSeconds(30), 7, "a.txt", "b"));
        foreach (var wrong in (string[][])[["--minutes"], ["--minutes", "-1"], ["--seed", "x"], ["--speed", "1"]])
            Should.Throw<WrongUseException>(() => SoakOptions.Parse(wrong));
    }

    [Fact]
    public void The_same_seed_gives_the_same_script_and_parts_do_not_share_their_chance()
    {
        static string Of(int seed, string part) => string.Join(',', EpisodeRuns.Random(Seed.For(seed, part), 50));

        Of(1, "a").ShouldBe(Of(1, "a"));
        Of(1, "a").ShouldNotBe(Of(1, "b"));
        Of(1, "a").ShouldNotBe(Of(2, "a"));
    }
}
