namespace KegImages.Contexts;

/// <summary>
/// What a file system remembers of a file beside its content, times in nanoseconds since 1970. No program can set
/// <paramref name="Changed"/>.
/// </summary>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Modified">When its content was last written, or said to be.</param>
/// <param name="Changed">When its content or anything else about it was last changed.</param>
/// <param name="Inode">Its number in the file system.</param>
/// <param name="Device">The file system's number.</param>
internal readonly record struct FileStamp(long Size, long Modified, long Changed, long Inode, long Device);
