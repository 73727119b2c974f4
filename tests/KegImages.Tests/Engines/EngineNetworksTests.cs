using KegImages.Engines;

namespace KegImages.Tests.Engines;

public sealed class EngineNetworksTests
{
    [Theory]
    [InlineData(200, """{"Name":"keg-proxy"}""", true)]
    [InlineData(404, """{"message":"network keg-proxy not found"}""", false)]
    public async Task It_is_there_or_it_is_not(int status, string answer, bool expected)
    {
        await using var engine = new FakeEngine(status, answer);

        (await engine.Engine.Networks.ExistsAsync("keg-proxy", default)).ShouldBe(expected);
    }

    [Fact]
    public async Task Where_another_start_made_it_first_all_is_well_and_any_other_failure_is_one()
    {
        await using var made = new FakeEngine(409, """{"message":"network with name keg-proxy already exists"}""");
        await using var full = new FakeEngine(500, """{"message":"all predefined address pools have been fully subnetted"}""");

        await made.Engine.Networks.MakeAsync("keg-proxy", "io.keg.network", "made", default);
        var failure = await Should.ThrowAsync<EngineException>(
            full.Engine.Networks.MakeAsync("keg-proxy", "io.keg.network", "made", default));

        made.Requests.Last().ShouldContain("\"Labels\":{\"io.keg.network\":\"made\"}");
        failure.Message.ShouldContain("fully subnetted");
    }

    [Theory]
    [InlineData(204, "", true)]
    [InlineData(403, """{"message":"has active endpoints"}""", false)]
    public async Task One_that_is_used_stays(int status, string answer, bool expected)
    {
        await using var engine = new FakeEngine(status, answer);

        (await engine.Engine.Networks.RemoveAsync("keg-proxy", default)).ShouldBe(expected);
    }
}
