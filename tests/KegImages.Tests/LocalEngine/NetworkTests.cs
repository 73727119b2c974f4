using System.Net;
using System.Net.Sockets;
using KegImages.LocalEngine;

namespace KegImages.Tests.LocalEngine;

public sealed class NetworkTests
{
    [Fact]
    public void A_free_network_is_taken_as_preferred() => Network.Choose(100, []).ShouldBe(100);

    [Theory]
    [InlineData("10.100.0.0/16")]
    [InlineData("10.100.7.0/24")]
    [InlineData("10.100.0.0/15")]
    public void A_network_that_another_meets_is_passed_over(string inUse)
    {
        var chosen = Network.Choose(100, [IPNetwork.Parse(inUse)]);

        chosen.ShouldNotBe(100);
        chosen.ShouldBe(inUse.EndsWith("/15", StringComparison.Ordinal) ? 102 : 101);
    }

    [Fact]
    public void The_last_network_is_followed_by_the_first() => Network.Choose(253, [IPNetwork.Parse("10.253.0.0/16")]).ShouldBe(64);

    [Theory]
    [InlineData(0)]
    [InlineData(16777215)]
    public void Every_hash_has_a_network(int hash) => Network.NumberOf(hash).ShouldBeInRange(64, 253);

    [Fact]
    public void Where_all_are_in_use_it_says_so() =>
        Should.Throw<FailedException>(() => Network.Choose(100, [IPNetwork.Parse("10.0.0.0/8")])).Message.ShouldContain("10.0.0.0/8");

    [Theory]
    [InlineData("eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0", "192.0.2.0/24")]
    [InlineData("docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0", "172.17.0.0/16")]
    public void A_route_of_the_kernel_is_read(string line, string network) =>
        Network.ParseRoute(line, "keg0").ShouldBe(IPNetwork.Parse(network));

    [Theory]
    [InlineData("eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0")]
    [InlineData("keg0\t0000640A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0")]
    [InlineData("")]
    public void The_default_route_and_our_own_are_no_network_in_use(string line) => Network.ParseRoute(line, "keg0").ShouldBeNull();

    [Fact]
    public void A_port_that_listens_is_passed_over()
    {
        var port = Network.ChoosePort(23456);
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();

        Network.ChoosePort(port).ShouldNotBe(port);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16777215)]
    public void Every_hash_has_a_port_below_those_of_outgoing_connections(int hash) => Network.PortOf(hash).ShouldBeInRange(21000, 29999);
}
