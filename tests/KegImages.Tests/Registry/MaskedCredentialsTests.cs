using KegImages.Logins;
using KegImages.Registry;
using KegImages.Texts;

namespace KegImages.Tests.Registry;

public sealed class MaskedCredentialsTests
{
    [Fact]
    public async Task A_login_is_hidden_before_it_is_handed_out()
    {
        var masking = new Masking([]);
        var logins = new MaskedCredentials(new FakeCredentials(new RegistryCredential("keg", "s3cret-word")),
            secret => masking.Add(secret));
        masking.Apply("s3cret-word").ShouldBe("s3cret-word");

        (await logins.FindAsync("ghcr.io", default)).ShouldBe(new RegistryCredential("keg", "s3cret-word"));

        masking.Apply("s3cret-word, a2VnOnMzY3JldC13b3Jk").ShouldBe("***, ***");
    }

    [Fact]
    public async Task No_login_hides_nothing() =>
        (await new MaskedCredentials(new FakeCredentials(), _ => throw new InvalidOperationException()).FindAsync("ghcr.io",
            default)).ShouldBeNull();
}
