using KegImages.Pipeline;
using KegImages.Publishing;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pipeline;

/// <summary>
/// A record that cannot be read may hold its set, or have images that this run knows nothing of: it is not taken for none.
/// </summary>
public sealed class UnreadableRecordTests : PublishedFamilyTests
{
    [Theory]
    [InlineData(204, "")]
    [InlineData(200, "{\"schemaVersion\":2,")]
    [InlineData(200, "null")]
    public async Task An_answer_that_is_no_record_ends_a_publication_before_anything_moves(int status, string body)
    {
        await PublishAsync("develop", Built("tap"));
        var (tag, record, changed) = (Registry.TagOf("tap", "develop"), Registry.TagOf("keg-family", "develop"), Built("tap"));
        Registry.Instead = (request, response) =>
            Answers(request.HttpMethod, request.RawUrl!, () => FakeRegistry.Answer(response, status, body));

        var error = await Should.ThrowAsync<FailedException>(() => PublishAsync("develop", changed));

        error.Message.ShouldContain("nobody knows what it says of 'develop', so it is not replaced unasked");
        error.Message.ShouldContain("./build.sh Push --tag develop");
        Registry.Instead = null;
        (Registry.TagOf("tap", "develop"), Registry.TagOf("keg-family", "develop")).ShouldBe((tag, record));
    }

    [Fact]
    public async Task Something_else_under_the_record_s_tag_is_replaced_only_by_name()
    {
        Registry.Add("keg-family", "develop");
        var image = Built("tap");

        await Should.ThrowAsync<FailedException>(() => PublishAsync("develop", image));
        Registry.TagOf("tap", "develop").ShouldBeNull();

        var byName = Publication("develop", image);
        await new FamilyPublication(Client, Provider).PublishAsync(
            byName with { Tags = byName.Tags with { IsExplicit = true } }, null, default);
        (await RecordAsync("develop")).Images.Single().Digest.ShouldBe(image.Digest);
    }

    [Fact]
    public async Task A_record_that_another_run_wrote_meanwhile_and_that_does_not_arrive_is_not_written_over()
    {
        var image = Built("tap");
        await PublishAsync("develop", Built("tap"));
        Registry.Instead = (request, response) =>
        {
            if (request.HttpMethod == "HEAD" && request.RawUrl!.EndsWith("/keg-family/manifests/develop", StringComparison.Ordinal))
                Registry.Add("keg-family", "develop", ("another", "one"));
            return false;
        };

        var error = await Should.ThrowAsync<FailedException>(() => PublishAsync("develop", image));

        error.Message.ShouldContain("is not a family record");
        error.Message.ShouldContain("all tags have moved");
        (await new FamilyRecordStore(Client).GetAsync(Provider, Develop, default)).ShouldBeOfType<RecordUnreadable>();
    }

    [Theory]
    [InlineData(204)]
    [InlineData(404)]
    public async Task Who_replaces_a_record_by_hand_believes_no_single_answer_that_there_is_none(int status)
    {
        var store = new FamilyRecordStore(Client);
        (await store.GetForReplacingAsync(Provider, Develop, default)).ShouldBeOfType<RecordAbsent>();
        await PublishAsync("develop", Built("tap"));
        Registry.Instead = (request, response) => Answers(request.HttpMethod, request.RawUrl!, () =>
            FakeRegistry.Answer(response, status, status == 404 ? "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}" : ""));

        (await Should.ThrowAsync<FailedException>(() => store.GetForReplacingAsync(Provider, Develop, default))).Message.ShouldContain(
            "keg-family:develop");

        Registry.Instead = null;
        (await store.GetForReplacingAsync(Provider, Develop, default)).ShouldBeOfType<RecordFound>();
    }

    [Fact]
    public void One_who_replaces_a_record_takes_only_a_whole_one_or_none()
    {
        new RecordAbsent().ForReplacing(Develop).ShouldBeNull();
        Should.Throw<FailedException>(() =>
            new RecordUnreadable("it has version 9").ForReplacing(Develop)).Message.ShouldStartWith("it has version 9");
    }

    private static bool Answers(string method, string address, Action answer)
    {
        if (method != "GET" || !address.EndsWith("/keg-family/manifests/develop", StringComparison.Ordinal))
            return false;
        answer();
        return true;
    }
}
