using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Consoles;
using KegImages.Logins;
using KegImages.Preflight;
using KegImages.Processes;
using KegImages.References;
using KegImages.Registry;
using KegImages.Tests.Engines;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Preflight;

public sealed class LoginCheckTests : IDisposable
{
    private readonly FakeRegistry registry = new();
    private readonly FakeCredentials missing =
        new(failure: new WrongUseException("the credential helper 'docker-credential-x' that it names is not on the PATH",
        new SourceLocation("config.json", 2), "install the helper"));

    public void Dispose() => registry.Dispose();

    [Theory]
    [InlineData(false, false, FindingState.Warning)]
    [InlineData(false, true, FindingState.Warning)]
    [InlineData(true, false, FindingState.Warning)]
    [InlineData(true, true, FindingState.Error)]
    public async Task A_helper_that_is_missing_is_an_error_only_where_a_push_needs_it(bool wantsLogin, bool push, FindingState expected)
    {
        if (wantsLogin)
        {
            registry.Instead = (_, response) =>
            {
                FakeRegistry.Answer(response, 401, headers: ("WWW-Authenticate", "Basic realm=\"x\""));
                return true;
            };
        }

        var finding = (await ExamineAsync(missing, push)).ShouldHaveSingleItem();

        finding.State.ShouldBe(expected);
        finding.Text.ShouldStartWith("the credential helper 'docker-credential-x' that it names is not on the PATH");
        finding.Location.ShouldBe(new SourceLocation("config.json", 2));
        finding.Next.ShouldBe("install the helper");
    }

    [Fact]
    public async Task A_login_is_said_without_its_secret_and_none_is_no_finding()
    {
        (await ExamineAsync(new FakeCredentials(new RegistryCredential("keg", "s3cret")), push: true))
            .ShouldHaveSingleItem().Text.ShouldBe($"{registry.Host}: keg");
        (await ExamineAsync(new FakeCredentials(), push: true)).ShouldBeEmpty();
    }

    private async Task<IEnumerable<Finding>> ExamineAsync(FakeCredentials logins, bool push)
    {
        using var client = new RegistryClient(logins, new RegistryOptions { Attempts = 1 });
        var world =
            new World(new ProcessRunner(), new DockerClient("no-docker"), client, ImmutableDictionary<string, string>.Empty,
            Terminal.Plain(TextWriter.Null)) { Logins = logins, Engine = FakeEngine.Nowhere };
        return [.. await LoginCheck.ExamineAsync(world, Provider.Parse($"{registry.Host}/keg"), push, default)];
    }
}
