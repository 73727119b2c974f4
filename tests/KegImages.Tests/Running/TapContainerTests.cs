using KegImages.Running;
using KegImages.Tests.Engines;

namespace KegImages.Tests.Running;

public sealed class TapContainerTests
{
    // As an engine 26.1 says it, shortened.
    private const string Line =
        """{"Id":"c1","Name":"/evf-develop-evf-1","Image":"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","State":{"Status":"running","ExitCode":0,"StartedAt":"2026-01-02T03:04:05.678901234Z","Health":{"Status":"unhealthy","FailingStreak":3,"Log":[{"Output":"first"},{"Output":"connection refused\n"}]}},"Config":{"Env":["A=1=2","EMPTY=","PATH=/bin"],"Labels":{"io.keg.tap":"evf","io.keg.port":"19006"},"ExposedPorts":{"19006/tcp":{}}},"Mounts":[{"Type":"volume","Destination":"/data"}],"NetworkSettings":{"Ports":{"19006/tcp":[{"HostIp":"0.0.0.0","HostPort":"32768"},{"HostIp":"::","HostPort":"32768"}],"9229/tcp":null}}}""";

    [Fact]
    public async Task What_the_engine_says_is_read()
    {
        var container = await ReadAsync(Line);

        container.Name.ShouldBe("evf-develop-evf-1");
        container.Tap.ShouldBe("evf");
        container.StateText.ShouldBe("running, unhealthy");
        container.HealthOutput.ShouldBe("connection refused");
        container.Started!.Value.Year.ShouldBe(2026);
        container.Environment["A"].ShouldBe("1=2");
        container.Environment["EMPTY"].ShouldBe("");
        container.Mounts.ShouldBe(["/data"]);
        container.DirectUrl.ShouldBe("http://127.0.0.1:32768");
    }

    [Fact]
    public async Task One_that_was_never_started_has_no_time_and_no_address()
    {
        var container = await ReadAsync(
            """{"Id":"c1","Name":"/x","Image":"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","State":{"Status":"exited","ExitCode":3,"StartedAt":"0001-01-01T00:00:00Z"},"Config":{"Env":null,"Labels":null}}""");

        container.Started.ShouldBeNull();
        container.DirectUrl.ShouldBeNull();
        container.Health.ShouldBeNull();
        container.IsRunning.ShouldBeFalse();
        container.StateText.ShouldBe("exited (3)");
    }

    private static async Task<TapContainer> ReadAsync(string json)
    {
        await using var engine = new FakeEngine(200, json);
        return new TapContainer((await engine.Engine.Containers.FindAsync("c1", CancellationToken.None))!);
    }
}
