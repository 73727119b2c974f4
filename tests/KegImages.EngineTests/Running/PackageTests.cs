using KegImages.EngineTests.Engine;
using KegImages.Running;

namespace KegImages.EngineTests.Running;

[Collection(TapFamily.Lane)]
public sealed class PackageTests(EngineFixture engine, TapFamily family) : IClassFixture<TapFamily>
{
    [EngineFact]
    public async Task A_running_tap_is_packaged_under_its_branch_s_tag_and_the_package_runs()
    {
        await family.GitAsync("checkout", "--quiet", "-B", "feature/package");
        await family.StartAsync("evf");
        var built = await family.DigestAsync("evf:develop");
        var container = (await family.PsAsync("evf:develop"))["container"]!.ToString();
        await engine.DockerAsync("exec", container, "sh", "-c", "echo changed by hand > /page");
        var images = await ImagesAsync();

        var printed = await family.RunAsync(run => run.PackageAsync(default));

        var package = await family.DigestAsync("evf:feature-package");
        printed.ShouldContain($"{family.Reference("evf:feature-package")}  {package.Abbreviated}");
        printed.ShouldContain($"run it: ./build.sh RunPackage --package {family.Reference("evf:feature-package")}");
        (await family.DigestAsync("evf:develop")).ShouldBe(built);
        (await ImagesAsync()).ShouldBe(images);
        (await engine.DockerAsync("container", "inspect", "--format", "{{.State.Status}}", container)).Trim().ShouldBe("running");
        var config = (await family.Registries.GetImageConfigAsync(family.Reference("evf").At(package), default))!;
        config.Labels["io.keg.branch"].ShouldBe("feature/package");
        config.Labels["org.opencontainers.image.base.digest"].ShouldBe(built.ToString());
        config.Labels["org.opencontainers.image.base.name"].ShouldBe(family.Reference("evf:develop").ToString());
        config.Labels.ShouldContainKey("io.keg.package");
        config.Labels.Keys.ShouldAllBe(name =>
            name.StartsWith("org.opencontainers.image.", StringComparison.Ordinal) || name == "io.keg.branch" || name == "io.keg.package");

        (await family.RunAsync(run => run.RunPackageAsync(default),
            asked: new TapOptions { Package = "evf:feature-package" })).ShouldContain("evf-feature-package  started; running, healthy");
        (await family.GetAsync("evf:feature-package")).ShouldBe("changed by hand\n");
        (await family.PsAsync("evf:feature-package"))["digest"]!.ToString().ShouldBe(package.ToString());
        (await family.PsAsync("evf:feature-package"))["url"]!.ToString().ShouldBe("http://evf-feature-package.local.kegdev.xyz");
        (await engine.DockerAsync("container", "inspect", "--format", "{{json .NetworkSettings.Networks}}",
            (await family.PsAsync("evf:feature-package"))["container"]!.ToString())).ShouldContain("keg-hub-net");

        // Another branch of the same slug owns nothing of it; the default tags are taken only when they are named, and said aloud then.
        await family.StopAsync("evf", new TapOptions { From = "evf:feature-package" });
        await family.GitAsync("checkout", "--quiet", "-B", "Feature/Package");
        (await family.FailAsync<WrongUseException>(run => run.PackageAsync(default))).Message.ShouldContain(
            "belongs to the branch 'feature/package', and this is 'Feature/Package'");
        await family.GitAsync("checkout", "--quiet", "develop");
        (await family.FailAsync<WrongUseException>(run => run.PackageAsync(default))).Message.ShouldContain(
            "a package does not take its tags (develop) by itself");
        (await family.RunAsync(run => run.PackageAsync(default),
            family.Options with { Tag = "develop",
                DryRun = true })).ShouldMatch(
                    "Note: --tag moves the default tag by hand(.|\n)*is a built image now(.|\n)*a dry run: nothing was committed or pushed");
        (await family.DigestAsync("evf:develop")).ShouldBe(built);
        (await family.DigestAsync("evf:feature-package")).ShouldBe(package);
        await family.StopAsync("evf");
    }

    // Those of this family, and those without a name that were made for its package: other tests make and pull theirs meanwhile.
    private async Task<string[]> ImagesAsync() =>
    [
        .. await ImagesAsync($"reference={family.Provider}/*"),
        .. await ImagesAsync("label=io.keg.branch=feature/package"),
    ];

    private async Task<string[]> ImagesAsync(string filter) =>
        [.. (await engine.DockerAsync("image", "ls", "--all", "--no-trunc", "--filter", filter, "--format",
            "{{.Repository}}:{{.Tag}} {{.ID}}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
}
