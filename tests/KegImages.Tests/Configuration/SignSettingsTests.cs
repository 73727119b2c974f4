using KegImages.Configuration;

namespace KegImages.Tests.Configuration;

/// <summary>By what images are signed, as keg.yml says it.</summary>
public sealed class SignSettingsTests
{
    private const string Groups = "provider: localhost:5000/x\ngroups: { all: { folders: [a] } }\n";

    [Theory]
    [InlineData("{ key: cosign.key, publicKey: cosign.pub }", "cosign.pub")]
    [InlineData("{ key: env://KEY, publicKey: env://PUB }", "env://PUB")]
    [InlineData("{ key: 'awskms:///alias/keg' }", "awskms:///alias/keg")]
    [InlineData("{ publicKey: cosign.pub }", "cosign.pub")]
    public void A_key_is_a_file_a_variable_or_managed_elsewhere(string said, string verifier)
    {
        var (settings, problems) = KegReader.Read($"{Groups}sign: {said}\nrequireSigned: true\n", "keg.yml");

        problems.ShouldBeEmpty();
        settings!.Sign!.Verifier.ShouldBe(verifier);
        (settings.Sign.IsKeyless, settings.Sign.IsLogged, settings.RequireSigned).ShouldBe((false, false, true));
    }

    [Theory]
    [InlineData("sign: { key: cosign.key }", "sign: what a signature is believed by is not said")]
    [InlineData("sign: {}", "sign: what a signature is believed by is not said")]
    [InlineData("sign: { key: a, publicKey: b, identity: 'https://a.io/w@r' }", "sign: a key and an identity")]
    [InlineData("sign: { key: 'https://a.io/key', publicKey: b }", "sign.key: 'https://a.io/key' is not where a key is")]
    [InlineData("sign: { key: 'env://A B', publicKey: b }", "sign.key: 'env://A B' is not where a key is")]
    [InlineData("sign: { identity: me@example.com }", "sign.identity: 'me@example.com' is not an https:// address")]
    [InlineData("sign: { identity: 'https://a.io/w', log: maybe }", "sign.log: expected true or false, found 'maybe'")]
    [InlineData("requireSigned: true", "requireSigned: by what a signature is believed is not said")]
    public void What_cannot_sign_or_verify_is_refused_with_its_line(string said, string expected)
    {
        var (_, problems) = KegReader.Read($"{Groups}{said}\n", "keg.yml");

        problems.Select(problem => problem.ToString()).ShouldContain(text => text.StartsWith("keg.yml:3:", StringComparison.Ordinal)
            && text.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("|\n    -----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n    eyJhbGciOi\n")]
    [InlineData(">\n    -----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n    eyJhbGciOi\n")]
    [InlineData("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY----- eyJhbGciOi\n")]
    public void A_key_that_stands_in_the_file_is_refused_and_not_repeated(string key)
    {
        var (_, problems) = KegReader.Read($"{Groups}sign:\n  publicKey: b\n  key: {key}", "keg.yml");

        var message = problems.ShouldHaveSingleItem().ToString();
        message.ShouldContain("is not where a key is");
        message.ShouldNotContain("eyJhbGciOi");
    }

    [Fact]
    public void An_identity_with_a_star_is_an_expression_that_matches_it_alone()
    {
        var (settings, _) = KegReader.Read($"{Groups}sign: {{ identity: 'https://github.com/a/b.c/.github/workflows/images.yml@*' }}\n",
            "keg.yml");

        settings!.Sign!.IdentityExpression.ShouldBe(
            @"^https\:\/\/github\.com\/a\/b\.c\/\.github\/workflows\/images\.yml\@.*$");
        (settings.Sign with { Identity = new Located<string>("https://a.io/w@r", new SourceLocation("keg.yml", 1)) }).IdentityExpression
            .ShouldBeNull();
    }

    [Fact]
    public void The_variables_of_keys_and_passwords_are_withheld_from_other_processes() =>
        SignSettings.SecretVariables(KegReader.Read($"{Groups}sign: {{ key: env://MY_KEY, publicKey: b }}\n", "keg.yml").Settings!.Sign)
            .ShouldBe(["COSIGN_PASSWORD", "MY_KEY"]);
}
