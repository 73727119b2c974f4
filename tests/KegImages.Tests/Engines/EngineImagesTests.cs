using KegImages.Engines;
using KegImages.Logins;
using KegImages.References;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Engines;

public sealed class EngineImagesTests
{
    private static readonly ImageReference Tap = ImageReference.Parse("localhost:5000/family/tap:fp-1");

    [Fact]
    public async Task What_the_engine_says_of_an_image_is_read()
    {
        await using var engine = new FakeEngine(200, $$$"""
            {"Id":"{{{Id('1')}}}","RepoTags":["localhost:5000/family/tap:fp-1","<none>:<none>"],
             "RepoDigests":["localhost:5000/family/tap@{{{Id('2')}}}"],
             "Config":{"Labels":{"a":"b"},"ExposedPorts":{"8080/tcp":{},"80/tcp":{}},"OnBuild":["RUN x"]}}
            """);

        var image = (await engine.Engine.Images.FindAsync(Tap.ToString(), default))!;

        image.Id.ToString().ShouldBe(Id('1'));
        image.Tags.ShouldBe([Tap]);
        image.DigestIn(Tap)!.ToString().ShouldBe(Id('2'));
        image.Labels["a"].ShouldBe("b");
        image.ExposedPorts.ShouldBe([80, 8080]);
        image.OnBuild.ShouldBe(["RUN x"]);
        engine.Asked.ShouldBe(["GET /images/localhost:5000/family/tap:fp-1/json"]);
    }

    [Fact]
    public async Task Those_that_are_missing_or_only_begin_so_are_left_out_and_the_order_stays()
    {
        ImageReference[] references = [Tap, Of("localhost:5000/family/none:fp-3"), Of("family/evf:fp-2")];
        await using var engine = new FakeEngine(question => question switch
        {
            "GET /images/localhost:5000/family/tap:fp-1/json" => (200, $$"""{"Id":"{{Id('1')}}","RepoTags":["{{Tap}}"]}"""),
            "GET /images/family/evf:fp-2/json" => (200, $$"""{"Id":"{{Id('2')}}","RepoTags":["family/evf:other"]}"""),
            _ => (404, """{"message":"No such image"}"""),
        });

        var found = await engine.Engine.Images.FindAsync(references, default);

        found.Select(image => image?.Id.ToString()).ShouldBe([Id('1'), null, null]);
    }

    [Fact]
    public async Task Many_are_asked_for_at_once_and_none_by_no_question()
    {
        await using var engine = new FakeEngine(200, $$"""[{"Id":"{{Id('1')}}","RepoTags":["family/tap:fp-1"],"Labels":{"a":"b"} }]""");
        ImageReference[] tags = [Of("docker.io/family/tap:fp-1"), Of("localhost:5000/family/none:fp-3")];

        var found = await engine.Engine.Images.ListAsync(tags, default);
        (await engine.Engine.Images.ListAsync([], default)).ShouldBeEmpty();

        found.ShouldHaveSingleItem().Is(tags[0]).ShouldBeTrue();
        engine.Asked.ShouldBe([
            """GET /images/json?filters={"reference":{"family/tap:fp-1":true,"localhost:5000/family/none:fp-3":true}}"""]);
        (await FakeEngine.Nowhere.Images.ListAsync(tags, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_engine_that_is_not_there_has_none_and_one_that_fails_is_no_answer()
    {
        await using var broken = new FakeEngine(500, """{"message":"no store"}""");

        (await FakeEngine.Nowhere.Images.FindAsync("a", default)).ShouldBeNull();
        (await Should.ThrowAsync<EngineException>(broken.Engine.Images.FindAsync("a", default))).Message
            .ShouldBe("the engine could not inspect a: no store");
    }

    [Fact]
    public async Task A_pull_is_by_digest_with_its_login_in_a_header()
    {
        await using var engine = new FakeEngine(200, """{"status":"Pulling from family/tap","id":"x"}""");
        var pinned = Tap.At(Digest.Parse(Id('7')));

        await engine.Engine.Images.PullAsync(pinned, new FakeCredentials(new RegistryCredential("me", "s3cret")), _ => { }, default);

        engine.Asked.ShouldBe([$"POST /images/create?fromImage=localhost:5000/family/tap&tag={Id('7')}"]);
        engine.Login.ShouldBe("""{"username":"me","password":"s3cret","serveraddress":"localhost:5000"}""");
    }

    [Fact]
    public async Task What_fails_in_the_middle_of_a_pull_is_a_failure()
    {
        await using var engine = new FakeEngine(200, """{"status":"Pulling"}""",
            """{"errorDetail":{"message":"manifest unknown"},"error":"manifest unknown"}""");

        (await Should.ThrowAsync<EngineException>(engine.Engine.Images.PullAsync(Tap, null, _ => { }, default))).Message
            .ShouldBe($"the engine could not pull {Tap}: manifest unknown");
    }

    [Fact]
    public async Task A_tag_and_a_tree_go_where_they_are_told()
    {
        await using var engine = new FakeEngine(200, "{}");

        await engine.Engine.Images.TagAsync(Id('1'), Tap, default);
        await engine.Engine.Images.ImportAsync(new MemoryStream("tree"u8.ToArray()), Tap, ["ENV A=b"], default);

        engine.Asked.ShouldBe([$"POST /images/{Id('1')}/tag?repo=localhost:5000/family/tap&tag=fp-1",
            "POST /images/create?fromSrc=-&repo=localhost:5000/family/tap&tag=fp-1&changes=ENV A=b"]);
        engine.Requests.Last().ShouldEndWith("\r\n\r\ntree");
    }

    private static ImageReference Of(string text) => ImageReference.Parse(text);

    private static string Id(char digit) => $"sha256:{new string(digit, 64)}";
}
