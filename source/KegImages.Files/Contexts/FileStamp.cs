namespace KegImages.Contexts;

/// <summary>What a file system remembers of a file beside its content, times in nanoseconds since 1970. No program can set
/// <paramref name="Changed"/>.</summary>
/// <param name="Size">Its size in bytes.</param>
internal readonly record struct FileStamp(long Size, long Modified, long Changed, long Inode, long Device);
