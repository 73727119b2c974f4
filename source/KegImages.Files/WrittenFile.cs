namespace KegImages;

/// <summary>Reads files that people write, up to <see cref="TextLimits.File"/> bytes of each.</summary>
internal static class WrittenFile
{
    /// <summary>A file's text: UTF-8, or what its byte order mark says, which is no part of it.</summary>
    /// <exception cref="WrongUseException">The file is too large.</exception>
    /// <exception cref="FailedException">The file cannot be read.</exception>
    public static async Task<string> TextAsync(string path, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(new MemoryStream(await BytesAsync(path, cancellationToken)), Encoding.UTF8,
            detectEncodingFromByteOrderMarks: true);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <exception cref="WrongUseException">The file is too large.</exception>
    /// <exception cref="FailedException">The file cannot be read.</exception>
    public static async Task<byte[]> BytesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file =
                new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            // What has no length, as a device has none, is read no further than this either.
            var bytes = new byte[Math.Min(file.CanSeek ? file.Length : 0, TextLimits.File) + 1];
            var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            if (count == bytes.Length && count <= TextLimits.File)
            {
                Array.Resize(ref bytes, TextLimits.File + 1);
                count += await file.ReadAtLeastAsync(bytes.AsMemory(count), bytes.Length - count, throwOnEndOfStream: false,
                    cancellationToken);
            }

            return count <= TextLimits.File
                ? bytes[..count]
                : throw new WrongUseException($"the file has more than {TextLimits.File} bytes, which no file of its kind needs",
                    new SourceLocation(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FailedException($"'{path}' could not be read: {exception.Message}", exception);
        }
    }
}
