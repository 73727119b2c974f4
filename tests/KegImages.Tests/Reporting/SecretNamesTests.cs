using KegImages.Texts;

namespace KegImages.Tests.Reporting;

public sealed class SecretNamesTests
{
    [Theory]
    [InlineData("GITHUB_TOKEN")]
    [InlineData("npm_token")]
    [InlineData("PASSWORD")]
    [InlineData("REGISTRY_PASSWORD")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("client-secret")]
    [InlineData("npmToken")]
    [InlineData("GH_PAT")]
    [InlineData("DB_PASS")]
    [InlineData("SSH_KEY")]
    public void These_hold_secrets(string name) => SecretNames.IsSecret(name).ShouldBeTrue();

    [Theory]
    [InlineData("PATH")]
    [InlineData("TOKENIZER")]
    [InlineData("BROKEN")]
    [InlineData("SUBTOKEN")]
    [InlineData("KEG_BASE_IMAGE")]
    [InlineData("SECRET_NAME")]
    [InlineData("COMPASS")]
    [InlineData("TOKEN_URL")]
    [InlineData("PUBLIC_KEY")]
    public void These_do_not(string name) => SecretNames.IsSecret(name).ShouldBeFalse();

    [Fact]
    public void A_value_that_stands_everywhere_is_no_secret() =>
        SecretNames.ValuesIn(new Dictionary<string, string> { ["A_TOKEN"] = "develop", ["B_TOKEN"] = "ghs_0123456789" })
            .ShouldBe(["ghs_0123456789"]);
}
