using KegImages.Building;
using KegImages.Logins;
using KegImages.References;
using KegImages.Tests.Engines;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Building;

public sealed class EnginePushTests
{
    private const string Taken =
        """{"progressDetail":{},"aux":{"Tag":"fp-1","Digest":"sha256:24574f9418fd0376403eb5c2b6849dfa38c2216f465d7d65d0c9e101dbf092c1","Size":1357}}""";

    private static readonly ImageReference Image = ImageReference.Parse("registry.example:5000/family/tap:fp-1");

    [Fact]
    public async Task The_engine_says_the_digest_and_how_far_it_is()
    {
        await using var engine = new FakeEngine(
            200,
            """{"status":"The push refers to repository [registry.example:5000/family/tap]"}""",
            """{"status":"Preparing","progressDetail":{},"id":"91ada339dbe4"}""",
            """{"status":"Pushing","progressDetail":{"current":512,"total":2048},"progress":"[==>  ]","id":"91ada339dbe4"}""",
            """{"status":"fp-1: digest: sha256:… size: 1357"}""",
            Taken);
        var events = new List<BuildKitEvent>();

        var digest = await PushAsync(engine, null, events.Add);

        digest.ToString().ShouldBe("sha256:24574f9418fd0376403eb5c2b6849dfa38c2216f465d7d65d0c9e101dbf092c1");
        engine.Requests.Select(request => request.Split(" HTTP/")[0])
            .ShouldBe(["GET /_ping", "POST /v1.45/images/registry.example:5000/family/tap/push?tag=fp-1"]);
        events.OfType<VertexProgressed>().ShouldHaveSingleItem()
            .ShouldBe(new VertexProgressed($"push {Image}", "91ada339dbe4", 512, 2048, false));
        events.OfType<VertexChanged>().Select(changed => (changed.Vertex.IsHandingOn, changed.Vertex.Completed is not null))
            .ShouldBe([(true, false), (true, true)]);
    }

    [Theory]
    [InlineData(null, null, """{"serveraddress":"registry.example:5000"}""")]
    [InlineData("me", "s3cret", """{"username":"me","password":"s3cret","serveraddress":"registry.example:5000"}""")]
    [InlineData(null, "t0ken", """{"serveraddress":"registry.example:5000","identitytoken":"t0ken"}""")]
    public async Task The_login_goes_along_and_nothing_more(string? user, string? secret, string expected)
    {
        await using var engine = new FakeEngine(200, Taken);

        await PushAsync(engine, secret is null ? null : new RegistryCredential(user, secret), _ => { });

        engine.Login.ShouldBe(expected);
    }

    [Theory]
    [InlineData(200, """{"errorDetail":{"message":"denied: no"},"error":"denied: no"}""",
        "could not push registry.example:5000/family/tap:fp-1: denied: no")]
    [InlineData(404, """{"message":"tag does not exist"}""", "could not push registry.example:5000/family/tap:fp-1: tag does not exist")]
    [InlineData(200, """{"status":"Pushed"}""",
        "ended its push of registry.example:5000/family/tap:fp-1 and said no digest")]
    [InlineData(502, "<html>", "could not push registry.example:5000/family/tap:fp-1: ")]
    public async Task What_goes_wrong_is_said_with_the_image_and_without_the_login(int status, string answer, string expected)
    {
        await using var engine = new FakeEngine(status, answer);

        var failure = await Should.ThrowAsync<FailedException>(PushAsync(engine, new RegistryCredential("me", "s3cret"), _ => { }));

        failure.Message.ShouldStartWith("the engine " + expected);
        failure.ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task As_docker_it_pushes_without_a_login_that_cannot_be_read_and_says_so_where_that_is_refused()
    {
        var broken = new FakeCredentials(failure: new WrongUseException("the credential helper 'docker-credential-x' is not on the PATH"));
        await using var takes = new FakeEngine(200, Taken);
        var pushed = new EnginePush(takes.Engine, broken, TimeProvider.System);
        (await pushed.PushAsync(Image, _ => { }, CancellationToken.None)).ShouldNotBeNull();
        takes.Login.ShouldBe("""{"serveraddress":"registry.example:5000"}""");

        await using var refuses = new FakeEngine(200, """{"errorDetail":{"message":"denied: no"},"error":"denied: no"}""");
        var refused = new EnginePush(refuses.Engine, broken, TimeProvider.System);
        (await Should.ThrowAsync<FailedException>(() => refused.PushAsync(Image, _ => { }, CancellationToken.None))).Message.ShouldContain(
            "its login cannot be read: the credential helper 'docker-credential-x'");
    }

    [Fact]
    public async Task An_engine_that_is_gone_is_a_failure_of_the_push()
    {
        var failure = await Should.ThrowAsync<FailedException>(
            new EnginePush(FakeEngine.Nowhere, null, TimeProvider.System).PushAsync(Image, _ => { }, CancellationToken.None));

        failure.Message.ShouldBe($"the engine could not push {Image}: Cannot connect to the Docker daemon at "
            + "unix:///nowhere/engine.sock. Is the docker daemon running?");
        BuilderLoss.In(failure).ShouldNotBeNull("it is waited for");
    }

    private static async Task<Digest> PushAsync(FakeEngine engine, RegistryCredential? login, Action<BuildKitEvent> onEvent)
    {
        var push = new EnginePush(engine.Engine, login is null ? null : new FakeCredentials(login), TimeProvider.System);
        return await push.PushAsync(Image, onEvent, CancellationToken.None);
    }
}
