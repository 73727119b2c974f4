using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

/// <summary>A program and what lies beside it as one file to unpack anywhere: the same files give the same bytes.</summary>
static class ProgramArchive
{
    const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    const UnixFileMode Run = Read | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Writes <c>name.tar.gz</c>, and its SHA-256 beside it as <c>sha256sum --check</c> reads it.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="name">The file's name, and that of the folder in it.</param>
    /// <param name="files">The files by the name that they get; one without an extension is a program.</param>
    /// <param name="time">How old they are.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task WriteAsync(string folder, string name, IReadOnlyDictionary<string, string> files, DateTimeOffset time,
        CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, $"{name}.tar.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.SmallestSize))
        await using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var (file, source) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                await using var content = File.OpenRead(source);
                var isProgram = !Path.HasExtension(file) && file != "LICENSE";
                await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, $"{name}/{file}")
                {
                    Mode = isProgram ? Run : Read,
                    ModificationTime = time,
                    DataStream = content,
                }, cancellationToken);
            }
        }

        await using var written = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellationToken));
        await File.WriteAllTextAsync($"{path}.sha256", $"{hash}  {Path.GetFileName(path)}\n", cancellationToken);
    }
}
