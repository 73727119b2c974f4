using KegImages.Logins;
using KegImages.References;

namespace KegImages.Tests.Registry;

/// <summary>How tokens are got, shared and renewed.</summary>
public sealed class RegistryTokenTests : RegistryLoginTests
{
    [Fact]
    public async Task One_token_serves_all_requests_of_a_repository()
    {
        Registry.Add("tap", "develop");
        WantToken();
        using var client = Client(login: null);

        for (var i = 0; i < 5; i++)
            (await client.HeadAsync(Reference(), default)).ShouldNotBeNull();

        Registry.Count("/token").ShouldBe(1);
        client.Requests.ShouldBe(7, "a refusal, a token, five answers");
    }

    [Fact]
    public async Task Many_requests_at_once_are_refused_once_and_share_tokens()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"tap-{i}")];
        foreach (var name in names)
            Registry.Add(name, "develop");
        WantToken();
        using var client = Client(Login());

        var found = await Task.WhenAll(names.Concat(names).Select(name => client.HeadAsync(Reference(name), default)));

        found.ShouldAllBe(descriptor => descriptor != null);
        client.Requests.ShouldBe(1 + 20 + 40);
    }

    [Theory]
    [InlineData(300, 291)]
    [InlineData(null, 51)]
    public async Task A_token_is_renewed_before_it_expires(int? expiresIn, int seconds)
    {
        Registry.Add("tap", "develop");
        WantToken(expiresIn: expiresIn);
        using var client = Client(login: null);

        await client.HeadAsync(Reference(), default);
        Clock.Now += TimeSpan.FromSeconds(seconds - 2);
        await client.HeadAsync(Reference(), default);
        Registry.Count("/token").ShouldBe(1);
        Clock.Now += TimeSpan.FromSeconds(2);
        await client.HeadAsync(Reference(), default);

        Registry.Count("/token").ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_is_refused_early_is_renewed_once()
    {
        Registry.Add("tap", "develop");
        WantToken();
        using var client = Client(login: null);
        await client.HeadAsync(Reference(), default);

        Tokens.Clear();

        (await client.HeadAsync(Reference(), default)).ShouldNotBeNull();
        Registry.Count("/token").ShouldBe(2);
    }

    [Fact]
    public async Task Writing_takes_a_token_of_its_own()
    {
        var digest = Registry.Add("tap", "develop");
        WantToken();
        using var client = Client(Login());

        await client.CopyTagAsync(Registry.Repository("tap").At(digest), Tag.Parse("x"), default);

        Registry.TagOf("tap", "x").ShouldBe(digest);
        Registry.Asked.ShouldContain(asked => asked.EndsWith("scope=repository%3Akeg%2Ftap%3Apull%2Cpush", StringComparison.Ordinal));
        Registry.Asked.ShouldContain(asked => asked.Contains("/token?service=keg&scope=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_identity_token_is_exchanged()
    {
        Registry.Add("tap", "develop");
        WantToken(anonymousPull: false);
        using var client = Client(new RegistryCredential(null, Password));

        (await client.HeadAsync(Reference(), default)).ShouldNotBeNull();
        Registry.Count("^POST /token").ShouldBe(1);
    }
}
