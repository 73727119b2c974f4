namespace Nuke.Common.CI.GitHubActions;

/// <summary>
/// The machines that a job runs on; GitHub itself offers the older ones no more. See
/// <see href="https://docs.github.com/en/actions/reference/runners/github-hosted-runners"/>.
/// </summary>
public enum GitHubActionsImage
{
    /// <summary>Windows Server 2022.</summary>
    WindowsServer2022,

    /// <summary>Windows Server 2019.</summary>
    WindowsServer2019,

    /// <summary>Ubuntu 24.04.</summary>
    Ubuntu2404,

    /// <summary>Ubuntu 22.04.</summary>
    Ubuntu2204,

    /// <summary>Ubuntu 20.04.</summary>
    Ubuntu2004,

    /// <summary>Ubuntu 18.04.</summary>
    Ubuntu1804,

    /// <summary>macOS 14.</summary>
    MacOs14,

    /// <summary>macOS 13.</summary>
    MacOs13,

    /// <summary>macOS 12.</summary>
    MacOs12,

    /// <summary>macOS 11.</summary>
    MacOs11,

    /// <summary>macOS 10.15.</summary>
    MacOs1015,

    /// <summary>The newest Windows.</summary>
    WindowsLatest,

    /// <summary>The newest Ubuntu.</summary>
    UbuntuLatest,

    /// <summary>The newest macOS.</summary>
    MacOsLatest,

    /// <summary>A machine of one's own.</summary>
    SelfHosted,
}
