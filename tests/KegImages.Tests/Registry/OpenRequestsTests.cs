using KegImages.Consoles;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

public class OpenRequestsTests
{
    private readonly StillClock clock = new();

    [Fact]
    public void The_oldest_is_named_with_its_time_until_it_is_answered()
    {
        var open = new OpenRequests(clock);
        open.ToText().ShouldBeNull();

        var first = open.Begin("reading ghcr.io/acme/tap:develop");
        clock.Advance(TimeSpan.FromSeconds(4));
        var second = open.Begin("reading ghcr.io/acme/base:develop");
        clock.Advance(TimeSpan.FromSeconds(8));

        open.ToText().ShouldBe("reading ghcr.io/acme/tap:develop for 12.0s, and 1 more request");
        first.Dispose();
        first.Dispose();
        open.ToText().ShouldBe("reading ghcr.io/acme/base:develop for 8.0s");
        second.Dispose();
        open.ToText().ShouldBeNull();
    }

    [Theory]
    [InlineData(8, true, false)]
    [InlineData(9, true, true)]
    [InlineData(9, false, false)]
    public void A_sign_is_given_only_of_what_is_open_and_only_in_silence(int silent, bool isOpen, bool isSaid)
    {
        var open = new OpenRequests(clock);
        var said = new List<string>();
        var sign = new RequestSign(open, () => TimeSpan.FromSeconds(silent), said.Add);
        if (isOpen)
            open.Begin("reading ghcr.io/acme/tap:develop");

        sign.Look();

        said.ShouldBe(isSaid ? ["still waiting: reading ghcr.io/acme/tap:develop for 0.0s"] : []);
    }

    private sealed class StillClock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public void Advance(TimeSpan by) => now += by.Ticks;
    }
}
