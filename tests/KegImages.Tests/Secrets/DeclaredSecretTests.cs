using KegImages.Configuration;
using KegImages.Images;
using KegImages.Tests.Configuration;

namespace KegImages.Tests.Secrets;

public sealed class DeclaredSecretTests
{
    private const string Keg = "provider: ghcr.io/example\ngroups:\n  all: { folders: ['images/*'] }\n";

    [Theory]
    [InlineData("id=tok", "id=tok,env=tok")]
    [InlineData("id=tok,env=NPM_TOKEN", "id=tok,env=NPM_TOKEN")]
    [InlineData("env=NPM_TOKEN,id=tok", "id=tok,env=NPM_TOKEN")]
    [InlineData("id=tok,type=env,src=NPM_TOKEN", "id=tok,env=NPM_TOKEN")]
    [InlineData("id=a.b-c/d,src=/x y", "id=a.b-c/d,src=/x y")]
    [InlineData("id=a,source=/x,type=file", "id=a,src=/x")]
    [InlineData("id=a,\"src=/x,\"\"y\"", "id=a,\"src=/x,\"\"y\"")]
    public void An_option_is_read_as_Docker_reads_it(string text, string written)
    {
        BuildSecret.Parse(text).ToString().ShouldBe(written);
        BuildSecret.Parse(written).ToString().ShouldBe(written);
    }

    [Theory]
    [InlineData("")]
    [InlineData("npm_PLANTED")]
    [InlineData("NPM_TOKEN=npm_PLANTED")]
    [InlineData("id=tok,npm_PLANTED")]
    [InlineData("id=tok,value=npm_PLANTED")]
    [InlineData("id=tok,env=A,src=/x")]
    [InlineData("id=tok,env=npm-PLANTED")]
    [InlineData("id=tok,type=npm_PLANTED")]
    [InlineData("id=tok,id=npm_PLANTED")]
    [InlineData("id=a b,env=X")]
    [InlineData("src=/x")]
    public void What_is_none_is_refused_and_never_quoted(string text)
    {
        var refused = Should.Throw<WrongUseException>(() => SecretDeclarations.OfOptions([text], []));

        refused.Message.ShouldBe("--secret: expected id=NAME, id=NAME,env=VARIABLE or id=NAME,src=FILE; a value itself never stands here");
    }

    [Theory]
    [InlineData("default", "default")]
    [InlineData("default=/run/agent.sock", "default=/run/agent.sock")]
    [InlineData("deploy=~/.ssh/a,~/.ssh/b", "deploy=~/.ssh/a,~/.ssh/b")]
    public void An_agent_is_read_as_Docker_reads_it(string text, string written) => SshForward.Parse(text).ToString().ShouldBe(written);

    [Theory]
    [InlineData("")]
    [InlineData("default=")]
    [InlineData("=x")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----")]
    public void A_key_itself_is_no_agent_and_never_quoted(string text) =>
        Should.Throw<WrongUseException>(() =>
            SecretDeclarations.OfOptions([],
                ["default", text])).Message.ShouldBe(
                    "--ssh (number 2): expected default, or default=FILE with the agent's socket or a key");

    [Fact]
    public async Task The_nearer_place_wins_and_paths_are_relative_to_the_file_that_says_them()
    {
        using var folder = new FamilyFolder()
            .Keg(Keg + "secrets:\n  NPM_TOKEN:\n  npmrc: { file: ~/.npmrc }\n  a: { file: keys/a }\n  b: { env: B_OF_KEG }\nssh: "
                + "[default]\nimages:\n  two: { secrets: { b: { file: two.key } } }\n")
            .Add("images/one/Dockerfile", "FROM scratch\n")
            .Add("images/one/values.yml", "secrets:\n  a: { file: ../a }\n  b: { env: B_OF_VALUES }\nssh: ['default=key', other=~/k]\n")
            .Add("images/two/Dockerfile", "FROM scratch\n")
            .Add("images/two/values.yml", "secrets: [LICENSE, b]\n");
        var overrides = FamilyOverrides.None with { Secrets = SecretDeclarations.OfOptions(["id=NPM_TOKEN,env=OTHER"], []) };

        var family = (await folder.LoadAsync(overrides)).Family;

        family.Find("one")!.Secrets.Values.Select(secret => secret.ToString()).ShouldBe(
            [$"id=NPM_TOKEN,env=OTHER", $"id=a,src={folder.Root}/images/a", "id=b,env=B_OF_VALUES", "id=npmrc,src=~/.npmrc"]);
        family.Find("one")!.Ssh.Values.Select(forward => forward.ToString())
            .ShouldBe([$"default={folder.Root}/images/one/key", "other=~/k"]);
        family.Find("two")!.Secrets.Values.Select(secret => secret.ToString()).ShouldBe(
            ["id=LICENSE,env=LICENSE", "id=NPM_TOKEN,env=OTHER", $"id=a,src={folder.Root}/keys/a", $"id=b,src={folder.Root}/two.key",
                "id=npmrc,src=~/.npmrc"]);
        family.Find("two")!.Secrets["LICENSE"].Location.ShouldBe(new SourceLocation("images/two/values.yml", 1, 11));
    }

    [Theory]
    [InlineData("secrets: { NPM_TOKEN: npm_PLANTED }",
        "keg.yml:4:12: secrets.NPM_TOKEN: expected { env: VARIABLE } or { file: PATH }: where it is, never what it is")]
    [InlineData("secrets: { NPM_TOKEN: { value: npm_PLANTED } }",
        "keg.yml:4:12: secrets.NPM_TOKEN: expected { env: VARIABLE } or { file: PATH }: where it is, never what it is")]
    [InlineData("secrets: { NPM_TOKEN: { env: npm-PLANTED } }", "keg.yml:4:12: secrets.NPM_TOKEN: expected")]
    [InlineData("secrets: { NPM_TOKEN: { env: A, file: B } }", "keg.yml:4:12: secrets.NPM_TOKEN: expected")]
    [InlineData("secrets: { a-b: }", "keg.yml:4:12: secrets.a-b: 'a-b' is no variable's name, so it has to be said where the secret is")]
    [InlineData("secrets: [npm-PLANTED]", "keg.yml:4:11: secrets: expected the name of a variable")]
    [InlineData("secrets: [[npm_PLANTED]]", "keg.yml:4:11: secrets: expected the name of a variable")]
    [InlineData("secrets: npm_PLANTED", "keg.yml:4:10: secrets: expected a list of names, or a mapping")]
    [InlineData("ssh: ['default=']", "keg.yml:4:7: ssh: expected default")]
    [InlineData("notSecret: [A-B]", "keg.yml:4:13: notSecret: 'A-B' is not the name of a build arg")]
    public async Task What_a_file_says_wrong_is_told_with_its_place_and_never_quotes_what_may_be_the_secret(string line, string problem)
    {
        using var folder = new FamilyFolder().Keg(Keg + line + "\n").Add("images/one/Dockerfile", "FROM scratch\n");

        var problems = await folder.ProblemsAsync();

        problems.ShouldContain(text => text.StartsWith(problem, StringComparison.Ordinal), string.Join('\n', problems));
        problems.ShouldAllBe(text => !text.Contains("PLANTED", StringComparison.Ordinal));
    }
}
