using System.Collections.Immutable;
using System.Text;
using KegImages.Tests.Fingerprints;

namespace KegImages.Tests.Pipeline;

public sealed class WorldTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Secrets_are_hidden_from_the_moment_that_they_are_known(bool isGitHub)
    {
        using var folder = new TemporaryFolder();
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes("keg:login-s3cret"));
        folder.Write("config.json", $$"""{ "auths": { "ghcr.io": { "auth": "{{login}}" } } }""");
        var environment = new Dictionary<string, string> { ["NPM_TOKEN"] = "npm-s3cret", ["DOCKER_CONFIG"] = folder.Path,
            ["GITHUB_ACTIONS"] = isGitHub ? "true" : "" }.ToImmutableDictionary();
        using var console = new StringWriter();

        var world = World.Of(environment, console, null);
        await world.Terminal.Out.WriteLineAsync("npm-s3cret login-s3cret");
        await world.Logins!.FindAsync("ghcr.io", CancellationToken.None);
        await world.Terminal.Out.WriteLineAsync("npm-s3cret login-s3cret a2VnOmxvZ2luLXMzY3JldA==");

        console.ToString().ReplaceLineEndings("\n").ShouldBe(isGitHub
            ? "::add-mask::npm-s3cret\n*** login-s3cret\n::add-mask::login-s3cret\n::add-mask::a2VnOmxvZ2luLXMzY3JldA==\n*** *** ***\n"
            : "*** login-s3cret\n*** *** ***\n");
        world.Terminal.IsFolded.ShouldBe(isGitHub);
    }
}
