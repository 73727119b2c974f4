using System.Net.Sockets;
using KegImages.Images;
using KegImages.SecretFiles;
using KegImages.Secrets;
using KegImages.Tests.Fingerprints;

namespace KegImages.Tests.Secrets;

public sealed class MachineSecretTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private MachineSecrets Machine(params (string Name, string Value)[] variables) =>
        new(variables.Append(("HOME", folder.Path)).ToDictionary(pair => pair.Item1, pair => pair.Item2));

    [Fact]
    public void What_is_in_the_home_folder_is_found_there()
    {
        folder.Write(".npmrc", "x");
        var npmrc = new BuildSecret("npmrc", BuildSecretKind.File, "~/.npmrc");

        Machine().Lack(npmrc).ShouldBeNull();
        Machine().Resolve(npmrc).ToString().ShouldBe($"id=npmrc,src={folder.Path}/.npmrc");
        Machine().Lack(npmrc with { Source = "~/.netrc" }).ShouldBe($"there is no file {folder.Path}/.netrc");
    }

    [Theory]
    [InlineData(512_000, true)]
    [InlineData(512_001, false)]
    public void A_secret_has_BuildKit_s_limit(int bytes, bool fits)
    {
        folder.Write("large", new string('x', bytes));

        (Machine().Lack(new BuildSecret("a", BuildSecretKind.File, folder["large"])) is null).ShouldBe(fits);
        (Machine(("A", new string('x', bytes))).Lack(BuildSecret.InVariable("A")) is null).ShouldBe(fits);
    }

    [Fact]
    public void The_agent_has_to_be_there()
    {
        using var agent = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        agent.Bind(new UnixDomainSocketEndPoint(folder["agent"]));
        var forward = SshForward.Parse("default");

        Machine().Lack(forward).ShouldBe("no agent runs: SSH_AUTH_SOCK is not set");
        Machine(("SSH_AUTH_SOCK", "/nowhere")).Lack(forward).ShouldBe("SSH_AUTH_SOCK names /nowhere, and no agent is there");
        Machine(("SSH_AUTH_SOCK", folder["agent"])).Lack(forward).ShouldBeNull();
        Machine(("SSH_AUTH_SOCK", folder["agent"])).Resolve(forward).ToString().ShouldBe($"default={folder.Path}/agent");
        Machine().Lack(SshForward.Parse($"default={folder["agent"]}")).ShouldBeNull();
    }

    [Theory]
    [InlineData("openssh-key-v1\0\0\0\0\u0004none\0\0\0\u0004none", null)]
    [InlineData("openssh-key-v1\0\0\0\0\naes256-ctr\0\0\0\u0006bcrypt", "is protected by a passphrase: add it to an agent")]
    public void A_key_that_asks_for_a_passphrase_is_said_so(string body, string? lack)
    {
        folder.Write("key", $"-----BEGIN OPENSSH PRIVATE "
            + $"KEY-----\n{Convert.ToBase64String(System.Text.Encoding.Latin1.GetBytes(body))}\n-----END OPENSSH PRIVATE KEY-----\n");

        var found = Machine().Lack(SshForward.Parse("default=~/key"));

        (found is null).ShouldBe(lack is null);
        found?.ShouldContain(lack!);
    }

    [Theory]
    [InlineData("registry=https://registry.npmjs.org/\n//registry.npmjs.org/:_authToken=npm_AbCd0123\nalways-auth=true\n", "npm_AbCd0123")]
    [InlineData("machine example.com login me password s3cretword\n", "s3cretword")]
    [InlineData("[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")]
    [InlineData("-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n-----END KEY-----\n",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7")]
    public void What_is_secret_in_a_file_is_found_and_what_is_not_is_left(string text, string secret)
    {
        var known = new KnownSecret("file", text);

        known.IsIn($"log: {secret}").ShouldBeTrue();
        known.IsIn("npm http fetch GET 200 https://registry.npmjs.org/express always-auth=true example.com default").ShouldBeFalse();
    }
}
