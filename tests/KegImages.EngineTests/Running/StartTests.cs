using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using KegImages.EngineTests.Engine;
using KegImages.Running;

namespace KegImages.EngineTests.Running;

/// <summary>A started tap runs exactly its image, with exactly its variables.</summary>
[Collection(EngineGroup.Name)]
public sealed class StartTests(EngineFixture engine, TapFamily family) : IClassFixture<TapFamily>
{
    [EngineFact]
    public async Task A_tap_is_pulled_started_left_alone_recreated_on_a_newer_image_and_stopped()
    {
        var images = await ImagesAsync();
        var printed = await family.StartAsync("evf");

        printed.ShouldContain($"{family.Reference("evf:develop")}  {(await family.DigestAsync("evf:develop")).Abbreviated}  "
            + "(KEG_IMAGE_FROM, taps/evf/container/values.yml:3)");
        printed.ShouldContain("evf-develop  started; running, healthy after");
        (await family.GetAsync("evf:develop")).ShouldBe("page 1");
        family.ShouldHaveBuiltNothing();
        (await family.GitAsync("status", "--porcelain")).ShouldBeEmpty("a start writes nothing that is not ignored");
        (await ImagesAsync()).Except(images)
            .ShouldAllBe(image => image.StartsWith(family.Reference("evf").ToString(), StringComparison.Ordinal));
        var first = await family.PsAsync("evf:develop");
        first["url"]!.ToString().ShouldBe("http://evf-develop.local.kegdev.xyz");
        first["state"]!.ToString().ShouldBe("running, healthy");
        first["branch"]!.ToString().ShouldBe("develop");
        var container = await InspectAsync(first);
        container["Name"]!.ToString().ShouldNotBe("/always-the-same");
        container["Config"]!["Labels"]!["traefik.http.routers.evf-develop.rule"]!.ToString()
            .ShouldBe("Host(`evf-develop.local.kegdev.xyz`)");
        container["Config"]!["Labels"]!["traefik.http.services.evf-develop.loadbalancer.server.port"]!.ToString().ShouldBe("8080");
        container["Config"]!["Image"]!.ToString().ShouldBe($"{family.Reference("evf")}@{await family.DigestAsync("evf:develop")}");
        container["NetworkSettings"]!["Networks"]!.AsObject().Select(network => network.Key).Order()
            .ShouldBe(["evf-develop_default", "keg-hub-net"]);

        (await family.StartAsync("evf")).ShouldContain("evf-develop  runs already, and stays as it is");
        (await family.PsAsync("evf:develop"))["container"]!.ToString().ShouldBe(first["container"]!.ToString());

        var old = await family.DigestAsync("evf:develop");
        family.Write("taps/evf/page", "page 2");
        await family.CommitAsync("Another page");
        await family.PushAsync();
        var newer = await family.DigestAsync("evf:develop");
        (await family.RunAsync(run => run.Pull(),
            family.Options with { Taps = ["evf"] })).ShouldContain($"{old.Abbreviated} → {newer.Abbreviated}");
        (await family.RunAsync(run => run.Pull(),
            family.Options with { Taps = ["evf"] })).ShouldContain($"{newer.Abbreviated} is here already");

        (await family.StartAsync("evf")).ShouldContain(
            $"recreated on the other image; it ran {family.Reference("evf:develop")} {old.Abbreviated}");
        (await family.PsAsync("evf:develop"))["container"]!.ToString().ShouldNotBe(first["container"]!.ToString());
        (await family.GetAsync("evf:develop")).ShouldBe("page 2");
        family.ShouldHaveBuiltNothing();

        var before = (await InspectAsync(await family.PsAsync("evf:develop")))["State"]!["StartedAt"]!.ToString();
        (await family.RunAsync(run => run.RestartAsync(default))).ShouldContain("evf-develop  restarted; running, healthy");
        (await InspectAsync(await family.PsAsync("evf:develop")))["State"]!["StartedAt"]!.ToString().ShouldNotBe(before);
        (await family.RunAsync(run => run.LogsAsync(default))).ShouldContain("listening");
        (await family.FailAsync<WrongUseException>(run => run.AttachAsync(default))).Message.ShouldMatch(
            "needs a terminal(.|\n)*docker'? exec evf-develop-evf-1 ");

        (await family.StopAsync("evf")).ShouldContain("network keg-hub-net  removed");
        (await family.PsAsync()).ShouldBeEmpty();
        (await family.FailAsync<WrongUseException>(run => run.StopAsync(default),
            family.Options with { Taps = ["evf"] })).Message.ShouldContain("Start --tap evf");
    }

    [EngineFact]
    public async Task What_the_image_holds_in_a_volume_without_a_name_is_the_newer_images_and_a_volume_with_a_name_stays()
    {
        family.Write("taps/kept/Dockerfile",
            $"ARG KEG_BASE_IMAGE={family.Provider}/base:develop\nFROM $KEG_BASE_IMAGE\nENV KEG_PROXY_PORT=8080\nCOPY page /page\nCOPY "
                + $"page /data/page\nVOLUME /data\nEXPOSE 8080\nCMD [\"node\", \"/server.js\"]\n");
        family.Write("taps/kept/docker-compose.yml",
            "services:\n  kept:\n    image: ${KEG_IMAGE_FROM}\n    volumes: ['named:/named']\n  beside:\n    image: "
                + "${KEG_IMAGE_FROM}\nvolumes: { named: {} }\n");
        family.Write("taps/kept/page", "data 1");
        await family.PushAsync(null, "kept");
        await family.StartAsync("kept");
        var name = (await family.PsAsync("kept:develop"))["container"]!.ToString();
        await engine.DockerAsync("exec", "kept-develop-kept-1", "sh", "-c", "echo kept > /named/page");
        family.Write("taps/kept/page", "data 2");
        await family.PushAsync(null, "kept");

        var printed = await family.StartAsync("kept");

        printed.ShouldContain("recreated on the other image");
        printed.ShouldContain("/data: new, as the image has it, because the volume has no name; volumes with a name stay as they are");
        (await engine.DockerAsync("exec", "kept-develop-kept-1", "cat", "/data/page", "/named/page")).ShouldBe("data 2kept\n");
        (await engine.DockerAsync("exec", "kept-develop-beside-1", "cat", "/data/page")).ShouldBe("data 2\n");
        (await family.PsAsync("kept:develop"))["container"]!.ToString().ShouldNotBe(name);

        await engine.DockerAsync("exec", "kept-develop-kept-1", "sh", "-c", "echo written > /data/page");
        family.Write("taps/kept/values.yml", "env:\n  GREETING: another\n");
        (await family.StartAsync("kept")).ShouldNotContain("as the image has it");
        (await engine.DockerAsync("exec", "kept-develop-kept-1", "cat", "/data/page")).ShouldBe("written\n",
            "on the same image it is carried over");
        await family.StopAsync("kept");
    }

    [EngineFact]
    public async Task Two_branches_run_side_by_side_each_from_exactly_its_image()
    {
        await family.GitAsync("checkout", "--quiet", "-B", "Feature/Side");
        try
        {
            family.Write("taps/evf/page", "a page of the branch");
            await family.PushAsync("my-changes-tag", "evf");
            await family.TagAsync("evf:my-changes-tag", "feature-side");
            family.Write("taps/evf/page", "a page that was not committed");
            var first = await family.StartAsync("evf");
            first.ShouldContain("Note: 'Feature/Side' has an image of its own: --from evf:feature-side");
            first.ShouldMatch(
                @"Warning: \S+/evf:develop was built on 'develop' at \S+, and 'Feature/Side' at \S+ is checked out: file sync would overwrite page in the container");
            (await family.StartAsync("evf", new TapOptions { From = "evf:my-changes-tag" })).ShouldContain("(--from)");

            (await family.GetAsync("evf:my-changes-tag")).ShouldBe("a page of the branch");
            (await family.GetAsync("evf:develop")).ShouldStartWith("page");
            (await family.PsAsync("evf:my-changes-tag"))["url"]!.ToString().ShouldBe("http://evf-my-changes-tag.local.kegdev.xyz");
            (await family.FailAsync<WrongUseException>(run => run.StopAsync(default), family.Options with { Taps = ["evf"] })).Message
                .ShouldContain($"./build.sh Stop --tap evf --from {family.Reference("evf:my-changes-tag")}");

            (await family.StopAsync("evf", new TapOptions { From = "evf:develop" })).ShouldNotContain("network");
            (await family.PsAsync()).Single()["image"]!.ToString().ShouldBe(family.Reference("evf:my-changes-tag").ToString());
            await family.StopAsync("evf");
        }
        finally
        {
            await family.GitAsync("checkout", "--quiet", "--force", "develop");
        }
    }

    [EngineFact]
    public async Task Without_a_compose_file_a_tap_runs_from_its_image_on_the_port_that_is_asked_for_unless_that_is_taken()
    {
        var port = FreePort();
        await family.StartAsync("plain", new TapOptions { Port = port });

        (await family.PsAsync("plain:develop"))["directUrl"]!.ToString().ShouldBe($"http://127.0.0.1:{port}");
        (await family.GetAsync("plain:develop")).ShouldBe("plain");
        (await family.RunAsync(run => run.RestartAsync(default))).ShouldContain("plain-develop  restarted; running after");
        (await family.PsAsync("plain:develop"))["directUrl"]!.ToString().ShouldBe($"http://127.0.0.1:{port}");
        await family.TagAsync("plain:develop", "other");
        var refusal = await family.FailAsync<WrongUseException>(run => run.Start(), family.Options with { Taps = ["plain"] },
            new TapOptions { From = "plain:other", Port = port });
        refusal.Message.ShouldContain($"plain-other: --port {port}: the port is taken");
        (await family.PsAsync()).ShouldNotContain(tap => tap["image"]!.ToString() == family.Reference("plain:other").ToString(),
            "what never ran is gone");
        await family.StopAsync("plain");
    }

    [EngineFact]
    public async Task Variables_arrive_as_they_are_written_and_only_their_owner_can_read_their_file()
    {
        string[] awkward = ["it's \"quoted\"", "$HOME ${HOME} $$", "back\\slash \\n \\", "two\nlines", " spaces ", "#none", "a=b",
            "'single'", "日本語"];
        family.Write("taps/plain/values.yml",
            "env:\n" + string.Concat(awkward.Select((value, index) => $"  VALUE_{index}: {JsonValue.Create(value)!.ToJsonString()}\n"))
                + "  NPM_TOKEN: token-of-a-test\n");
        try
        {
            var printed = await family.StartAsync("plain");

            var seen = JsonNode.Parse(await family.GetAsync("plain:develop", "/env"))!;
            for (var index = 0; index < awkward.Length; index++)
                seen[$"VALUE_{index}"]!.ToString().ShouldBe(awkward[index]);
            seen["NPM_TOKEN"]!.ToString().ShouldBe("token-of-a-test");
            printed.ShouldNotContain("token-of-a-test");
            family.Commands.ShouldAllBe(command => !command.ToString().Contains("token-of-a-test", StringComparison.Ordinal));
            var file = Path.Combine(family.Root, ".nuke/temp/running/plain-develop/tap.env");
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

            var refusal = await family.FailAsync<WrongUseException>(run => run.PackageAsync(default),
                family.Options with { Tag = "with-a-secret" });
            refusal.Message.ShouldContain("a package would take them along: NPM_TOKEN");
            (await family.Registries.HeadAsync(family.Reference("plain:with-a-secret"), default)).ShouldBeNull();
            await family.StopAsync("plain");
            File.Exists(file).ShouldBeFalse();
        }
        finally
        {
            File.Delete(Path.Combine(family.Root, "taps/plain/values.yml"));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string[]> ImagesAsync() =>
        (await engine.DockerAsync("image", "ls", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}")).Split('\n',
            StringSplitOptions.RemoveEmptyEntries);

    private async Task<JsonNode> InspectAsync(JsonNode tap) =>
        JsonNode.Parse(await engine.DockerAsync("container", "inspect", tap["container"]!.ToString()))![0]!;
}
