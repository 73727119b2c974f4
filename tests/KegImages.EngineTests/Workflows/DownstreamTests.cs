using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;
using KegImages.Workflows;

namespace KegImages.EngineTests.Workflows;

/// <summary>Two families in two repositories, one on the other: what the first publishes reaches the second, and goes no further.</summary>
public sealed class DownstreamTests(EngineFixture engine, ITestOutputHelper output) : WorkflowFamily(engine, output)
{
    [EngineFact(Explicit = true)]
    public async Task What_one_family_publishes_is_built_on_by_the_next_which_tells_nobody_it_came_from()
    {
        Assert.SkipUnless(Scripts.IsPossible, "there is no Node to run the scripts of github-script with");
        await TellsAsync(Family, "example/other");
        await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")));
        var told = Runner.Jobs.Told.ShouldHaveSingleItem();
        told["to"]!.ToString().ShouldBe("example/other");
        using var other = await GitFamily.CreateAsync(Engine);
        other.Write("images/base/Dockerfile", $"FROM {Family.Reference("tap", "develop")}\nCOPY file /other\n");
        await TellsAsync(other, "example/family");
        var runner = await RunnerOfAsync(other);

        (await RunAsync(runner, other, WorkflowKind.Images, GitHubEvent.Told("example/other", "develop", await ShaAsync(other, "HEAD"),
            told))).ShouldContain("Tell those downstream: success");
        runner.Jobs.Told.ShouldBeEmpty("what came from there does not go back");
        runner.Printed.ShouldContain(text => text.Contains("example/family is not told: this run goes back to it",
            StringComparison.Ordinal));
        var before = await other.DigestAsync("one", "develop");

        // The parent moves: the one that is told builds all that stands on it.
        Family.Write("images/tap/file", "tap 2");
        await Family.CommitAsync("another tap");
        await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")));
        Runner.Jobs.Told.Count.ShouldBe(2);
        Runner.Jobs.Told[1]["client_payload"]!["moved"]!["images"]!.AsArray()
            .ShouldContain(image => image!["image"]!.ToString() == "tap");
        (await RunAsync(runner, other, WorkflowKind.Images, GitHubEvent.Told("example/other", "develop", await ShaAsync(other, "HEAD"),
            Runner.Jobs.Told[1]))).ShouldContain("Build keg-base: success");
        (await other.DigestAsync("one", "develop")).ShouldNotBe(before);
    }

    private static async Task TellsAsync(GitFamily family, string whom)
    {
        var keg = await File.ReadAllTextAsync(Path.Combine(family.Root, "keg.yml"));
        family.Write("keg.yml", $"{keg.TrimEnd()}\ndownstream: [{whom}]\n");
        await family.CommitAsync("tells another family");
    }
}
