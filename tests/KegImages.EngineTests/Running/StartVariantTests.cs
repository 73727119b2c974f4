using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Running;

/// <summary>Variants of a tap are run like taps of their own.</summary>
[Collection(TapFamily.Lane)]
public sealed class StartVariantTests(EngineFixture engine, TapFamily family) : IClassFixture<TapFamily>
{
    [EngineFact]
    public async Task Variants_run_side_by_side_each_from_its_own_image_and_the_tap_s_name_is_the_default_one()
    {
        family.Write("keg.yml", $$"""
            provider: {{family.Provider}}
            groups:
              base: { folders: [base] }
              taps: { folders: ['taps/*'] }
            images:
              plain:
                alias: pl
                variants: { KIND: [red, blue], default: red }
            """);
        family.Write("taps/plain/Dockerfile",
            $"ARG KEG_BASE_IMAGE={family.Provider}/base:develop\nFROM $KEG_BASE_IMAGE\nENV KEG_PROXY_PORT=8080\nARG KIND\n"
                + "RUN echo \"page $KIND\" > /page\nEXPOSE 8080\nCMD [\"node\", \"/server.js\"]\n");
        await family.CommitAsync("Two kinds of a tap");
        await family.PushAsync();

        (await family.StartAsync("pl")).ShouldContain("pl-develop  started");
        (await family.StartAsync("pl:blue")).ShouldContain("pl-blue-develop  started");

        (await family.GetAsync("plain:develop")).ShouldBe("page red\n");
        (await family.GetAsync("plain:develop-blue")).ShouldBe("page blue\n");
        (await family.PsAsync("plain:develop-blue"))["url"]!.ToString().ShouldBe("http://pl-blue-develop.local.kegdev.xyz");
        (await engine.DockerAsync("image", "inspect", "--format", "{{.Id}}",
            $"{family.Reference("plain")}@{await family.DigestAsync("plain:blue")}")).ShouldNotBeEmpty();
        family.ShouldHaveBuiltNothing();

        (await family.RunAsync(run => run.LogsAsync(default), family.Options with { Taps = ["plain:blue"] })).ShouldContain("listening");
        (await family.StopAsync("pl:blue")).ShouldContain("pl-blue-develop  stopped and removed");
        (await family.PsAsync()).Select(tap => tap["image"]!.ToString()).ShouldBe([family.Reference("plain:develop").ToString()]);
        (await family.StopAsync("plain")).ShouldContain("pl-develop  stopped and removed");
    }
}
