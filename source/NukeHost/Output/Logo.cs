using System.Runtime.InteropServices;

namespace Nuke.Common.Output;

/// <summary>The first line of a run.</summary>
internal static class Logo
{
    public static string Text => $"NUKE build, embedded host, on .NET {Environment.Version} ({RuntimeInformation.RuntimeIdentifier})";
}
