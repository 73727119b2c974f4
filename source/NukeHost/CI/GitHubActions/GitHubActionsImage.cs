namespace Nuke.Common.CI.GitHubActions;

/// <summary>
/// The machines that GitHub offers. See <see href="https://docs.github.com/en/actions/reference/runners/github-hosted-runners"/>.
/// </summary>
public enum GitHubActionsImage
{
    /// <summary>The newest Windows.</summary>
    WindowsLatest,

    /// <summary>Windows Server 2025.</summary>
    WindowsServer2025,

    /// <summary>Windows Server 2022.</summary>
    WindowsServer2022,

    /// <summary>The newest Ubuntu.</summary>
    UbuntuLatest,

    /// <summary>Ubuntu 24.04.</summary>
    Ubuntu2404,

    /// <summary>Ubuntu 22.04.</summary>
    Ubuntu2204,

    /// <summary>The newest macOS.</summary>
    MacOsLatest,

    /// <summary>macOS 15.</summary>
    MacOs15,

    /// <summary>macOS 14.</summary>
    MacOs14,
}
