using Nuke.Common.ValueInjection;

namespace Nuke.Common.Tests.ValueInjection;

public sealed class KebabCase_tests
{
    [Theory]
    [InlineData("Tag", "tag")]
    [InlineData("NodeImage", "node-image")]
    [InlineData("DockerURL", "docker-url")]
    [InlineData("URLOfDocker", "url-of-docker")]
    [InlineData("DOCKER_TOKEN", "docker_token")]
    [InlineData("Port8080", "port8080")]
    [InlineData("x", "x")]
    [InlineData("NuGetApiKey", "nuget-api-key")]
    [InlineData("MyGitHubToken", "my-github-token")]
    [InlineData("MSBuildPath", "msbuild-path")]
    [InlineData("UseDotNet", "use-dotnet")]
    [InlineData("GitLabel", "git-label")]
    [InlineData("GitHubAPI", "github-api")]
    [InlineData("ReSharper", "resharper")]
    public void A_name_is_typed_in_small_letters_with_dashes_between_words(string name, string typed) => KebabCase.Of(name).ShouldBe(typed);

    [Fact]
    public void A_name_is_read_with_spaces_between_words() => KebabCase.Spaced("NuGetPackageVersion").ShouldBe("NuGet Package Version");

    [Theory]
    [InlineData("--node-image", "nodeimage")]
    [InlineData("NODE_IMAGE", "nodeimage")]
    [InlineData("", "")]
    public void Case_and_punctuation_do_not_count_in_comparing(string name, string bare) => KebabCase.Bare(name).ShouldBe(bare);
}
