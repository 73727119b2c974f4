namespace KegImages.LocalEngine;

/// <summary>What decides whether this machine can have a local profile.</summary>
/// <param name="HasApt">It has <c>apt-get</c> and <c>dpkg</c>.</param>
/// <param name="OsRelease">Its os-release file; empty when there is none.</param>
internal sealed record HostFacts(bool IsLinux, bool IsRoot, ulong Capabilities, bool HasApt, string OsRelease)
{
    private const int NetworkAdmin = 12;
    private const int SystemAdmin = 21;

    public static HostFacts Read()
    {
        if (!OperatingSystem.IsLinux())
            return new HostFacts(false, false, 0, false, "");
        var status = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("CapEff:", StringComparison.Ordinal));
        return new HostFacts(
            true,
            Environment.IsPrivilegedProcess,
            status is null ? 0 : ulong.Parse(status["CapEff:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            File.Exists("/usr/bin/apt-get") && File.Exists("/usr/bin/dpkg"),
            File.Exists("/etc/os-release") ? File.ReadAllText("/etc/os-release") : "");
    }

    /// <summary>Why no local profile can be had, as a clause that says what is missing; null when it can.</summary>
    public string? Refusal()
    {
        if (!IsLinux)
            return "it needs Linux";
        if (!HasApt || Distribution.Of(OsRelease) is null)
            return $"it needs Debian, Ubuntu or a system made from them, with apt-get; this is {SystemName()}";
        if (!IsRoot)
            return "it needs root, for its network bridge and mounts (try 'sudo')";
        return Has(SystemAdmin) && Has(NetworkAdmin)
            ? null
            : "it needs the right to mount and to make network bridges, which this container withholds (try 'docker run --privileged')";
    }

    private bool Has(int capability) => (Capabilities & (1UL << capability)) != 0;

    private string SystemName() =>
        OsRelease.Split('\n').FirstOrDefault(line =>
            line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?["PRETTY_NAME=".Length..].Trim('"')
            ?? "a system without an os-release file";
}
