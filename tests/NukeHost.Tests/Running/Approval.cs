using System.Runtime.CompilerServices;

namespace Nuke.Common.Tests.Running;

internal static class Approval
{
    /// <summary>
    /// Compares a text with the approved file beside the test; where it differs, the received one is written there to be looked at.
    /// </summary>
    public static void ShouldBeApproved(this string text, string? discriminator = null, [CallerFilePath] string file = "",
        [CallerMemberName] string test = "")
    {
        var name = $"{Path.GetFileNameWithoutExtension(file)}.{test}{(discriminator is null ? "" : $".{discriminator}")}";
        text.ShouldMatchApproved(options => options.NoDiff().SubFolder("approved").UseCallerLocation()
            .WithFilenameGenerator((_, _, type, extension) => $"{name}.{type}.{extension}"));
    }
}
