using System.Net;
using KegImages.Pruning;
using KegImages.References;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pruning;

/// <summary>What was not read is not gone: whatever a registry leaves out, nothing is removed.</summary>
public sealed class UnreadRegistryTests : PruningTests
{
    public static TheoryData<string, string, string> Lists => new()
    {
        { "", "<https://elsewhere.example.com/v2/{path}/tags/list?last=a>; rel=\"next\"", "its header Link leads away from the list" },
        { "", "nonsense", "its header Link cannot be read" },
        { """{"name":"{name}","tags":["feature-x","not a tag"]}""", "", "'not a tag' in it is no tag" },
        { """{"name":"{name}"}""", "", "cannot be read" },
        { """{"errors":[{"code":"TOOMANYREQUESTS","message":"later"}]}""", "", "cannot be read" },
        { """{"name":"{name}","tags":["feature-x",""", "", "cannot be read" },
        { "<html>maintenance</html>", "", "cannot be read" },
        { "", "<?last=a>; rel=\"next\"", "its pages repeat themselves" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_of_tags_that_may_not_be_all_removes_nothing(string body, string link, string expected)
    {
        foreach (var image in new[] { "tap", "keg-family" })
        {
            Registry.Instead = null;
            await SetAsync();
            var before = await TagsAsync();
            var real = await ListAsync(image);
            Registry.Instead = (request, response) =>
            {
                if (!request.Url!.AbsolutePath.EndsWith($"/{image}/tags/list", StringComparison.Ordinal))
                    return false;
                FakeRegistry.Answer(
                    response, 200, body.Length == 0 ? real : body.Replace("{name}", $"keg/{image}", StringComparison.Ordinal),
                    headers: link.Length == 0 ? [] : [("Link", link.Replace("{path}", $"keg/{image}", StringComparison.Ordinal))]);
                return true;
            };

            var error = await Should.ThrowAsync<FailedException>(() => PruneAsync(TimeSpan.Zero));

            error.Message.ShouldContain(expected);
            error.Message.ShouldContain($"keg/{image}");
            Registry.Count("^(PUT|POST|DELETE) ").ShouldBe(Puts);
            Registry.Instead = null;
            (await TagsAsync()).ShouldBe(before);
            Registry.Asked.Clear();
            Puts = 0;
        }
    }

    [Theory]
    [InlineData("tap", "develop")]
    [InlineData("tap", "master")]
    [InlineData("keg-family", "develop")]
    public async Task A_tag_that_is_there_and_was_not_listed_ends_it(string image, string tag)
    {
        var digest = await SetAsync();
        await Client.CopyTagAsync(Registry.Repository(image).At(image == "tap" ? digest : Registry.TagOf(image, "feature-x")!),
            Tag.Parse(tag), default);
        Registry.Asked.Clear();
        // A proxy that loses the header and the end of the list.
        Registry.Instead = (request, response) =>
        {
            if (!request.Url!.AbsolutePath.EndsWith($"/{image}/tags/list", StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, 200, $$"""{"name":"keg/{{image}}","tags":["feature-x"]}""");
            return true;
        };

        (await Should.ThrowAsync<FailedException>(() => PruneAsync(TimeSpan.Zero))).Message.ShouldContain(
            $"{image}:{tag} is there, and the registry's list of tags leaves it out");

        Registry.Count("^(PUT|POST|DELETE) ").ShouldBe(0);
    }

    [Fact]
    public async Task A_repository_that_answers_null_is_empty_where_no_tag_is_there_that_should_be()
    {
        await SetAsync();
        Registry.Instead = (request, response) =>
        {
            if (!request.Url!.AbsolutePath.EndsWith("/tap/tags/list", StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, 200, """{"name":"keg/tap","tags":null}""");
            return true;
        };

        (await Should.ThrowAsync<FailedException>(() => PruneAsync(TimeSpan.Zero))).Message.ShouldContain("tap:feature-x is there");
    }

    [Fact]
    public async Task A_tag_that_is_listed_and_not_shown_is_not_gone()
    {
        await SetAsync();
        Registry.Asked.Clear();
        Registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "GET" || !request.Url!.AbsolutePath.EndsWith("/tap/manifests/feature-x", StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, 404, """{"errors":[{"code":"MANIFEST_UNKNOWN"}]}""");
            return true;
        };

        (await Should.ThrowAsync<FailedException>(() => PruneAsync(TimeSpan.Zero))).Message.ShouldContain(
            "tap:feature-x is listed and is sha256:");

        Registry.Count("^(PUT|POST|DELETE) ").ShouldBe(0);
    }

    [Fact]
    public async Task Records_that_are_not_shown_end_it_and_an_image_that_is_not_shown_is_left_alone()
    {
        var digest = await SetAsync();
        Registry.Instead = (request, response) => Hide(request, response, "/keg-family/tags/list");
        (await Should.ThrowAsync<FailedException>(() => PruneAsync(TimeSpan.Zero))).Message.ShouldContain(
            "it is not known which records there are");

        Registry.Instead = (request, response) => Hide(request, response, "/tap/");
        Registry.Asked.Clear();
        await PruneAsync(TimeSpan.Zero);

        Registry.TagOf("tap", "feature-x").ShouldBe(digest);
        Registry.Count("^DELETE .*/tap/").ShouldBe(0);
    }

    [Fact]
    public async Task A_record_in_another_form_ends_it()
    {
        await SetAsync();
        Registry.Add("keg-family", "by-hand");

        (await Should.ThrowAsync<FailedException>(() => PruneAsync(TimeSpan.Zero))).Message.ShouldContain(
            "keg-family:by-hand: it is no family record; it is not known what it names, and nothing is removed");
    }

    [Fact]
    public async Task A_tag_that_comes_onto_a_manifest_right_before_its_deletion_keeps_it()
    {
        var digest = await SetAsync();
        var facts = await ReadAsync(TimeSpan.Zero);
        // After the second look at the repository, and before the deletion.
        Registry.Instead = (request, _) =>
        {
            if (request.HttpMethod == "HEAD" && request.Url!.AbsolutePath.EndsWith("/tap/manifests/feature-x", StringComparison.Ordinal))
                Registry.AddTag("tap", "develop", digest);
            return false;
        };

        var outcome = await new Pruner(Client, Store, new PruneFactsReader(Client, Store))
            .CarryOutAsync(facts, PrunePlanner.Plan(facts), default);

        // Whichever of the two was asked first: the tag is seen, or it came too late to be taken along.
        outcome.Fates.Single(fate => fate.Verdict.Repository.Name == "tap").IsGone.ShouldBe(Registry.TagOf("tap", "develop") is null);
    }

    [Fact]
    public async Task A_registry_that_fails_in_the_middle_leaves_what_is_left_and_says_so()
    {
        await SetAsync();
        var facts = await ReadAsync(TimeSpan.Zero);
        Registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "DELETE" || !request.Url!.AbsolutePath.Contains("/tap/", StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, 500);
            return true;
        };

        var outcome = await new Pruner(Client, Store, new PruneFactsReader(Client, Store))
            .CarryOutAsync(facts, PrunePlanner.Plan(facts), default);

        outcome.Id.ShouldNotBeNull();
        outcome.Fates.Single(fate => fate.Verdict.Repository.Name == "tap").Reason.ShouldNotBeNull().ShouldContain("500");
    }

    private int Puts { get; set; }

    private static bool Hide(HttpListenerRequest request, HttpListenerResponse response, string path)
    {
        if (!request.Url!.AbsolutePath.Contains(path, StringComparison.Ordinal))
            return false;
        FakeRegistry.Answer(response, 404, "<html>not found</html>", "text/html");
        return true;
    }

    private async Task<string> ListAsync(string image)
    {
        var tags = (await Client.ListTagsAsync(Registry.Repository(image), default)).AllOrThrow();
        Puts = Registry.Count("^(PUT|POST|DELETE) ");
        return $$"""{"name":"keg/{{image}}","tags":[{{string.Join(',', tags.Select(tag => $"\"{tag}\""))}}]}""";
    }

    private async Task<List<string>> TagsAsync()
    {
        var all = new List<string>();
        foreach (var image in new[] { "tap", "keg-family" })
            all.AddRange((await Client.ListTagsAsync(Registry.Repository(image), default)).AllOrThrow()
                .Select(tag => $"{image}:{tag}@{Registry.TagOf(image, tag.ToString())}"));
        return all;
    }
}
