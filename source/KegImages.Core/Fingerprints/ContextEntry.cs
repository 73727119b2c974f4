namespace KegImages.Fingerprints;

/// <summary>One thing in a context that a build can see: a file, a folder or a symbolic link.</summary>
/// <param name="Path">Its path below the context, with <c>/</c> between its parts.</param>
public abstract record ContextEntry(string Path)
{
    internal abstract FingerprintInput Input { get; }

    private protected static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');
}

/// <summary>A regular file.</summary>
/// <param name="Mode">Its permissions, setuid, setgid and sticky bits: twelve bits, as <c>chmod</c> takes them.</param>
internal sealed record ContextFile(string Path, int Mode, string Sha256) : ContextEntry(Path)
{
    internal override FingerprintInput Input => new(InputKind.File, Path, $"{Octal(Mode)}:{Sha256}");
}

/// <summary>A folder, empty or not.</summary>
internal sealed record ContextFolder(string Path, int Mode) : ContextEntry(Path)
{
    internal override FingerprintInput Input => new(InputKind.Folder, Path, Octal(Mode));
}

/// <summary>A symbolic link; it need not lead anywhere.</summary>
internal sealed record ContextLink(string Path, string Target) : ContextEntry(Path)
{
    internal override FingerprintInput Input => new(InputKind.Link, Path, Target);
}
