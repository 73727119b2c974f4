using System.Net;
using KegImages.Api;
using KegImages.Pruning;
using KegImages.References;
using KegImages.Registry;
using KegImages.Tests.Records;

namespace KegImages.Tests.Pruning;

public sealed class GitHubPackagesTests : IDisposable
{
    private static readonly ImageReference Tap = ImageReference.Parse("ghcr.io/example/tap");
    private static readonly ImageReference Marker = Tap.At(Sets.DigestOf("marker"));

    private readonly FakeGitHub gitHub = new();

    private GitHubPackages Packages => new(Api);

    private GitHubApi Api =>
        new(gitHub.Client, "a-token",
            new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 3, LongestWait = TimeSpan.FromSeconds(2) });

    [Fact]
    public async Task The_version_with_the_digest_is_deleted_and_no_other()
    {
        gitHub.Add("tap", 1, Sets.DigestOf("other"), "develop");
        gitHub.Add("tap", 2, Marker.Digest!, "feature-x");

        (await Packages.DeleteAsync(Marker, [Tag.Parse("feature-x")], default)).ShouldBeNull();

        gitHub.Active("tap").ShouldBe([Sets.DigestOf("other")]);
        gitHub.Asked.Where(asked => asked.StartsWith("DELETE", StringComparison.Ordinal))
            .ShouldBe(["DELETE /orgs/example/packages/container/tap/versions/2"]);
        gitHub.Authorizations.ShouldAllBe(authorization => authorization == "Bearer a-token");
    }

    [Fact]
    public async Task A_user_s_packages_are_found_too()
    {
        gitHub.IsOrganization = false;
        gitHub.Add("tap", 7, Marker.Digest!);

        (await Packages.DeleteAsync(Marker, [Tag.Parse("feature-x")], default)).ShouldBeNull();

        gitHub.Active("tap").ShouldBeEmpty();
    }

    [Fact]
    public async Task All_pages_are_read()
    {
        gitHub.Add("tap", 1, Marker.Digest!);
        for (var id = 2; id <= 250; id++)
            gitHub.Add("tap", id, Sets.DigestOf($"{id}"), $"tag-{id}");

        var packages = Packages;

        (await packages.ListAsync(Tap, default))!.Untagged.ShouldBe([Marker.Digest!]);
        (await packages.DeleteAsync(Marker, [Tag.Parse("feature-x")], default)).ShouldBeNull();

        gitHub.Asked.Count(asked => asked.Contains("&page=", StringComparison.Ordinal)).ShouldBe(2);
        gitHub.Asked.ShouldContain(asked => asked.EndsWith("&page=3", StringComparison.Ordinal));
        gitHub.Active("tap").Count().ShouldBe(249);
    }

    [Fact]
    public async Task What_GitHub_does_not_delete_is_told_in_its_own_words()
    {
        gitHub.Add("tap", 2, Marker.Digest!);
        gitHub.Deletion = HttpStatusCode.BadRequest;

        (await Packages.DeleteAsync(Marker, [Tag.Parse("feature-x")], default))
            .ShouldBe("GitHub answers 400: You cannot delete the last tagged version of a package. You must delete the package instead.");
        (await Packages.DeleteAsync(Tap.At(Sets.DigestOf("never there")), [], default)).ShouldNotBeNull()
            .ShouldStartWith("GitHub has no such version");
    }

    [Fact]
    public async Task A_deleted_version_is_brought_back_and_one_that_is_there_is_left_alone()
    {
        gitHub.Add("tap", 2, Marker.Digest!);
        await Packages.DeleteAsync(Marker, [Tag.Parse("feature-x")], default);

        await Packages.BringBackAsync(Marker, default);
        gitHub.Active("tap").ShouldBe([Marker.Digest!]);

        await Packages.BringBackAsync(Marker, default);
        gitHub.Asked.Count(asked => asked == "POST /orgs/example/packages/container/tap/versions/2/restore").ShouldBe(1);
    }

    [Theory]
    [InlineData(429, "Retry-After", "1", null)]
    [InlineData(403, "Retry-After", "1", null)]
    [InlineData(403, "X-RateLimit-Remaining", "0", "0")]
    [InlineData(502, null, null, null)]
    public async Task It_waits_where_GitHub_asks_to(int status, string? header, string? value, string? reset)
    {
        gitHub.Add("tap", 2, Marker.Digest!);
        var limited = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("{}") };
        if (header is not null)
            limited.Headers.Add(header, value);
        if (reset is not null)
            limited.Headers.Add("X-RateLimit-Reset", reset);
        gitHub.First.Enqueue(limited);

        (await Packages.DeleteAsync(Marker, [Tag.Parse("feature-x")], default)).ShouldBeNull();

        gitHub.Asked[..2].ShouldBe(["GET /users/example", "GET /users/example"]);
    }

    [Fact]
    public async Task A_limit_that_lasts_for_long_ends_it_and_so_does_a_refusal()
    {
        var limited = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("{}") };
        limited.Headers.Add("Retry-After", "3600");
        gitHub.First.Enqueue(limited);
        (await Should.ThrowAsync<FailedException>(() => Packages.DeleteAsync(Marker, [Tag.Parse("feature-x")], default))).Message.ShouldBe(
            "GitHub limits requests, and asks to wait 3600 s: try again then");

        gitHub.First.Enqueue(new HttpResponseMessage(HttpStatusCode.Forbidden) { Content =
            new StringContent("""{"message":"Resource not accessible by integration"}""") });
        (await Should.ThrowAsync<FailedException>(() => Packages.ListAsync(Tap, default))).Message.ShouldContain(
            "403: Resource not accessible by integration");
    }

    [Theory]
    [InlineData("ghcr.io/example", "a-token", true)]
    [InlineData("ghcr.io/example", "", false)]
    [InlineData("registry.example/example", "a-token", false)]
    public void It_is_for_GHCR_and_with_a_token_only(string provider, string token, bool isThere) =>
        (GitHubPackages.For(Provider.Parse(provider),
            new Dictionary<string, string> { ["GITHUB_TOKEN"] = token }) is not null).ShouldBe(isThere);

    public void Dispose() => gitHub.Dispose();
}
