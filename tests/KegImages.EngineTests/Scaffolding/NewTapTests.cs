using KegImages.Overviews;
using KegImages.Configuration;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;
using KegImages.EngineTests.Registry;
using KegImages.Loading;
using KegImages.Pipeline;
using KegImages.Scaffolding;

namespace KegImages.EngineTests.Scaffolding;

public sealed class NewTapTests(EngineFixture engine) : GitFamilyTests(engine)
{
    private static readonly NewTapOptions Weather = new("weather", "wx", TapTemplate.Node, Push: true);

    [EngineFact]
    public async Task A_new_tap_is_built_on_the_pulled_parent_tagged_and_pushed_in_one_command_and_a_second_run_changes_nothing()
    {
        await Family.PushAsync();
        Family.Printed.GetStringBuilder().Clear();
        var parent = await Family.DigestAsync("tap", "develop");

        await RunAsync(Weather);

        Builds.ShouldBe(["weather"], "the base and tap are pulled, never built");
        (await Family.TagsAsync("weather")).Where(tag => !tag.StartsWith("fp-", StringComparison.Ordinal)).ShouldBe(["develop", "master"]);
        var labels = (await Family.ConfigAsync("weather", "develop")).Labels.ShouldNotBeNull();
        labels["org.opencontainers.image.base.digest"].ShouldBe(parent.ShouldNotBeNull().ToString());
        (await Family.RecordAsync("develop")).Images.Select(image => image.Name.ToString()).ShouldContain("weather");
        Printed.ShouldContain("A first image is tagged by hand, this once: from then on CI moves these tags");
        Printed.IndexOf("tagged by hand", StringComparison.Ordinal)
            .ShouldBeLessThan(Printed.IndexOf("pushed 1 image", StringComparison.Ordinal), "it is said before it happens");
        Printed.ShouldNotContain("Note:", customMessage: "no --tag was typed, and what is not committed is what it just made");

        var files = Files();
        await RunAsync(Weather);

        Printed.ShouldContain("'weather' is in the family already, at taps/weather/container: nothing was changed");
        Files().ShouldBe(files);
        Builds.ShouldBe(["weather"], "nothing was started since");

        Directory.Delete(Path.Combine(Family.Root, "taps/weather"), recursive: true);
        (await Should.ThrowAsync<WrongUseException>(RunAsync(Weather))).Message.ShouldContain("weather:develop is at the provider already");
        Directory.Exists(Path.Combine(Family.Root, "taps/weather"))
            .ShouldBeFalse("a name that is taken is refused before anything is written");
        (await Should.ThrowAsync<WrongUseException>(RunAsync(Weather,
            options: Family.Options with { DryRun = true }))).Message.ShouldContain("weather:develop is at the provider already");
    }

    [EngineFact]
    public async Task Without_a_push_it_stops_before_the_provider_and_what_it_made_passes_lint()
    {
        await Family.PushAsync();

        await RunAsync(Weather with { Push = false });

        Builds.ShouldBe(["weather"]);
        (await Family.TagsAsync("weather")).ShouldBeEmpty();
        var model = await FamilyLoader.LoadAsync(Family.Root, FamilyOverrides.Of(Engine.Endpoint.RootImage.ToString(), []),
            CancellationToken.None);
        (await LintCommand.LintAsync(model, [model.Family.Find("wx")!], CancellationToken.None)).Findings.ShouldBeEmpty();
    }

    [EngineFact]
    public async Task A_missing_parent_is_refused_before_anything_is_written_and_by_a_dry_run_too()
    {
        foreach (var options in new[] { Family.Options with { DryRun = true }, Family.Options })
        {
            var refused = await Should.ThrowAsync<WrongUseException>(RunAsync(Weather, options: options));

            refused.Message.ShouldContain("has no tap:develop to build on");
            refused.Message.ShouldContain("./build.sh BuildKegHub --push --tag develop");
            Printed.ShouldBeEmpty();
            Directory.Exists(Path.Combine(Family.Root, "taps/weather")).ShouldBeFalse();
        }

        await Family.PushAsync();
        await RunAsync(Weather, options: Family.Options with { DryRun = true });
        Printed.ShouldContain("a dry run: nothing was written, built or pushed");
        Directory.Exists(Path.Combine(Family.Root, "taps/weather")).ShouldBeFalse();
    }

    [EngineFact]
    public async Task In_a_clone_s_own_registry_what_its_branch_pushed_stands_in_for_a_default_set_that_is_not_there()
    {
        await Family.GitAsync("switch", "--quiet", "--create", "feature/x");
        await Family.PushAsync();

        var elsewhere = Family.Options with { Registry = Engine.Endpoint.Registry };
        (await Should.ThrowAsync<WrongUseException>(RunAsync(Weather, options: elsewhere))).Message
            .ShouldContain("has no tap:develop to build on");
        await RunAsync(Weather);

        Builds.ShouldBe(["weather"]);
        Printed.ShouldContain("tap:develop is not there, and this registry is this clone's own: it is built on what this branch pushed");
        Printed.ShouldContain("(from what this branch pushed)");
        Printed.ShouldNotContain("--base-image", Case.Insensitive, "nobody typed it");
        (await Family.ConfigAsync("weather", "develop")).Labels.ShouldNotBeNull()["org.opencontainers.image.base.digest"]
            .ShouldBe((await Family.DigestAsync("tap", "feature-x")).ShouldNotBeNull().ToString());
        (await Family.TagsAsync("tap")).ShouldNotContain("develop");
    }

    [EngineFact]
    public async Task A_build_that_fails_is_undone()
    {
        Family.Write("images/tap/Dockerfile",
            "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nCOPY file /tap\nONBUILD RUN test ! -e /tap\n");
        Family.Write("taps/one/Dockerfile", "FROM ghcr.io/example/keg-base:develop\n");
        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/keg-base:develop\n");
        await Family.PushAsync();
        var files = Files();

        (await Should.ThrowAsync<FailedException>(RunAsync(Weather))).Message.ShouldStartWith(
            "failed: weather (taps/weather/container/Dockerfile");

        Files().ShouldBe(files);
        (await Family.TagsAsync("weather")).ShouldBeEmpty();
        Printed.ShouldContain("undone: taps/weather is gone, and no tag was made");
    }

    [EngineFact]
    public async Task A_registry_that_refuses_the_second_tag_leaves_no_tag_and_no_file()
    {
        Family.Write("keg.yml", """
            provider: ghcr.io/example   # a comment that stays
            default: { aliases: [protected] }
            groups:
              base: { folders: [images/base] }
              hub: { folders: [images/tap] }
              taps: { folders: [taps/one, taps/two] }
            images:
              keg-base: { folder: images/base }
            """);
        // Small, because every layer goes to a registry that the engine does not know yet.
        Family.Write("images/base/Dockerfile", "FROM scratch\nCOPY file /base\n");
        foreach (var other in new[] { "images/tap", "taps/one", "taps/two" })
            Family.Write($"{other}/Dockerfile", "FROM ghcr.io/example/keg-base:develop\n");
        await Family.PushAsync();
        var files = Files();
        await using var registry = RefusingRegistry.OfTag(Engine.Endpoint.Registry, "protected");

        var error = await Should.ThrowAsync<Exception>(RunAsync(Weather, Family.World with { Registry = registry.Address }));

        (error is WrongUseException or FailedException).ShouldBeTrue(error.ToString());
        error.Message.ShouldContain("weather:protected", Case.Sensitive, Printed);
        Files().ShouldBe(files, "keg.yml included, to the byte");
        (await Family.TagsAsync("weather")).ShouldBeEmpty(Printed);
        Builds.ShouldBe(["weather"]);
    }

    // Those after the family's own.
    private IEnumerable<string> Builds => Family.Builds.Except(["base", "tap", "one", "two"]);

    private string Printed => Family.Printed.ToString();

    private async Task RunAsync(NewTapOptions asked, World? world = null, RunOptions? options = null)
    {
        options ??= Family.Options;
        await options.EndAsync(NewTapCommand.DecideAsync(asked, options.For(willBuild: true), options.At(world ?? Family.World),
            CancellationToken.None));
    }

    // What a person would see of the folder, contents included.
    private string[] Files() =>
    [
        .. Directory.EnumerateFiles(Family.Root, "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Family.Root, file).Split(Path.DirectorySeparatorChar)[0].StartsWith('.')
            && !file.Contains("/output/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(file => $"{file} {Convert.ToHexString(File.ReadAllBytes(file))}"),
    ];
}
