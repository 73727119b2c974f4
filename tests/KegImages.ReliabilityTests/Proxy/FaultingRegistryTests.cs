using System.Net;
using KegImages.EngineTests.Engine;
using KegImages.ReliabilityTests.Faults;

namespace KegImages.ReliabilityTests.Proxy;

/// <summary>The proxy itself: what goes wrong does go wrong, and nothing else does.</summary>
public sealed class FaultingRegistryTests(EngineFixture engine)
{
    [EngineFact]
    public async Task Without_a_fault_it_is_the_registry()
    {
        await using var proxy = new FaultingRegistry(engine.Endpoint.Registry);
        using var client = new HttpClient();

        var direct = await client.GetAsync(new Uri($"http://{engine.Endpoint.Registry}/v2/library/node/tags/list"));
        var through = await client.GetAsync(new Uri($"http://{proxy.Address}/v2/library/node/tags/list"));

        through.StatusCode.ShouldBe(direct.StatusCode);
        (await through.Content.ReadAsByteArrayAsync()).ShouldBe(await direct.Content.ReadAsByteArrayAsync());
        through.Content.Headers.ContentType.ShouldBe(direct.Content.Headers.ContentType);
        proxy.Log.ShouldHaveSingleItem().ToString().ShouldBe("GET /v2/library/node/tags/list");
    }

    [EngineTheory]
    [InlineData("reset before anything is done")]
    [InlineData("reset in the middle of the body")]
    [InlineData("end in the middle of the body")]
    [InlineData("stall")]
    [InlineData("stall in the middle of the body")]
    [InlineData("endless body")]
    public async Task What_does_not_arrive_is_no_answer(string fault)
    {
        await using var proxy = new FaultingRegistry(engine.Endpoint.Registry) { Interference = Fault.Named(fault).AnswerAsync };
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(1), MaxResponseContentBufferSize = 1024 * 1024 };

        var error = await Should.ThrowAsync<Exception>(() =>
            client.GetStringAsync(new Uri($"http://{proxy.Address}/v2/library/node/tags/list")));

        (error is HttpRequestException or TaskCanceledException).ShouldBeTrue(error.ToString());
    }

    [EngineFact]
    public async Task A_fault_happens_at_its_place_and_as_often_as_it_says()
    {
        var injection = Injection.Parse("500 at GET node/tags/list from 2 times 1");
        injection.ToString().ShouldBe("500 at GET node/tags/list from 2 times 1");
        var misbehaviour = new Misbehaviour([injection], "library");
        await using var proxy = new FaultingRegistry(engine.Endpoint.Registry) { Interference = misbehaviour.Interfere };
        using var client = new HttpClient();

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
            statuses.Add((await client.GetAsync(new Uri($"http://{proxy.Address}/v2/library/node/tags/list"))).StatusCode);

        statuses.ShouldBe([HttpStatusCode.OK, HttpStatusCode.InternalServerError, HttpStatusCode.OK]);
        misbehaviour.Happened.ShouldBe(1);
    }

    [Fact]
    public void Every_fault_has_a_name_of_its_own_by_which_it_is_found()
    {
        Fault.All.Select(fault => fault.Name).ShouldBeUnique();
        foreach (var fault in Fault.All)
            Injection.Parse($"{fault} at PUT a/manifests/b from 1 times all").Fault.ShouldBe(fault);
        Should.Throw<FormatException>(() => Fault.Named("no such thing"));
    }
}
