using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Pipeline;

public sealed class WrongUseTests(EngineFixture engine)
{
    [EngineFact]
    public async Task Everything_wrong_is_reported_together_before_anything_is_built()
    {
        using var family = await GitFamily.CreateAsync(engine);

        var error = await Should.ThrowAsync<WrongUseException>(() => family.OpenAsync(family.Options with
        {
            Taps = ["onee"], Images = ["tpa"], Tag = ".bad", Parallel = 0,
        }));

        error.Problems.Select(problem => problem.Message.Split(':')[0])
            .ShouldBe(["--parallel 0", "--tap onee", "--image tpa", "--tag"], ignoreOrder: true);
        family.Builds.ShouldBeEmpty();
    }

    [EngineFact]
    public async Task A_family_with_several_faults_names_each_with_its_place()
    {
        using var family = await GitFamily.CreateAsync(engine);
        family.Write("taps/one/Dockerfile", "FROM ghcr.io/example/tpa:develop\n");
        family.Write("taps/two/Dockerfile", "RUN true\n");
        family.Write("images/tap/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\nCOPY --from=9 / /\n");

        var error = await Should.ThrowAsync<WrongUseException>(() => family.OpenAsync(family.Options));

        var text = error.Message;
        text.ShouldContain("taps/one/Dockerfile:1: FROM ghcr.io/example/tpa:develop: no image 'tpa' in this family (did you mean 'tap'?)");
        text.ShouldContain("taps/two/Dockerfile");
        text.ShouldContain("images/tap/Dockerfile:3");
    }

    [EngineFact]
    public async Task A_folder_that_is_in_no_git_repository_is_said_so()
    {
        using var family = await GitFamily.CreateAsync(engine);
        Directory.Delete(Path.Combine(family.Root, ".git"), recursive: true);

        (await Should.ThrowAsync<WrongUseException>(() => family.OpenAsync(family.Options))).Message.ShouldContain(
            "is not in a git repository");
    }

    [EngineFact]
    public async Task A_context_that_is_no_pair_is_reported_with_the_rest()
    {
        using var family = await GitFamily.CreateAsync(engine);

        var error = await Should.ThrowAsync<WrongUseException>(() =>
            family.OpenAsync(family.Options with { Contexts = ["keg-hub"], Parallel = 0 }));

        error.Problems.Length.ShouldBe(2);
    }
}
