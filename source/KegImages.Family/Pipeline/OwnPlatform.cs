using System.Runtime.InteropServices;

namespace KegImages.Pipeline;

/// <summary>The platform that an engine of this machine is taken to build for.</summary>
internal static class OwnPlatform
{
    /// <summary>Its name as in <c>--platform</c>.</summary>
    public static string Name => RuntimeInformation.OSArchitecture switch
    {
        Architecture.Arm64 => "linux/arm64",
        Architecture.Arm => "linux/arm/v7",
        Architecture.X86 => "linux/386",
        Architecture.S390x => "linux/s390x",
        Architecture.Ppc64le => "linux/ppc64le",
        _ => "linux/amd64",
    };
}
