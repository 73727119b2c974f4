using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace KegImages.LocalEngine;

/// <summary>Chooses a network and a port that nothing else on the machine uses.</summary>
internal static class Network
{
    private const int First = 64;
    private const int Count = 190;
    // Below the range that outgoing connections take their ports from, so that none of them sits on the registry's port by chance.
    private const int FirstPort = 21000;
    private const int PortCount = 9000;

    public static int NumberOf(int hash) => First + (hash % Count);

    public static int PortOf(int hash) => FirstPort + (hash % PortCount);

    /// <summary>The second number of a free <c>10.N.0.0/16</c>: the preferred one, else the first after it that meets none of the networks
    /// in use.</summary>
    public static int Choose(int preferred, IReadOnlyCollection<IPNetwork> inUse)
    {
        for (var i = 0; i < Count; i++)
        {
            var candidate = NumberOf(preferred - First + i);
            if (!inUse.Any(network => Meets(candidate, network)))
                return candidate;
        }

        throw new FailedException(
            $"no network 10.{First}.0.0/16 … 10.{First + Count - 1}.0.0/16 is free on this machine: {string.Join(", ", inUse)} are in use");
    }

    /// <summary>The networks that this machine's devices and routes use; those of the device <paramref name="own"/> are left out.</summary>
    public static async Task<IReadOnlyCollection<IPNetwork>> InUseAsync(string own, CancellationToken cancellationToken)
    {
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .Where(device => device.Name != own)
            .SelectMany(device => device.GetIPProperties().UnicastAddresses)
            .Where(address => address.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(address => new IPNetwork(Masked(address.Address, address.PrefixLength), address.PrefixLength));
        var routes = await File.ReadAllLinesAsync("/proc/net/route", cancellationToken);
        return [.. addresses, .. routes.Skip(1).Select(line => ParseRoute(line, own)).OfType<IPNetwork>()];
    }

    /// <summary>The preferred port when it is free on 127.0.0.1, else the next one that is.</summary>
    public static int ChoosePort(int preferred)
    {
        for (var i = 0; i < PortCount; i++)
        {
            var port = PortOf(preferred - FirstPort + i);
            if (IsFree(port))
                return port;
        }

        throw new FailedException($"no port from {FirstPort} to {FirstPort + PortCount - 1} is free on 127.0.0.1");
    }

    /// <summary>A line of <c>/proc/net/route</c> as the network it leads to; null for the default route and for the device
    /// <paramref name="own"/>.</summary>
    internal static IPNetwork? ParseRoute(string line, string own)
    {
        var fields = line.Split('\t', StringSplitOptions.TrimEntries);
        if (fields.Length < 8 || fields[0] == own)
            return null;
        // The kernel prints both numbers in its own byte order.
        var address = new IPAddress(BitConverter.GetBytes(Convert.ToUInt32(fields[1], 16)));
        var length = System.Numerics.BitOperations.PopCount(Convert.ToUInt32(fields[7], 16));
        return length == 0 ? null : new IPNetwork(Masked(address, length), length);
    }

    private static bool Meets(int candidate, IPNetwork network)
    {
        var own = new IPNetwork(new IPAddress([10, (byte)candidate, 0, 0]), 16);
        return own.Contains(network.BaseAddress) || network.Contains(own.BaseAddress);
    }

    private static IPAddress Masked(IPAddress address, int length)
    {
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
        var mask = length == 0 ? 0 : uint.MaxValue << (32 - length);
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, value & mask);
        return new IPAddress(bytes);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
