namespace KegImages.Tests.Engines;

public sealed class EngineContainersTests
{
    private const string Image = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Fact]
    public async Task One_that_goes_while_it_is_looked_at_is_left_out()
    {
        await using var engine = new FakeEngine(question => question switch
        {
            "GET /containers/c1/json" => (200, Of("running", null)),
            "GET /containers/c2/json" => (404, """{"message":"No such container: c2"}"""),
            _ => (200, """[{"Id":"c1"},{"Id":"c2"}]"""),
        });

        (await engine.Engine.Containers.FindAsync("io.keg.family", "f", default)).ShouldHaveSingleItem().Name.ShouldBe("tap");

        engine.Asked.First().ShouldBe("""GET /containers/json?all=1&filters={"label":{"io.keg.family=f":true}}""");
    }

    [Fact]
    public async Task Both_streams_of_a_log_are_read_each_in_lines_of_its_own()
    {
        var log = Frame(1, "begin") + Frame(2, "wrong: ä\n") + Frame(1, "ning\nlast") + Frame(1, " line  ");
        await using var engine = new FakeEngine(question =>
            question.Contains("/logs", StringComparison.Ordinal) ? (200, log) : (200, Of("running", null)));

        (await engine.Engine.Containers.LastLinesAsync("c1", 15, default)).ShouldBe(["wrong: ä", "beginning", "last line"]);

        engine.Asked.Last().ShouldBe("GET /containers/c1/logs?stdout=1&stderr=1&tail=15");
    }

    [Theory]
    [InlineData("running", null, null)]
    [InlineData("running", "healthy", null)]
    [InlineData("running", "unhealthy", "container tap is unhealthy")]
    [InlineData("exited", null, "container tap exited (3)")]
    [InlineData("running", "starting", "it is not ready after 0 s")]
    [InlineData("restarting", null, "it is not ready after 0 s")]
    public async Task It_is_ready_when_it_is_healthy_or_runs_without_a_check(string state, string? health, string? why)
    {
        await using var engine = new FakeEngine(200, Of(state, health));

        (await engine.Engine.Containers.WaitAsync("c1", TimeSpan.Zero, TimeProvider.System, default)).ShouldBe(why);
    }

    [Fact]
    public async Task What_is_not_ready_yet_is_looked_at_again()
    {
        var looks = 0;
        await using var engine = new FakeEngine(_ => (200, Of("running", ++looks < 3 ? "starting" : "healthy")));

        (await engine.Engine.Containers.WaitAsync("c1", TimeSpan.FromMinutes(1), TimeProvider.System, default)).ShouldBeNull();

        looks.ShouldBe(3);
    }

    [Fact]
    public async Task One_that_is_gone_is_not_waited_for()
    {
        await using var engine = new FakeEngine(404, """{"message":"No such container: c1"}""");

        (await engine.Engine.Containers.WaitAsync("c1", TimeSpan.FromMinutes(1), TimeProvider.System, default))
            .ShouldBe("it was removed meanwhile");
    }

    private static string Of(string state, string? health) =>
        $$"""{"Id":"c1","Name":"/tap","Image":"{{Image}}","Config":{},"State":{"Status":"{{state}}","ExitCode":3{{Said(health)}} } }""";

    private static string Said(string? health) => health is null ? "" : $$""","Health":{"Status":"{{health}}"}""";

    private static string Frame(int stream, string text) =>
        $"{(char)stream}\0\0\0\0\0\0{(char)System.Text.Encoding.UTF8.GetByteCount(text)}{text}";
}
