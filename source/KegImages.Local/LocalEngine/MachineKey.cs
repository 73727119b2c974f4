using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace KegImages.LocalEngine;

/// <summary>What decides what a first set-up makes: the system, its package sources, and what this version does with them.</summary>
internal sealed record MachineKey
{
    private readonly string text;

    private MachineKey(string text) => this.text = text;

    /// <summary>The key of texts, in their order.</summary>
    public static MachineKey Of(params IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in texts)
        {
            // Its length goes before it, so that no two lists read alike.
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(part));
        }

        return new MachineKey(Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
    }

    /// <summary>The key of this machine.</summary>
    public static async Task<MachineKey> OfThisMachineAsync(CancellationToken cancellationToken)
    {
        List<string> files = ["/etc/os-release", "/etc/apt/sources.list"];
        if (Directory.Exists("/etc/apt/sources.list.d"))
            files.AddRange(Directory.EnumerateFiles("/etc/apt/sources.list.d").Order(StringComparer.Ordinal));
        List<string> texts = [$"{LocalState.CurrentLayout}", $"{RuntimeInformation.OSArchitecture}", Scripts.RootImage,
            EnginePackages.Cosign];
        foreach (var file in files.Where(File.Exists))
            texts.Add(await File.ReadAllTextAsync(file, cancellationToken));
        return Of(texts);
    }

    /// <summary>Sixteen hex digits.</summary>
    public override string ToString() => text;
}
