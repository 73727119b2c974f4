using System.Formats.Tar;

namespace KegImages.Engines;

/// <summary>A file or folder of a container.</summary>
public sealed record ContainerFile
{
    /// <summary>What it is.</summary>
    public required TarEntryType Kind { get; init; }

    /// <summary>Its permissions.</summary>
    public required UnixFileMode Mode { get; init; }

    /// <summary>Its owner.</summary>
    public required int Uid { get; init; }

    /// <summary>Its group.</summary>
    public required int Gid { get; init; }

    /// <summary>Where a link leads; null for anything else.</summary>
    public string? Target { get; init; }

    /// <summary>Its size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>What it holds; null where it is no file, or is larger than was asked for.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>Whether it is a file.</summary>
    public bool IsFile => Kind is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.HardLink
        or TarEntryType.ContiguousFile;

    internal static async Task<ContainerFile> OfAsync(TarEntry entry, int most, CancellationToken cancellationToken)
    {
        var file = new ContainerFile
        {
            Kind = entry.EntryType,
            Mode = entry.Mode,
            Uid = entry.Uid,
            Gid = entry.Gid,
            Target = entry.EntryType == TarEntryType.SymbolicLink ? entry.LinkName : null,
            Size = entry.Length,
        };
        if (!file.IsFile || most == 0 || entry.Length > most)
            return file;
        var content = new byte[entry.Length];
        if (entry.DataStream is { } data)
            await data.ReadExactlyAsync(content, cancellationToken);
        return file with { Content = content };
    }
}
