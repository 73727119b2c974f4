namespace KegImages.Tests.Registry;

/// <summary>What is said when a registry refuses a login, or the lack of one.</summary>
public sealed class RegistryRefusalTests : RegistryLoginTests
{
    [Fact]
    public async Task Without_a_login_the_error_names_the_command_once_for_all_repositories()
    {
        WantPassword();
        using var client = Client(login: null);

        var error = await Should.ThrowAsync<WrongUseException>(() =>
            client.CheckPushAccessAsync([Registry.Repository("tap"), Registry.Repository("evf")], default));

        error.Problems.ShouldHaveSingleItem();
        error.Message.ShouldContain($"docker login {Registry.Host}");
        (await Should.ThrowAsync<WrongUseException>(() => client.GetManifestAsync(Reference(), default))).Message.ShouldContain(
            $"docker login {Registry.Host}");
    }

    [Fact]
    public async Task An_anonymous_token_that_may_not_push_is_told_as_no_login()
    {
        WantToken();
        using var client = Client(login: null);

        var error = await Should.ThrowAsync<WrongUseException>(() => client.CheckPushAccessAsync([Registry.Repository("tap")], default));

        error.Message.ShouldContain($"not logged in to {Registry.Host}");
        client.Requests.ShouldBeLessThanOrEqualTo(3, "a fresh token that is refused is not fetched again");
    }

    [Fact]
    public async Task With_a_login_every_repository_is_asked_for_the_right_to_push()
    {
        WantToken();
        var allowed = Registry.Instead!;
        Registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "POST" || !request.RawUrl!.Contains("/evf/", StringComparison.Ordinal))
                return allowed(request, response);
            FakeRegistry.Answer(response, 403, """{"errors":[{"code":"DENIED","message":"permission_denied: write_package"}]}""");
            return true;
        };
        using var client = Client(Login());

        var error = await Should.ThrowAsync<WrongUseException>(() =>
            client.CheckPushAccessAsync([Registry.Repository("tap"), Registry.Repository("evf")], default));

        error.Problems.ShouldHaveSingleItem().Message.ShouldContain("lacks the right to 'keg/evf'");
        error.Message.ShouldContain("permission_denied: write_package");
        Registry.Count("^DELETE /v2/keg/tap/blobs/uploads/").ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_password_is_told_for_every_repository_and_never_shown()
    {
        WantPassword();
        using var client = Client(Login("wr0ng-pass"));

        var push = await Should.ThrowAsync<WrongUseException>(() =>
            client.CheckPushAccessAsync([Registry.Repository("tap"), Registry.Repository("evf")], default));
        var read = await Should.ThrowAsync<WrongUseException>(() => client.GetManifestAsync(Reference(), default));

        push.Problems.Length.ShouldBe(2);
        foreach (var error in new[] { push, read })
        {
            error.Message.ShouldContain("refuses it");
            error.Message.ShouldContain("docker login");
            error.ToString().ShouldNotContain("wr0ng-pass");
        }

        read.Message.ShouldContain("***");
    }

    [Fact]
    public async Task A_wrong_password_at_the_token_service_is_no_absence()
    {
        WantToken();
        using var client = Client(Login("wr0ng-pass"));

        (await Should.ThrowAsync<WrongUseException>(() => client.HeadAsync(Reference(), default))).Message.ShouldContain(
            "incorrect username or password");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_login_may_not_see_counts_as_absent_and_without_a_login_is_told(bool hasLogin)
    {
        Registry.Instead = (request, response) =>
        {
            if (request.Url!.AbsolutePath == "/token")
                FakeRegistry.Answer(response, 403,
                    """{"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]}""");
            else
                FakeRegistry.Answer(response, 401,
                    headers: ("WWW-Authenticate", $"Bearer realm=\"http://{Registry.Host}/token\",service=\"keg\""));
            return true;
        };
        using var client = Client(hasLogin ? Login() : null);

        if (hasLogin)
            (await client.HeadAsync(Reference(), default)).ShouldBeNull();
        else
            (await Should.ThrowAsync<WrongUseException>(() => client.HeadAsync(Reference(), default))).Message.ShouldContain("DENIED");
    }
}
