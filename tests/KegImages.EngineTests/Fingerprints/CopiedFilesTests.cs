using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Explaining;
using KegImages.Loading;

namespace KegImages.EngineTests.Fingerprints;

/// <summary>Only files that a Dockerfile or a parent's triggers copy make an image build.</summary>
[Collection(EngineGroup.Name)]
public sealed class CopiedFilesTests(EngineFixture engine)
{
    [EngineFact]
    public async Task An_image_from_outside_with_triggers_is_known_to_read_what_they_copy()
    {
        using var family = await TestFamily.CreateAsync(engine);
        var context = Directory.CreateTempSubdirectory("keg triggers ");
        await File.WriteAllTextAsync(Path.Combine(context.FullName, "Dockerfile"), $"FROM {family.Outside}\nONBUILD COPY extra.txt /\n");
        await engine.DockerAsync("buildx", "build", "--push", "--provenance=false", "--tag", family.Outside.ToString(), context.FullName);
        context.Delete(recursive: true);
        family.Write("images/base/extra.txt", "extra");
        var before = await family.PlanAsync();

        family.Write("images/base/README.md", "changed");
        (await family.PlanAsync()).Steps[0].Content.ShouldBe(before.Steps[0].Content);
        family.Write("images/base/extra.txt", "changed");
        (await family.PlanAsync()).Steps[0].Content.ShouldNotBe(before.Steps[0].Content);

        await family.Options.LockAsync(family.World);
        (await LockFile.ReadAsync(family.Root, default))!.Find(family.Outside)!.OnBuild.ShouldBe(["COPY extra.txt /"]);
        var changed = await family.PlanAsync();
        Directory.Delete(Path.Combine(family.Root, ".nuke"), recursive: true);
        (await family.PlanAsync()).Steps[0].Content.ShouldBe(changed.Steps[0].Content);
    }

    [EngineFact]
    public async Task An_image_alone_has_the_fingerprint_that_it_has_among_the_family_its_parent_s_triggers_included()
    {
        using var family = await TestFamily.CreateAsync(engine);
        family.Write("images/tap/container/Dockerfile",
            $"ARG KEG_BASE_IMAGE={family.Provider}/keg-base:develop\nFROM $KEG_BASE_IMAGE\nONBUILD COPY server.js \\\n    package.json "
                + $"/app/\n");
        family.Write("taps/evf/container/Dockerfile",
            $"ARG KEG_BASE_IMAGE={family.Provider}/tap:develop\nFROM $KEG_BASE_IMAGE\nENV EVF=1\n");
        family.Write("taps/evf/package.json", "{}");
        await family.CommitAsync();
        await family.PushAsync();
        var alone = family.Options with { Images = ["evf"] };

        family.Write("taps/evf/README.md", "read by nobody");
        (await family.PlanAsync(alone)).Steps.ShouldBeEmpty();

        family.Write("taps/evf/package.json", "{ }");
        (await family.PlanAsync(alone)).Steps.ShouldHaveSingleItem().Content.ShouldBe(
            (await family.PlanAsync()).Steps.ShouldHaveSingleItem().Content);
    }

    [EngineFact]
    public async Task A_file_that_no_Dockerfile_copies_rebuilds_nothing_and_one_that_is_copied_does()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.PushAsync();

        family.Write("images/base/README.md", "changed");
        (await family.PlanAsync()).Steps.ShouldBeEmpty();

        family.Write("images/base/server.js", "changed");
        (await family.PlanAsync()).Steps.Select(step => step.Image.Name.ToString()).ShouldBe(["keg-base", "tap", "evf"]);
    }
}
