using System.Runtime.InteropServices;
using KegImages.Fingerprints;

namespace KegImages.Contexts;

/// <summary>What the file system says of a path itself, a link not followed.</summary>
/// <param name="Stamp">What changes whenever the content does; null where the system does not tell enough to rely on it.</param>
internal readonly record struct FileStatus(FileKind Type, int Mode, FileStamp? Stamp)
{
    private const int ModeBits = 0xFFF;
    private const int TypeBits = 0xF000;

    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be looked at.</exception>
    public static FileStatus Of(string path) => OperatingSystem.IsLinux() ? OfLinux(path) : Portable(path);

    private static FileStatus OfLinux(string path)
    {
        if (NativeMethods.statx(NativeMethods.CurrentFolder, path, NativeMethods.NoFollow, NativeMethods.BasicStats, out var status) != 0)
        {
            return Marshal.GetLastPInvokeError() switch
            {
                NativeMethods.NotThere or NativeMethods.NotAFolder => throw new FileNotFoundException($"'{path}' is not there", path),
                NativeMethods.NotAllowed =>
                    throw new UnauthorizedAccessException($"'{path}' cannot be looked at: {Marshal.GetLastPInvokeErrorMessage()}"),
                NativeMethods.NotKnown or NativeMethods.NotPermitted => Portable(path),
                _ => throw new IOException($"'{path}' cannot be looked at: {Marshal.GetLastPInvokeErrorMessage()}"),
            };
        }

        var type = (status.Mode & TypeBits) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Folder,
            0xA000 => FileKind.Link,
            0x1000 => FileKind.Pipe,
            0xC000 => FileKind.Socket,
            _ => FileKind.Device,
        };
        var device = ((long)status.DeviceMajor << 32) | status.DeviceMinor;
        return new FileStatus(type, status.Mode & ModeBits,
            new FileStamp((long)status.Size, status.Modified.Nanoseconds, status.Changed.Nanoseconds, (long)status.Inode, device));
    }

    private static FileStatus Portable(string path)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is not null)
            return new FileStatus(FileKind.Link, ModeBits, null);
        if (!Path.Exists(path))
            throw new FileNotFoundException($"'{path}' is not there", path);
        var type = info.Attributes.HasFlag(FileAttributes.Directory) ? FileKind.Folder : FileKind.File;
        // From Windows every file is sent with the modes that its read-only flag leaves of 0755.
        var mode = !OperatingSystem.IsWindows() ? (int)info.UnixFileMode
            : type == FileKind.File && info.Attributes.HasFlag(FileAttributes.ReadOnly) ? 0b101_101_101 : 0b111_101_101;
        return new FileStatus(type, mode, null);
    }

    private static class NativeMethods
    {
        public const int CurrentFolder = -100;
        public const int NoFollow = 0x100;
        public const uint BasicStats = 0x7FF;
        public const int NotPermitted = 1;
        public const int NotThere = 2;
        public const int NotAllowed = 13;
        public const int NotAFolder = 20;
        public const int NotKnown = 38;

        // statx is laid out alike on every architecture, which stat is not. See https://man7.org/linux/man-pages/man2/statx.2.html.
        [DllImport("libc", SetLastError = true, ExactSpelling = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask,
            out Status status);

        [StructLayout(LayoutKind.Explicit, Size = 256)]
        public struct Status
        {
            [FieldOffset(28)]
            public ushort Mode;

            [FieldOffset(32)]
            public ulong Inode;

            [FieldOffset(40)]
            public ulong Size;

            [FieldOffset(96)]
            public Moment Changed;

            [FieldOffset(112)]
            public Moment Modified;

            [FieldOffset(136)]
            public uint DeviceMajor;

            [FieldOffset(140)]
            public uint DeviceMinor;
        }

        [StructLayout(LayoutKind.Sequential, Size = 16)]
        public struct Moment
        {
            public long Seconds;
            public uint Fraction;

            public readonly long Nanoseconds => (Seconds * 1_000_000_000) + Fraction;
        }
    }
}
