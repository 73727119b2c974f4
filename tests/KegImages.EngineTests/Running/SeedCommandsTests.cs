using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Running;

/// <summary>The commands of the Keg tools' own document, typed as they stand there, through <c>keg</c>; what <c>KEG_BASE_IMAGE</c>
/// means; and Ctrl+C.</summary>
[Collection(TapFamily.Lane)]
public sealed class SeedCommandsTests(EngineFixture engine, TapFamily family) : IClassFixture<TapFamily>, IAsyncLifetime
{
    private readonly TypedCommands typed = new(engine, family);

    public async ValueTask InitializeAsync()
    {
        if (EngineFixture.WhySkipped is null && !OperatingSystem.IsWindows())
            await typed.WriteScriptsAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [EngineFact(Explicit = true)]
    public async Task Each_command_of_the_document_does_what_it_says_and_names_the_target_that_it_stands_for()
    {
        (await typed.RunAsync("./keg evf build --tag my-changes-tag --push"))
            .ShouldContain("BuildTaps --tap evf --tag my-changes-tag --push");
        var built = await family.DigestAsync("evf:my-changes-tag");

        (await typed.RunAsync("./keg evf start --from evf:my-changes-tag")).ShouldContain("Start --tap evf --from evf:my-changes-tag");
        (await family.PsAsync("evf:my-changes-tag"))["digest"]!.ToString().ShouldBe(built.ToString());
        (await typed.RunAsync("./keg evf logs --from evf:my-changes-tag")).ShouldContain("listening");

        await family.GitAsync("switch", "--quiet", "--create", "my-changes");
        (await typed.RunAsync("./keg docker package")).ShouldContain("Package");
        var packaged = await family.DigestAsync("evf:my-changes");
        (await typed.RunAsync("./keg dpg")).ShouldContain("Package");
        (await family.Registries.GetImageConfigAsync(family.Reference("evf:my-changes"), default))!.Labels
            .ShouldContainKey("io.keg.package");
        packaged.ShouldNotBe(built);

        await typed.RunAsync("./keg evf restart --from evf:my-changes-tag");
        await typed.RunAsync("./keg evf stop --from evf:my-changes-tag");
        (await family.PsAsync()).ShouldBeEmpty();
        await family.GitAsync("switch", "--quiet", "develop");
    }

    [EngineFact]
    public async Task A_tap_is_built_on_what_KEG_BASE_IMAGE_names_and_on_what_the_option_names_over_it()
    {
        var root = engine.Endpoint.RootImage.At(engine.Endpoint.RootDigest).ToString();

        (await typed.RunAsync($"KEG_BASE_IMAGE={root} ./keg evf build --tag on-root --push"))
            .ShouldContain($"taps are built on {root} (from KEG_BASE_IMAGE in the environment)");
        (await BaseOfAsync("evf:on-root")).ShouldBe(engine.Endpoint.RootDigest.ToString());

        (await typed.RunAsync($"KEG_BASE_IMAGE={root} ./keg evf build --tag on-plain --push --base-image plain:develop"))
            .ShouldContain("taps are built on plain:develop (from --base-image)");
        (await BaseOfAsync("evf:on-plain")).ShouldBe((await family.DigestAsync("plain:develop")).ToString());

        (await BaseOfAsync("evf:develop")).ShouldBe((await family.DigestAsync("base:develop")).ToString());
    }

    [EngineFact]
    public async Task Ctrl_C_ends_a_followed_log_in_peace_and_the_tap_runs_on()
    {
        await family.StartAsync("plain");

        var (code, said) = await typed.InterruptAsync("./keg plain logs --follow", "listening");

        code.ShouldBe(0, said);
        said.ShouldNotContain("nterrupted");
        (await family.PsAsync("plain:develop"))["state"]!.ToString().ShouldStartWith("running");
        await family.StopAsync("plain");
    }

    [EngineFact(Explicit = true)]
    public async Task Ctrl_C_in_a_build_and_in_a_wait_is_said_in_one_line_and_ends_with_130()
    {
        family.Write("taps/slow/Dockerfile", $"FROM {family.Provider}/base:develop\nRUN sleep 300\n");

        var (built, building) = await typed.InterruptAsync("./build.sh BuildTaps --tap slow --tag slow --push", "RUN sleep 300");
        // It is never well, and the wait for it is long.
        family.Write("taps/unwell/Dockerfile", $"FROM {family.Provider}/base:develop\nENV KEG_PROXY_PORT=8080\nCOPY page /page\n"
            + "HEALTHCHECK --interval=60s --start-period=300s CMD exit 1\nCMD [\"node\", \"/server.js\"]\n");
        family.Write("taps/unwell/page", "unwell");
        await family.CommitAsync("unwell");
        await family.PushAsync("develop", "unwell");
        var (waited, waiting) = await typed.InterruptAsync("./build.sh Start --tap unwell --from unwell:develop", "still waiting");
        // The other tests are of the same family, and have a tap each.
        await family.StopAsync("unwell");

        foreach (var (code, said) in new[] { (built, building), (waited, waiting) })
        {
            code.ShouldBe(130, said);
            said.Split('\n').Count(line => line.StartsWith("interrupted", StringComparison.Ordinal)).ShouldBe(1, said);
            said.ShouldContain("Build was interrupted");
            said.ShouldNotContain("[ERR]", customMessage: said);
            said.ShouldNotContain("Errors and warnings again");
        }

        building.ShouldContain("interrupted: no tag was moved; nothing was built");
        waiting.ShouldContain("interrupted: unwell-develop runs (");
        waiting.ShouldContain("Stop --tap unwell");
        (await family.Registries.HeadAsync(family.Reference("slow:slow"), default)).ShouldBeNull();
        Directory.Delete(Path.Combine(family.Root, "taps/slow"), recursive: true);
    }

    private async Task<string?> BaseOfAsync(string image) =>
        (await family.Registries.GetImageConfigAsync(family.Reference(image), default))!.Labels
            .GetValueOrDefault("org.opencontainers.image.base.digest");
}
