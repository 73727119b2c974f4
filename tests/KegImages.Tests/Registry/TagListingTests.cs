using System.Diagnostics;
using KegImages.Documents;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

public sealed class TagListingTests : FakeRegistryTests
{
    private const string Full = """{"name":"keg/tap","tags":["a","b"]}""";

    public static TheoryData<string, string> UnusableLinks => new()
    {
        { "another host", "<https://elsewhere.example.com/v2/keg/tap/tags/list?last=b>; rel=\"next\"" },
        { "another host without a scheme", "<//elsewhere.example.com/v2/keg/tap/tags/list?last=b>; rel=\"next\"" },
        { "another port", "<http://127.0.0.1:1/v2/keg/tap/tags/list?last=b>; rel=\"next\"" },
        { "another scheme", "<https://{host}/v2/keg/tap/tags/list?last=b>; rel=\"next\"" },
        { "a file", "<file:///etc/passwd>; rel=\"next\"" },
        { "another repository", "</v2/keg/other/tags/list?last=b>; rel=\"next\"" },
        { "a login in it", "<http://user:word@{host}/v2/keg/tap/tags/list?last=b>; rel=\"next\"" },
        { "no end", "</v2/keg/tap/tags/list?last=b; rel=\"next\"" },
        { "no brackets", "/v2/keg/tap/tags/list?last=b; rel=\"next\"" },
        { "no address", "<>; rel=\"next\"" },
        { "no relation", "</v2/keg/tap/tags/list?last=b>" },
        { "a relation that nobody knows", "</v2/keg/tap/tags/list?last=b>; rel='next'" },
        { "a quote without end", "</v2/keg/tap/tags/list?last=b>; rel=\"next" },
        { "two ways on", "</v2/keg/tap/tags/list?last=a>; rel=next, </v2/keg/tap/tags/list?last=b>; rel=next" },
        { "itself", "</v2/keg/tap/tags/list?n=100>; rel=\"next\"" },
    };

    [Theory]
    [MemberData(nameof(UnusableLinks))]
    public async Task What_goes_on_where_it_cannot_be_followed_is_not_all(string what, string link)
    {
        Answer(_ => (200, Full, [("Link", link.Replace("{host}", Registry.Host, StringComparison.Ordinal))]));

        var listing = await ListAsync();

        listing.IsWhole.ShouldBeFalse(what);
        listing.Seen.Select(tag => tag.ToString()).ShouldBe(["a", "b"]);
        Should.Throw<FailedException>(() =>
            listing.AllOrThrow()).Message.ShouldStartWith($"not all tags of {Registry.Host}/keg/tap could be listed: ");
        Registry.Asked.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("</v2/keg/tap/tags/list?last=b&n=100>; rel=\"next\"")]
    [InlineData("</v2/keg/tap/tags/list?last=b>;rel=next")]
    [InlineData("<?last=b>; title=\"a, b; <c>\"; REL=\"Next\"")]
    [InlineData("<list?last=b>; rel=\"first next\"")]
    [InlineData("</v2/keg/tap/tags/list>; rel=\"first\", <http://{host}/v2/keg/tap/tags/list?last=b>; rel=\"next\"")]
    public async Task All_pages_of_tags_are_read(string link)
    {
        Answer(query => query is null
            ? (200, Full, [("Link", link.Replace("{host}", Registry.Host, StringComparison.Ordinal))])
            : (200, """{"name":"keg/tap","tags":["c","a"]}""", [("Link", "</v2/keg/tap/tags/list>; rel=\"first\"")]));

        (await ListAsync()).AllOrThrow().Select(tag => tag.ToString()).ShouldBe(["a", "b", "c"]);
    }

    [Theory]
    [InlineData("""{"name":"keg/tap","tags":["a","not a tag"]}""", "application/json", "'not a tag' in it is no tag")]
    [InlineData("""{"name":"keg/tap","tags":["a",""]}""", "application/json", "'' in it is no tag")]
    [InlineData("""{"name":"other/app","tags":["a"]}""", "application/json", "it is that of 'other/app'")]
    [InlineData("""{"name":"keg/tap","tags":["a"]}""", "text/html", "it is of the type 'text/html'")]
    [InlineData("""{"name":"keg/tap","tags":null}""", "application/json", "answers null")]
    public async Task A_list_that_is_not_as_it_should_be_is_not_all(string body, string type, string expected)
    {
        Registry.Instead = (_, response) =>
        {
            FakeRegistry.Answer(response, 200, body, type);
            return true;
        };

        (await ListAsync()).Gap.ShouldNotBeNull().ShouldContain(expected);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("{}", "tags")]
    [InlineData("null", "it is null")]
    [InlineData("[]", "$")]
    [InlineData("""{"errors":[{"code":"DENIED","message":"no"}]}""", "tags")]
    [InlineData("""{"name":"keg/tap","tags":"a"}""", "$.tags")]
    [InlineData("""{"name":"keg/tap","tags":["a",null]}""", "$.tags[1]")]
    [InlineData("""{"name":"keg/tap","tags":["a",1]}""", "$.tags[1]")]
    [InlineData("""{"name":"keg/tap","tags":["a"],"tags":["b"]}""", "$.tags")]
    [InlineData("""{"name":"keg/tap","tags":["\ud800"]}""", "$.tags[0]")]
    [InlineData("""{"name":"keg/tap","tags":["a"]""", "$")]
    [InlineData("<html>welcome</html>", "$")]
    public async Task What_is_no_list_of_tags_is_a_failure_that_names_it(string body, string place)
    {
        Answer(_ => (200, body, []));

        var error = await Should.ThrowAsync<UnreadableDocumentException>(ListAsync);

        error.Message.ShouldContain($"the list of tags at http://{Registry.Host}/v2/keg/tap/tags/list?n=100 cannot be read: ");
        $"{error.Place} {error.Problem}".ShouldContain(place);
    }

    [Theory]
    [InlineData(404, """{"errors":[{"code":"NAME_UNKNOWN","message":"unknown"}]}""", true)]
    [InlineData(404, "<html>no such page</html>", false)]
    public async Task A_repository_is_absent_only_where_the_registry_says_so(int status, string body, bool isWhole)
    {
        Answer(_ => (status, body, []));

        var listing = await ListAsync();

        listing.IsWhole.ShouldBe(isWhole);
        listing.IsHidden.ShouldBe(!isWhole);
        listing.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task A_list_that_breaks_off_is_not_all(int status)
    {
        Answer(query => query is null ? (200, Full, [("Link", "<?last=b>; rel=next")])
            : (status, """{"errors":[{"code":"NAME_UNKNOWN","message":"gone"}]}""", []));

        var listing = await ListAsync();

        listing.Gap.ShouldNotBeNull().ShouldContain($"a page of it answers {status}");
        listing.Seen.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Pages_that_say_the_same_for_ever_come_to_an_end()
    {
        Answer(query => (200, Full, [("Link", $"<?last={query}x>; rel=next")]));

        (await ListAsync()).Gap.ShouldBe("its pages repeat themselves");
        Registry.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Pages_without_end_come_to_an_end()
    {
        var page = 0;
        Answer(_ => (200, """{"name":"keg/tap","tags":[]}""", [("Link", $"<?last={Interlocked.Increment(ref page)}>; rel=next")]));

        (await ListAsync()).Gap.ShouldNotBeNull().ShouldStartWith("it has no end after 2000 pages");
    }

    [Fact]
    public void A_header_of_any_length_is_read_at_once()
    {
        var watch = Stopwatch.StartNew();
        foreach (var text in new[] { new string('<', 60_000), "<a>" + string.Concat(Enumerable.Repeat(";a=\"", 15_000)),
            "<a>" + new string(' ', 60_000), string.Concat(Enumerable.Repeat("<a>;rel=first,", 5_000)) })
            NextLink.Of([text], new Uri("http://127.0.0.1/")).Problem.ShouldNotBeNull();

        watch.ElapsedMilliseconds.ShouldBeLessThan(500);
    }

    private void Answer(Func<string?, (int Status, string Body, (string, string)[] Headers)> answer) =>
        Registry.Instead = (request, response) =>
    {
        var (status, body, headers) = answer(request.QueryString["last"]);
        FakeRegistry.Answer(response, status, body, headers: headers);
        return true;
    };

    private Task<TagListing> ListAsync() => Client.ListTagsAsync(Registry.Repository("tap"), default);
}
