using System.Net;
using KegImages.Images;
using KegImages.Publishing;

namespace KegImages.Tests.Publishing;

public sealed class GitHubPackagesTests : IDisposable
{
    private static readonly ImageReference Marker = ImageReference.Parse($"ghcr.io/example/tap@sha256:{new string('a', 64)}");

    private readonly Answers answers = new();
    private readonly HttpClient client;

    public GitHubPackagesTests() => client = new HttpClient(answers) { BaseAddress = new Uri("https://api.example/") };

    [Fact]
    public async Task The_version_with_the_digest_is_deleted_and_no_other()
    {
        answers.Say("GET /orgs/example/packages/container/tap/versions?per_page=100&page=1", HttpStatusCode.OK, $$"""[{"id":1,"name":"sha256:{{new string('b', 64)}}"},{"id":2,"name":"{{Marker.Digest}}"}]""");
        answers.Say("DELETE /orgs/example/packages/container/tap/versions/2", HttpStatusCode.NoContent);

        (await DeleteAsync()).ShouldBeTrue();
        answers.Asked.ShouldNotContain(asked => asked.EndsWith("/1", StringComparison.Ordinal));
        answers.Authorizations.ShouldAllBe(authorization => authorization == "Bearer a-token");
    }

    [Fact]
    public async Task A_user_s_packages_are_found_where_there_is_no_such_organization()
    {
        answers.Say("GET /users/example/packages/container/tap/versions?per_page=100&page=1", HttpStatusCode.OK, $$"""[{"id":7,"name":"{{Marker.Digest}}"}]""");
        answers.Say("DELETE /users/example/packages/container/tap/versions/7", HttpStatusCode.NoContent);

        (await DeleteAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Later_pages_are_read_while_pages_are_full()
    {
        var full = string.Join(',', Enumerable.Range(10, 100).Select(id => $$"""{"id":{{id}},"name":"sha256:{{id}}"}"""));
        answers.Say("GET /orgs/example/packages/container/tap/versions?per_page=100&page=1", HttpStatusCode.OK, $"[{full}]");
        answers.Say("GET /orgs/example/packages/container/tap/versions?per_page=100&page=2", HttpStatusCode.OK, $$"""[{"id":2,"name":"{{Marker.Digest}}"}]""");
        answers.Say("DELETE /orgs/example/packages/container/tap/versions/2", HttpStatusCode.NoContent);

        (await DeleteAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_token_that_may_not_delete_deletes_nothing()
    {
        answers.Say("GET /orgs/example/packages/container/tap/versions?per_page=100&page=1", HttpStatusCode.OK, $$"""[{"id":2,"name":"{{Marker.Digest}}"}]""");
        answers.Say("DELETE /orgs/example/packages/container/tap/versions/2", HttpStatusCode.Forbidden);

        (await DeleteAsync()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("ghcr.io/example", "a-token", true)]
    [InlineData("ghcr.io/example", "", false)]
    [InlineData("registry.example/example", "a-token", false)]
    public void It_is_for_GHCR_and_with_a_token_only(string provider, string token, bool isThere) =>
        (GitHubPackages.For(Provider.Parse(provider), new Dictionary<string, string> { ["GITHUB_TOKEN"] = token }) is not null).ShouldBe(isThere);

    public void Dispose() => client.Dispose();

    private Task<bool> DeleteAsync() => new GitHubPackages(client, "a-token").DeleteAsync(Marker, CancellationToken.None);

    private sealed class Answers : HttpMessageHandler
    {
        private readonly Dictionary<string, (HttpStatusCode Status, string Body)> known = [];

        public List<string> Asked { get; } = [];

        public List<string?> Authorizations { get; } = [];

        public void Say(string request, HttpStatusCode status, string body = "") => known.Add(request, (status, body));

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = $"{request.Method} {request.RequestUri!.PathAndQuery}";
            Asked.Add(asked);
            Authorizations.Add(request.Headers.Authorization?.ToString());
            var (status, body) = known.GetValueOrDefault(asked, (HttpStatusCode.NotFound, "{}"));
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
        }
    }
}
