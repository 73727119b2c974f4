using System.Text.Json.Nodes;
using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Records;

/// <summary>Two recorded sets beside each other.</summary>
public sealed class DiffTests(EngineFixture engine)
{
    [EngineFact]
    public async Task Two_records_are_compared_by_tag_and_by_commit()
    {
        await using var clone = await PublishedClone.CreateAsync(engine);
        var first = await clone.PushAsync("develop");
        var commit = await clone.GitAsync("rev-parse", "HEAD");
        clone.Write("base/file", "a longer base");
        await clone.CommitAsync("Longer");
        var second = await clone.PushAsync("develop");

        var ran = await clone.RunAsync(run => run.DiffAsync(commit, "develop", default));

        ran.Error.ShouldBeNull();
        ran.Writes.ShouldBeEmpty();
        foreach (var name in PublishedClone.Names)
            ran.Output.ShouldMatch($@"{name} +changed  {first[name].Abbreviated}  {second[name].Abbreviated}");
        ran.Output.ShouldContain($"tap: base  {first["base"].Abbreviated} → {second["base"].Abbreviated}");
        var json = JsonNode.Parse((await clone.RunAsync(run => run.DiffAsync("develop", "HEAD~1", default), json: true)).Json)!;
        ((string?)json["to"]!["commit"]).ShouldBe(commit);
        json["images"]!.AsArray().Select(image => (string?)image!["to"]).ShouldBe([first["base"].ToString(), first["tap"].ToString()]);
    }
}
