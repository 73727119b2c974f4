using KegImages.Registry;

namespace KegImages.Tests.Registry;

public class ChallengeTests
{
    [Theory]
    [InlineData("""Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:a/b:pull" """, "https://ghcr.io/token",
        "ghcr.io", "repository:a/b:pull")]
    [InlineData("""Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/node:pull,push",error="invalid_token" """,
        "https://auth.docker.io/token", "registry.docker.io", "repository:library/node:pull,push")]
    [InlineData("""bearer Realm=https://a.example.com/t , service = "x \"y\"" """, "https://a.example.com/t", "x \"y\"", null)]
    [InlineData("""Basic realm="Registry, and Bearer of news", Bearer realm="https://a.example.com/t" """, "https://a.example.com/t", null,
        null)]
    public void A_token_service_is_found(string header, string realm, string? service, string? scope)
    {
        var challenge = Challenge.Parse([header])!;

        challenge.Scheme.ShouldBe(ChallengeScheme.Bearer);
        challenge.Realm.ShouldBe(new Uri(realm));
        challenge.Service.ShouldBe(service);
        challenge.Scope.ShouldBe(scope);
    }

    [Theory]
    [InlineData("""Basic realm="Registry" """)]
    [InlineData("basic")]
    [InlineData("""Basic realm="a, Bearer realm=x" """)]
    public void A_password_is_asked_for(string header) => Challenge.Parse([header])!.Scheme.ShouldBe(ChallengeScheme.Basic);

    [Fact]
    public void Of_several_headers_the_token_service_is_preferred() =>
        Challenge.Parse(["Basic realm=\"x\"", "Bearer realm=\"https://a.example.com/t\""])!.Scheme.ShouldBe(ChallengeScheme.Bearer);

    [Theory]
    [InlineData("")]
    [InlineData("Negotiate")]
    [InlineData("""Bearer service="x" """)]
    [InlineData("""Bearer realm="not an address" """)]
    public void Anything_else_is_no_challenge_that_can_be_met(string header) => Challenge.Parse([header]).ShouldBeNull();
}
