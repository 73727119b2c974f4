using KegImages.EngineTests.Engine;
using KegImages.Publishing;
using KegImages.References;

namespace KegImages.EngineTests.Explaining;

[Collection(EngineGroup.Name)]
public sealed class ExplainTests(EngineFixture engine)
{
    [EngineFact]
    public async Task Another_clone_is_told_the_line_that_makes_a_grandchild_be_built()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.PushAsync();
        using var clone = await family.CloneAsync();
        clone.Write("images/base/container/Dockerfile", $"# The base.\nFROM {family.Outside}\nENV LEVEL=2\nCOPY server.js /server.js\n");

        var lines = await clone.ExplainAsync("evf");

        lines[0].ShouldBe("evf is built because tap is, because keg-base is, because images/base/container/Dockerfile:3 changed");
        lines[1].ShouldStartWith($"  compared with {family.Provider}/evf:develop (sha256:");
        lines[1].ShouldEndWith(", built from " + (await family.GitAsync("rev-parse", "HEAD"))[..12] + " on develop");
        lines.Length.ShouldBe(2);
    }

    [EngineFact]
    public async Task Every_kind_of_input_is_named()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.PushAsync();
        var before = await family.DigestAsync("evf", "develop");
        using var clone = await family.CloneAsync();
        clone.Write("images/base/server.js", "another server");
        clone.Write("hub/core.js", "another core");
        clone.Write("images/tap/container/values.yml", "env:\n  IMAGE: tap\n  GREETING: good day\n");
        clone.Write("taps/evf/added.js", "added");
        await family.MoveOutsideAsync("second");

        var lines = await clone.ExplainAsync("evf");

        string.Join('\n', lines[2..]).ShouldBe("""
              ├─ its parent tap is built
              │  ├─ its parent keg-base is built
              │  │  ├─ OUTSIDE
              │  │  └─ file images/base/server.js changed
              │  ├─ arg GREETING was added
              │  └─ context keg-hub changed
              │     └─ file core.js changed
              └─ file taps/evf/added.js was added
            """.Replace("OUTSIDE", lines[4][lines[4].IndexOf("─ ", StringComparison.Ordinal)..][2..], StringComparison.Ordinal)
                .ReplaceLineEndings("\n"));
        lines[4].ShouldContain($"─ {family.Outside} is sha256:");
        lines[4].ShouldContain(", was sha256:");
        (await family.DigestAsync("evf", "develop")).ShouldBe(before);
    }

    [EngineFact]
    public async Task A_reused_image_is_told_with_its_digest_commit_and_branch()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.PushAsync();
        var commit = await family.GitAsync("rev-parse", "HEAD");
        using var clone = await family.CloneAsync();
        await clone.GitAsync("checkout", "--quiet", "-b", "feature/x");
        await clone.CommitAsync();

        var lines = await clone.ExplainAsync("tap");

        var digest = (await family.DigestAsync("tap", "develop"))!.Abbreviated;
        lines.ShouldBe([$"tap is reused: the same inputs as {digest}, built from {commit[..12]} on develop",
            $"  it is {family.Provider}/tap:develop ({digest})"]);
    }

    [EngineFact]
    public async Task Inputs_are_kept_with_the_record_and_cost_two_requests()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.PushAsync();
        var first = (await family.RecordAsync()).Inputs.ShouldHaveSingleItem();
        family.Write("taps/evf/server.js", "changed");
        await family.CommitAsync();
        var begun = family.Requests().Length;
        var (_, built) = await family.PushAsync();

        built.ShouldBe(["evf"]);
        var record = await family.RecordAsync();
        record.Images.Where(image => image.Inputs == first).Select(image => image.Name.ToString()).ShouldBe(["keg-base", "tap"]);
        var uploads = family.Requests()[begun..].Where(request =>
            request.Contains("/keg-family/blobs/", StringComparison.Ordinal)
                && !request.Contains("DELETE", StringComparison.Ordinal)).ToList();
        uploads.Count(request => request.Contains("PUT ", StringComparison.Ordinal))
            .ShouldBe(2, "the inputs of evf, and the record's own content");
    }

    [EngineFact]
    public async Task Without_kept_inputs_Explain_says_so_and_still_names_what_it_knows()
    {
        using var family = await TestFamily.CreateAsync(engine);
        var (published, _) = await family.PushAsync();
        var record = FamilyRecordStore.RepositoryOf(family.Provider).With(Tag.Parse("develop"));
        await family.Registries.DeleteManifestAsync(record.At((await family.Registries.HeadAsync(record, default))!.Digest), default);
        family.Write("taps/evf/server.js", "changed");

        (await family.ExplainAsync("evf"))[0].ShouldBe(
            $"evf is built because its inputs changed; the registry does not keep what {published.Built.Last().Step.Content.Tag} was made of");
    }

    [EngineFact]
    public async Task An_image_that_nobody_pushed_is_said_to_be_new()
    {
        using var family = await TestFamily.CreateAsync(engine);

        (await family.ExplainAsync("evf", "keg-base")).ShouldBe(["keg-base is built because there is no image of it yet", "",
            "evf is built because there is no image of it yet"]);
    }
}
