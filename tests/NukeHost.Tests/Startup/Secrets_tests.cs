using Nuke.Common.Tests.Running;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Tests.Startup;

public sealed class Secrets_tests : IDisposable
{
    private const string Password = "correct horse";
    private readonly TemporaryRoot _root = new();

    [Theory]
    [InlineData("command line")]
    [InlineData("environment")]
    [InlineData("file")]
    [InlineData("encrypted file")]
    [InlineData("initializer")]
    public async Task A_secret_is_in_nothing_that_a_run_wrote(string source)
    {
        const string Secret = "s3cr/t\"w0rd";
        var variables = new Dictionary<string, string> { ["NUKE_SECRETS_PASSWORD"] = Password };
        var words = "Leaks --verbosity verbose";
        switch (source)
        {
            case "command line": words += $" --token {Secret}"; break;
            case "environment": variables["TOKEN"] = Secret; break;
            case "file": _root.With(".nuke/parameters.json", """{ "Token": "s3cr/t\"w0rd" }"""); break;
            case "encrypted file": _root.With(".nuke/parameters.json",
                $$"""{ "Token": "{{SecretCipher.Encrypt(Secret, Password)}}" }"""); break;
        }

        foreach (var run in new[] { await Run.Of<Leaking>(_root, words, variables: variables),
            await Run.Of<Leaking>(_root, words + " --help", variables: variables), await Run.Of<Leaking>(_root, words + " --plan",
                variables: variables) })
        {
            run.Text.ShouldNotContain(Secret);
            run.Text.ShouldNotContain("s3cr%2Ft");
            run.Text.ShouldNotContain(Password);
        }

        var last = await Run.Of<Leaking>(_root, words, variables: variables);
        last.Out.ShouldContain("plain: ***");
        last.Out.ShouldContain("in pieces: ***");
        last.Out.ShouldContain("after the secret");
        File.ReadAllText(Path.Combine(_root.Path, ".nuke/temp/build-attempt.log")).ShouldNotContain(Secret);
        _root[".nuke/build.schema.json"].ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Secrets_are_entered_encrypted_and_read_again()
    {
        await Run.Of<Leaking>(_root, "--help");
        _root.With(".nuke/parameters.json", "{\n  \"$schema\": \"build.schema.json\"\n}\n");
        var written = await Run.Of<Leaking>(_root, ":secrets", input: $"{Password}\nhidden\n");
        written.Out.ShouldNotContain("hidden");
        _root[".nuke/parameters.json"].ShouldContain("\"Token\": \"v1:");
        _root[".nuke/parameters.json"].ShouldNotContain("hidden");

        var run = await Run.Of<Leaking>(_root, "Length", variables: new() { ["NUKE_SECRETS_PASSWORD"] = Password });
        run.Out.ShouldContain("6 characters", customMessage: run.Text);
        (await Run.Of<Leaking>(_root, "Length",
            variables: new() { ["NUKE_SECRETS_PASSWORD"] = "wr0ng" })).Text.ShouldBeApproved("another password");
        (await Run.Of<Leaking>(_root, "Length")).Text.ShouldBeApproved("no password");
    }

    [Fact]
    public void A_secret_survives_encryption_and_never_looks_the_same_twice()
    {
        foreach (var secret in new[] { "", "x", "späce and \n lines", new string('z', 5000) })
        {
            var encrypted = SecretCipher.Encrypt(secret, Password);
            SecretCipher.Decrypt(encrypted, Password, "here").ShouldBe(secret);
            SecretCipher.Encrypt(secret, Password).ShouldNotBe(encrypted);
        }

        Should.Throw<UsageException>(() => SecretCipher.Decrypt("v1:AAAA", Password, "here")).Message.ShouldStartWith("here: ");
    }

    public void Dispose() => _root.Dispose();

    sealed class Leaking : NukeBuild
    {
        [Parameter("The token."), Secret]
        readonly string Token = "s3cr/t\"w0rd";

        Target Length => _ => _.Executes(() => Console.WriteLine($"{Token.Length} characters"));

        Target Leaks => _ => _.Executes(() =>
        {
            Console.WriteLine($"plain: {Token}");
            Console.Error.WriteLine($"error: {Token}");
            Console.WriteLine("url: " + Uri.EscapeDataString(Token));
            Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(new { Token }));
            Console.Write("in pieces: ");
            foreach (var c in Token)
                Console.Write(c);
            Console.WriteLine();
            Serilog.Log.Warning("logged {Token}", Token);
            ReportSummary(summary =>
            {
                summary["Token"] = Token;
                return summary;
            });
            Console.WriteLine("after the secret");
            throw new InvalidOperationException($"thrown {Token}");
        });
    }
}
