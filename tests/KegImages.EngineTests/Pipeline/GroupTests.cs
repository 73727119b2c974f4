using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Pipeline;

public sealed class GroupTests(EngineFixture engine)
{
    [EngineFact]
    public async Task Each_group_between_the_first_and_the_last_is_built_after_the_other_and_named()
    {
        using var family = await FiveGroupsAsync();

        await family.PushAsync();

        var printed = family.Printed.ToString();
        foreach (var line in new[] { "hub: tap", "middle: one", "more: two" })
            printed.ShouldContain($"\n{line}\n");
        printed.IndexOf("\nmiddle: one", StringComparison.Ordinal).ShouldBeGreaterThan(
            printed.IndexOf("\nhub: tap", StringComparison.Ordinal));
        // Two stands on the base alone, and so does not wait for its group's turn.
        family.Builds.ShouldBe(["base", "tap", "one", "two", "last"], ignoreOrder: true);
        (await family.DigestAsync("last", "develop")).ShouldNotBeNull();
    }

    [EngineFact]
    public async Task One_group_that_is_asked_for_is_all_that_is_built_and_a_failure_in_one_lets_the_next_go_on()
    {
        using var family = await FiveGroupsAsync();
        await family.PushAsync();
        family.Write("images/tap/file", "tap 2");
        family.Write("taps/two/file", "two 2");

        await family.PushAsync(family.Options with { Groups = ["more"] });
        family.Builds.ShouldBe(["two"]);

        family.Write("taps/one/Dockerfile", "FROM ghcr.io/example/tap:develop\nRUN exit 3\n");
        family.Write("taps/two/file", "two 3");
        family.Printed.GetStringBuilder().Clear();
        var failure = await Should.ThrowAsync<FailedException>(() => family.PushAsync());

        failure.Message.ShouldContain("one, last are not built");
        var printed = family.Printed.ToString();
        printed.ShouldContain("failed: one (taps/one/Dockerfile:2)");
        printed.ShouldContain("\nmore: two\n");
        family.Builds.ShouldBe(["tap", "one", "two"], ignoreOrder: true);
    }

    private async Task<GitFamily> FiveGroupsAsync()
    {
        var family = await GitFamily.CreateAsync(engine);
        family.Write("keg.yml", """
            provider: ghcr.io/example
            default: { branch: develop, tag: develop, aliases: [master] }
            groups:
              base: { folders: [images/base] }
              hub: { folders: [images/tap] }
              middle: { folders: [taps/one] }
              more: { folders: [taps/two] }
              leaves: { folders: ['leaves/*'] }
            images:
              keg-base: { folder: images/base }
            """);
        family.Write("taps/two/file", "two 1");
        family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/keg-base:develop\nCOPY file /two\n");
        family.Write("leaves/last/Dockerfile", "FROM ghcr.io/example/one:develop\n");
        await family.CommitAsync("five groups");
        return family;
    }
}
