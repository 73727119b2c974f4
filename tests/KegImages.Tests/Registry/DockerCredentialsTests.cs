using System.Text;
using KegImages.Logins;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

public sealed class DockerCredentialsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keg-docker-config-").FullName;
    private readonly FakeCommands commands = new(command => command.StandardInput switch
    {
        "ghcr.io" or "https://index.docker.io/v1/" => (0, """{"ServerURL":"x","Username":"helper","Secret":"from-helper"}"""),
        "token.example.com" => (0, """{"Username":"<token>","Secret":"identity"}"""),
        "broken.example.com" => (1, "keychain is locked: s3cret"),
        "garbage.example.com" => (0, "s3cret"),
        _ => (1, "credentials not found in native keychain\n"),
    });

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<RegistryCredential?> FindAsync(string host, string config)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), config);
        return await new DockerCredentials(folder, commands).FindAsync(host, default);
    }

    private static string Auths(string key, string auth) =>
        $$"""{ "auths": { "other.example.com": { "auth": "eA==" }, "{{key}}": { "auth": "{{auth}}" } } }""";

    private static string Auth(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("ghcr.io", "ghcr.io")]
    [InlineData("ghcr.io", "https://ghcr.io")]
    [InlineData("ghcr.io", "https://ghcr.io/v2/")]
    [InlineData("localhost:5000", "localhost:5000")]
    [InlineData("docker.io", "https://index.docker.io/v1/")]
    public async Task A_login_in_the_file_is_found(string host, string key)
    {
        var found = await FindAsync(host, Auths(key, Auth("user:pass:word")));

        found.ShouldBe(new RegistryCredential("user", "pass:word"));
    }

    [Fact]
    public async Task An_identity_token_in_the_file_is_found()
    {
        var found = await FindAsync("ghcr.io", """{"auths":{"ghcr.io":{"identitytoken":"identity"}}}""");

        found!.IsIdentityToken.ShouldBeTrue();
        found.Secret.ShouldBe("identity");
    }

    [Theory]
    [InlineData("""{"credHelpers":{"ghcr.io":"gh"},"credsStore":"other"}""", "ghcr.io", "docker-credential-gh")]
    [InlineData("""{"credsStore":"desktop"}""", "ghcr.io", "docker-credential-desktop")]
    [InlineData("""{"credsStore":"desktop"}""", "docker.io", "docker-credential-desktop")]
    public async Task A_helper_is_asked_through_its_standard_input(string config, string host, string program)
    {
        (await FindAsync(host, config)).ShouldBe(new RegistryCredential("helper", "from-helper"));

        var command = commands.Asked.ShouldHaveSingleItem();
        command.Executable.ShouldBe(program);
        command.Arguments.ShouldBe(["get"]);
    }

    [Fact]
    public async Task A_helper_may_keep_an_identity_token() =>
        (await FindAsync("token.example.com", """{"credsStore":"x"}""")).ShouldBe(new RegistryCredential(null, "identity"));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"auths":{"ghcr.io":{}}}""")]
    [InlineData("""{"auths":{"registry.example.com.evil.example":{"auth":"eDp5"}}}""")]
    [InlineData("""{"credsStore":"x"}""")]
    public async Task Where_there_is_no_login_access_is_anonymous(string config) =>
        (await FindAsync("registry.example.com", config)).ShouldBeNull();

    [Fact]
    public async Task Without_a_file_access_is_anonymous() =>
        (await new DockerCredentials(Path.Combine(folder, "missing"), commands).FindAsync("ghcr.io", default)).ShouldBeNull();

    [Theory]
    [InlineData("broken.example.com")]
    [InlineData("garbage.example.com")]
    public async Task A_helper_that_fails_is_named_and_what_it_wrote_is_not_shown(string host)
    {
        var error = await Should.ThrowAsync<FailedException>(() => FindAsync(host, """{"credsStore":"x"}"""));

        error.Message.ShouldContain("docker-credential-x get");
        error.Message.ShouldContain(host);
        error.ToString().ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData("{\n\"auths\": s3cret", 2, "JSON")]
    [InlineData("""{"auths":{"ghcr.io":{"auth":"s3cret"}}}""", 0, "docker login ghcr.io")]
    public async Task A_damaged_file_is_named_and_its_content_is_not_shown(string config, int line, string expected)
    {
        var error = await Should.ThrowAsync<WrongUseException>(() => FindAsync("ghcr.io", config));

        error.Message.ShouldContain(expected);
        error.Problems.Single().Location.ShouldBe(new SourceLocation(Path.Combine(folder, "config.json"), line));
        error.ToString().ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData("{\n  \"credsStore\": \"missing\"\n}", 2)]
    [InlineData("{\n\n\"credHelpers\": {\n  \"ghcr.io\": \"missing\"}}", 4)]
    public async Task A_helper_that_is_missing_is_named_with_its_line(string config, int line)
    {
        var missing = new FakeCommands(_ => throw new FailedException("not found", new System.ComponentModel.Win32Exception(2)));
        await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), config);

        var problem =
            (await Should.ThrowAsync<WrongUseException>(() => new DockerCredentials(folder, missing)
            .FindAsync("ghcr.io", default))).Problems.Single();

        problem.Message.ShouldBe(
            "the credential helper 'docker-credential-missing' that it names is not on the PATH, so docker has no login to ghcr.io");
        problem.Location.ShouldBe(new SourceLocation(Path.Combine(folder, "config.json"), line));
        problem.Next.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a b")]
    [InlineData("x;rm")]
    public async Task A_helper_s_name_is_that_of_a_program(string name)
    {
        await Should.ThrowAsync<WrongUseException>(() => FindAsync("ghcr.io", $$"""{"credsStore":"{{name}}"}"""));
        commands.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task As_docker_the_file_is_not_read_where_a_helper_keeps_logins_and_a_helper_without_a_name_is_the_file()
    {
        var auth = Auth("user:word");

        (await FindAsync("registry.example.com", Auths("registry.example.com", auth)
            .Replace("{ \"auths\"", "{ \"credsStore\": \"x\", \"auths\"", StringComparison.Ordinal))).ShouldBeNull();
        (await FindAsync("ghcr.io", Auths("ghcr.io", auth)
            .Replace("{ \"auths\"", "{ \"credsStore\": \"x\", \"credHelpers\": { \"ghcr.io\": \"\" }, \"auths\"",
            StringComparison.Ordinal))).ShouldBe(new RegistryCredential("user", "word"));
    }

    [Fact]
    public async Task The_logins_of_the_variable_come_first_and_the_file_s_after_them()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), Auths("ghcr.io", Auth("file:a")));
        var environment = new Dictionary<string,
            string> { ["DOCKER_CONFIG"] = folder, ["DOCKER_AUTH_CONFIG"] = Auths("registry.example.com", Auth("variable:b")) };
        var credentials = DockerCredentials.From(environment, commands);

        (await credentials.FindAsync("registry.example.com", default)).ShouldBe(new RegistryCredential("variable", "b"));
        (await credentials.FindAsync("ghcr.io", default)).ShouldBe(new RegistryCredential("file", "a"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"auths\":{\"ghcr.io\":null}}")]
    [InlineData("{\"auths\":[]}")]
    [InlineData("{\"credsStore\":7}")]
    public async Task A_file_that_is_not_as_it_should_be_is_named(string config) =>
        (await Should.ThrowAsync<WrongUseException>(() => FindAsync("ghcr.io", config))).Message.ShouldContain(
            "Docker's configuration is not JSON as it should be");

    [Fact]
    public async Task The_file_of_the_environment_is_read()
    {
        await FindAsync("x", Auths("ghcr.io", Auth("a:b")));
        var named = new Dictionary<string, string> { ["DOCKER_CONFIG"] = folder, ["HOME"] = "nowhere" };
        Directory.CreateDirectory(Path.Combine(folder, ".docker"));
        File.Copy(Path.Combine(folder, "config.json"), Path.Combine(folder, ".docker", "config.json"));
        var home = new Dictionary<string, string> { ["HOME"] = folder };

        foreach (var environment in new[] { named, home })
            (await DockerCredentials.From(environment, commands).FindAsync("ghcr.io", default)).ShouldBe(new RegistryCredential("a", "b"));
    }

    [Fact]
    public void A_login_never_shows_its_secret()
    {
        new RegistryCredential("user", "s3cret").ToString().ShouldBe("user");
        new RegistryCredential(null, "s3cret").ToString().ShouldNotContain("s3cret");
    }
}
