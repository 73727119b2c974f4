using System.Runtime.InteropServices;

namespace KegImages.LocalEngine;

/// <summary>The system's call that .NET has no other way to: it knows its own children alone.</summary>
internal static class NativeSignals
{
    /// <summary>Sends a signal to a process; 0 when that could be done. See
    /// <see href="https://man7.org/linux/man-pages/man2/kill.2.html"/>.</summary>
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Send(int process, int signal);
}
