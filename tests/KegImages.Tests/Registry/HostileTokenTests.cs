using KegImages.Logins;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>Token services and logins that are not what they should be: each is named, and the login stays where it belongs.</summary>
public sealed class HostileTokenTests : HostileRegistry
{
    [Theory]
    [InlineData("""{"token":"a","expires_in":-5}""")]
    [InlineData("""{"token":"a","expires_in":99999999999999999999}""")]
    [InlineData("""{"token":"a","expires_in":1e300}""")]
    [InlineData("""{"token":"","access_token":"a","expires_in":null}""")]
    public async Task A_token_lives_as_long_as_makes_sense(string answer)
    {
        Registry.Add("tap", "develop");
        using var client = Client();
        Tokens(answer);

        (await client.HeadAsync(Reference, default)).ShouldNotBeNull();
        (await client.HeadAsync(Reference, default)).ShouldNotBeNull();

        Registry.Count("/token").ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"token":"a\nb"}""", "no header can carry it")]
    [InlineData("""{"token":"\ud800"}""", "$.token")]
    [InlineData("""{"token":7}""", "$.token")]
    [InlineData("""{"token":"a","expires_in":"soon"}""", "$.expires_in")]
    [InlineData("""{}""", "without a token")]
    [InlineData("null", "it is null")]
    [InlineData("", "it is empty")]
    [InlineData("<html>", "cannot be read")]
    public async Task A_token_that_is_none_is_named(string answer, string expected)
    {
        using var client = Client();
        Tokens(answer);

        (await Should.ThrowAsync<FailedException>(() => client.HeadAsync(Reference, default))).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("http://Registry.example.com/token")]
    [InlineData("http://10.1.2.3/token")]
    public async Task A_login_leaves_this_machine_only_with_TLS(string realm)
    {
        using var client = Client(new RegistryCredential("keg", "s3cret"));
        Answer(401, "", ("WWW-Authenticate", $"Bearer realm=\"{realm}\""));

        (await Should.ThrowAsync<FailedException>(() => client.HeadAsync(Reference, default))).Message.ShouldContain(
            "without TLS: refused");
    }

    [Fact]
    public async Task A_login_that_cannot_be_read_matters_only_where_the_registry_insists_on_one()
    {
        Registry.Add("tap", "develop");
        var broken = new FakeCredentials(failure: new WrongUseException("the credential helper 'docker-credential-x' is not on the PATH"));
        using var client = new RegistryClient(broken, new RegistryOptions { Attempts = 1 });
        (await client.HeadAsync(Reference, default)).ShouldNotBeNull();
        broken.Asked.ShouldBeEmpty();

        Answer(401, "", ("WWW-Authenticate", "Basic realm=\"x\""));
        (await Should.ThrowAsync<WrongUseException>(() => client.GetManifestAsync(Reference, default))).Message.ShouldContain(
            "its login cannot be read: the credential helper 'docker-credential-x' is not on the PATH");
        await Should.ThrowAsync<WrongUseException>(() => client.CheckPushAccessAsync([Reference], default));
        broken.Asked.Count.ShouldBe(1);
    }

    private void Tokens(string answer) => Registry.Instead = (request, response) =>
    {
        if (request.Url!.AbsolutePath == "/token")
        {
            FakeRegistry.Answer(response, 200, answer);
            return true;
        }

        if (request.Headers["Authorization"] is not null)
            return false;
        FakeRegistry.Answer(response, 401, headers: ("WWW-Authenticate", $"Bearer realm=\"http://{Registry.Host}/token\""));
        return true;
    };
}
