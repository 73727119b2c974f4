using KegImages.Contexts;
using KegImages.Fingerprints;

namespace KegImages.SecretFiles;

/// <summary>A file that holds a secret or a key, looked at before BuildKit does.</summary>
internal static class SecretFile
{
    /// <summary>How many bytes a secret may have: BuildKit refuses more. See
    /// <see href="https://github.com/moby/buildkit/blob/v0.13.2/session/secrets/secrets.go"/>.</summary>
    public const int Largest = 500 * 1024;

    /// <summary>Why the file cannot be given as a secret, as a clause; null when it can.</summary>
    public static string? Lack(string path) => KindOf(path) switch
    {
        null => $"there is no file {path}",
        FileKind.Folder => $"{path} is a folder, and a file was meant",
        FileKind.File => Opened(path, file => file.Length > Largest ? $"{path} holds more than 500 kB, BuildKit's limit" : null,
            out var trouble) ?? trouble,
        // What a shell's <( ) makes can be read once, and that is BuildKit's.
        _ => null,
    };

    /// <summary>Why the path cannot be forwarded as an SSH agent's socket or as a key, as a clause; null when it can.</summary>
    public static string? KeyLack(string path) => KindOf(path) switch
    {
        FileKind.Socket => null,
        FileKind.File => Lack(path)
            ?? (Text(path) is { } text && !text.Contains("PRIVATE KEY-----", StringComparison.Ordinal)
            ? $"{path} is neither an agent's socket nor a private key"
            : IsLocked(path) ? $"the key {path} is protected by a passphrase: add it to an agent (ssh-add {path}) and forward that" : null),
        _ => Lack(path) ?? $"{path} is neither an agent's socket nor a private key",
    };

    public static bool IsSocket(string path) => KindOf(path) == FileKind.Socket;

    /// <summary>The file's text; null where it is no file, cannot be read, or is too large to be a secret.</summary>
    public static string? Text(string path) => KindOf(path) != FileKind.File || Lack(path) is not null ? null : Opened(path, file =>
    {
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }, out _);

    // OpenSSH's own form says which cipher it is under right behind its magic; the older one says ENCRYPTED.
    private static bool IsLocked(string path)
    {
        if (Text(path) is not { } text)
            return false;
        if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
            return true;
        var body = string.Concat(text.Split('\n').Select(line => line.Trim())
            .Where(line => line.Length > 0 && !line.StartsWith("-----", StringComparison.Ordinal)));
        var bytes = new byte[body.Length];
        return Convert.TryFromBase64String(body, bytes, out var length)
            && bytes.AsSpan(0, length).StartsWith("openssh-key-v1\0"u8)
            && !bytes.AsSpan(0, length)["openssh-key-v1\0".Length..].StartsWith("\0\0\0\u0004none"u8);
    }

    private static FileKind? KindOf(string path)
    {
        try
        {
            return FileStatus.Of(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path).Type;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Why it cannot be looked at is said by whoever opens it.
            return FileKind.File;
        }
    }

    private static string? Opened(string path, Func<FileStream, string?> look, out string? trouble)
    {
        trouble = null;
        try
        {
            using var file = File.OpenRead(path);
            return look(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            trouble = $"{path} cannot be read: {exception.Message}";
            return null;
        }
    }
}
