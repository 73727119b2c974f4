using System.Text.Json.Nodes;
using KegImages.Tests.Configuration;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

/// <summary>What other repositories are told: once each, with what moved, and never round in a circle.</summary>
public sealed class DownstreamScriptTests : ScriptTests
{
    [NodeScriptFact]
    public async Task Each_is_told_what_moved_and_from_where()
    {
        (await TellAsync()).ShouldBe(["repos.createDispatchEvent", "repos.createDispatchEvent"]);

        Told.Select(told => (string?)told!["to"]).ShouldBe(["acme/next", "acme/last"]);
        var first = Told[0]!;
        ((string?)first["event_type"]).ShouldBe("images-published");
        first["client_payload"]!["chain"]!.ToJsonString().ShouldBe("""["example/family"]""");
        first["client_payload"]!["moved"]!.ToJsonString()
            .ShouldBe("""{"images":[{"image":"tap","digest":"sha256:1","tags":["develop","master"]}],"left_out":0}""");
    }

    [NodeScriptFact]
    public async Task Where_it_came_from_is_not_told_again()
    {
        From("acme/Next", "acme/first");

        (await TellAsync()).ShouldBe(["repos.createDispatchEvent"]);

        Told.ShouldHaveSingleItem()!["client_payload"]!["chain"]!.ToJsonString().ShouldBe("""["acme/next","acme/first","example/family"]""");
        State["failed"].ShouldBeNull();
    }

    [NodeScriptFact]
    public async Task A_chain_has_an_end_whatever_is_in_it()
    {
        From([.. Enumerable.Range(0, 10).Select(i => $"acme/other-{i}")]);
        (await TellAsync()).ShouldBeEmpty();

        State["context"] = JsonNode.Parse("""{ "eventName": "repository_dispatch", "payload": { "client_payload": { "chain": "no list" } } }""");
        (await TellAsync()).Length.ShouldBe(2);
    }

    [NodeScriptFact]
    public async Task A_family_that_names_itself_tells_nobody()
    {
        (await TellAsync("acme/next Example/Family")).ShouldBeEmpty();

        ((string?)State["failed"]).ShouldBe("downstream in keg.yml names example/family itself");
    }

    [NodeScriptFact]
    public async Task One_that_cannot_be_told_does_not_keep_it_from_the_others()
    {
        State["closed"] = new JsonArray("acme/next");

        await TellAsync();

        Told.ShouldHaveSingleItem()!["to"]!.ToString().ShouldBe("acme/last");
        ((string?)State["failed"]).ShouldNotBeNull().ShouldContain("not told: acme/next (404)");
    }

    [NodeScriptFact]
    public async Task A_family_of_any_size_fits_what_GitHub_takes()
    {
        Published(1000);

        await TellAsync();

        var moved = Told[0]!["client_payload"]!["moved"]!;
        var images = moved["images"]!.AsArray().Count;
        images.ShouldBeInRange(50, 250);
        ((int?)moved["left_out"]).ShouldBe(1000 - images);
    }

    [Fact]
    public async Task Images_of_families_upstream_start_the_workflow_and_only_a_family_with_a_list_tells()
    {
        (await Families.CompileAsync(Families.One))[0].Text.ShouldContain("  repository_dispatch:\n    types: [images-published]\n");
        (await Families.CompileAsync(Families.Own))[0].Text.ShouldNotContain("downstream");
        var text = await TextAsync();
        text.ShouldContain("github-token: ${{ secrets.KEG_DOWNSTREAM_TOKEN }}");
        WorkflowSafety.Check("images.yml", text).ShouldBeEmpty();
    }

    [NodeScriptFact]
    public async Task Where_nothing_moved_nothing_is_handed_on_and_nobody_is_told()
    {
        Published(0);
        var text = await TextAsync();

        await RunAsync(StepOf(text, "Hand on what moved"));

        (State["outputs"] as JsonObject)?["moved"].ShouldBeNull();
        text.ShouldContain("needs.build.outputs.moved != ''");
        text.ShouldContain("needs.downstream.result == 'skipped' && (needs.build.result == 'skipped' || needs.build.outputs.moved == '')");
    }

    private JsonArray Told => State["told"]!.AsArray();

    private void From(params string[] chain) => State["context"] = new JsonObject
    {
        ["eventName"] = "repository_dispatch",
        ["payload"] = new JsonObject { ["client_payload"] = new JsonObject { ["chain"] = new JsonArray([.. chain
            .Select(name => (JsonNode)name)]) } },
    };

    private void Published(int images) => Repository.Write("output/family.json", new JsonObject
    {
        ["version"] = 1,
        ["images"] = new JsonArray([.. Enumerable.Range(0, images)
            .Select(i => new JsonObject { ["image"] = images == 1 ? "tap" : $"image-{i}",
            ["digest"] = images == 1 ? "sha256:1" : $"sha256:{new string('a', 64)}", ["tags"] = new JsonArray("develop", "master", "older"),
                ["moved"] = new JsonArray("develop", "master") }),
            new JsonObject { ["image"] = "not-built", ["tags"] = new JsonArray() },
            new JsonObject { ["image"] = "in-place", ["digest"] = "sha256:2", ["tags"] = new JsonArray("develop"),
                ["moved"] = new JsonArray() }]),
    }.ToJsonString());

    private static async Task<string> TextAsync()
    {
        using var folder = new FamilyFolder()
            .Keg("provider: ghcr.io/example\ndownstream: [acme/next, acme/last]\ngroups:\n  all: { folders: [site] }\n")
            .Add("site/Dockerfile", "FROM scratch\n");
        return FamilyWorkflow.TextOf(await folder.LoadAsync(), Families.Workflows[0]);
    }

    private async Task<string[]> TellAsync(string downstream = "acme/next acme/last")
    {
        if (!File.Exists(Path.Combine(Repository.Root, "output/family.json")))
            Published(1);
        var text = await TextAsync();
        await RunAsync(StepOf(text, "Hand on what moved"));
        return await RunAsync(StepOf(text, "Tell"), ("DOWNSTREAM", downstream), ("MOVED", (string)State["outputs"]!["moved"]!));
    }
}
