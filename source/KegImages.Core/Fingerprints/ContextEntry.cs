namespace KegImages.Fingerprints;

/// <summary>One thing in a context that a build can see: a file, a folder or a symbolic link.</summary>
/// <param name="Path">Its path below the context, with <c>/</c> between its parts.</param>
public abstract record ContextEntry(string Path)
{
    /// <summary>The entry as one input of a fingerprint.</summary>
    internal abstract FingerprintInput Input { get; }

    private protected static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');
}

/// <summary>A regular file.</summary>
/// <param name="Path">Its path below the context.</param>
/// <param name="Mode">Its permissions, setuid, setgid and sticky bits: twelve bits, as <c>chmod</c> takes them.</param>
/// <param name="Sha256">The SHA-256 of its content, 64 lowercase hexadecimal digits.</param>
public sealed record ContextFile(string Path, int Mode, string Sha256) : ContextEntry(Path)
{
    internal override FingerprintInput Input => new(InputKind.File, Path, $"{Octal(Mode)}:{Sha256}");
}

/// <summary>A folder, empty or not.</summary>
/// <param name="Path">Its path below the context.</param>
/// <param name="Mode">Its twelve mode bits.</param>
public sealed record ContextFolder(string Path, int Mode) : ContextEntry(Path)
{
    internal override FingerprintInput Input => new(InputKind.Folder, Path, Octal(Mode));
}

/// <summary>A symbolic link; it need not lead anywhere.</summary>
/// <param name="Path">Its path below the context.</param>
/// <param name="Target">Where it leads to, as it is written in the link.</param>
public sealed record ContextLink(string Path, string Target) : ContextEntry(Path)
{
    internal override FingerprintInput Input => new(InputKind.Link, Path, Target);
}
