using System.Buffers;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>Names as GitHub writes them.</summary>
internal static class GitHubText
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(".*!?+[]()");

    public static string Of(GitHubActionsImage image) => image switch
    {
        GitHubActionsImage.WindowsServer2022 => "windows-2022",
        GitHubActionsImage.WindowsServer2019 => "windows-2019",
        GitHubActionsImage.Ubuntu2404 => "ubuntu-24.04",
        GitHubActionsImage.Ubuntu2204 => "ubuntu-22.04",
        GitHubActionsImage.Ubuntu2004 => "ubuntu-20.04",
        GitHubActionsImage.Ubuntu1804 => "ubuntu-18.04",
        GitHubActionsImage.MacOs14 => "macos-14",
        GitHubActionsImage.MacOs13 => "macos-13",
        GitHubActionsImage.MacOs12 => "macos-12",
        GitHubActionsImage.MacOs11 => "macos-11",
        GitHubActionsImage.MacOs1015 => "macos-10.15",
        GitHubActionsImage.WindowsLatest => "windows-latest",
        GitHubActionsImage.MacOsLatest => "macos-latest",
        GitHubActionsImage.SelfHosted => "self-hosted",
        _ => "ubuntu-latest",
    };

    public static string Of(GitHubActionsTrigger trigger) => KebabCase.Of(trigger.ToString()).Replace('-', '_');

    public static string Of(GitHubActionsPermissions permission) => KebabCase.Of(permission.ToString());

    public static string Of(GitHubActionsSubmodules submodules) => KebabCase.Of(submodules.ToString());

    /// <summary>The name of the secret behind a parameter: <c>DockerToken</c> → <c>DOCKER_TOKEN</c>.</summary>
    public static string Secret(string parameter) => KebabCase.Of(parameter).Replace('-', '_').ToUpperInvariant();

    /// <summary>A branch, tag or path as a list item, quoted only where YAML would read it otherwise.</summary>
    public static string Item(string value) => value.AsSpan().IndexOfAny(NeedQuotes) < 0 ? $"- {value}" : $"- '{value}'";
}
