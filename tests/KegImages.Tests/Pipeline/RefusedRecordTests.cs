using System.Net;
using KegImages.Pipeline;
using KegImages.Publishing;
using KegImages.Revisions;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pipeline;

/// <summary>A registry that refuses the family record, or says to have stored it and has not.</summary>
public sealed class RefusedRecordTests : PublishedFamilyTests
{
    [Theory]
    [InlineData(400)]
    [InlineData(405)]
    [InlineData(415)]
    [InlineData(422)]
    public async Task A_registry_that_has_stored_records_is_not_one_that_cannot(int status)
    {
        await PublishAsync("develop", Built("tap"));
        var (changed, before) = (Built("tap"), Registry.TagOf("keg-family", "develop"));
        Answer("PUT", "/keg-family/manifests/", response => FakeRegistry.Answer(response, status));

        var error = await Should.ThrowAsync<FailedException>(() => PublishAsync("develop", changed));

        error.Message.ShouldContain("the registry refuses the family record of 'develop', and has stored one before");
        error.Message.ShouldContain($"all tags have moved: {Registry.Host}/keg/tap:develop, {Registry.Host}/keg/tap:master");
        error.Message.ShouldContain("the family record was not written: it names the set before");
        error.Message.ShouldEndWith("run the same command again: it writes what is missing");
        Registry.TagOf("keg-family", "develop").ShouldBe(before);

        Registry.Instead = null;
        await PublishAsync("develop", changed);
        (await RecordAsync("develop")).Images.Single().Digest.ShouldBe(changed.Digest);
    }

    [Fact]
    public async Task The_first_record_of_a_branch_is_not_refused_where_another_branch_has_one()
    {
        await PublishAsync("develop", Built("tap"));
        Registry.RefusesArtifacts = true;

        await Should.ThrowAsync<FailedException>(() => PublishAsync("feature/x", Built("tap")));

        Registry.TagOf("tap", "feature-x").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("/keg-family/manifests/develop")]
    [InlineData("/keg-family/manifests/master")]
    [InlineData("/keg-family/manifests/develop.cccccccccccc")]
    public async Task A_record_that_is_answered_as_stored_and_is_not_there_is_not_believed(string place)
    {
        await PublishAsync("develop", Built("tap"));
        Answer("PUT", place, response => FakeRegistry.Answer(response, (int)HttpStatusCode.Created));

        var error = await Should.ThrowAsync<FailedException>(() => PublishAsync("develop", Built("tap")));

        error.Message.ShouldContain($"{place["/keg-family/manifests/".Length..]} was put on sha256:");
        error.Message.ShouldContain("all tags have moved");
        error.Message.ShouldContain("run the same command again");
    }

    [Fact]
    public async Task The_first_record_of_all_is_not_believed_either()
    {
        Answer("PUT", "/keg-family/manifests/develop", response => FakeRegistry.Answer(response, (int)HttpStatusCode.Created));

        (await Should.ThrowAsync<FailedException>(() => PublishAsync("develop", Built("tap")))).Message.ShouldContain(
            "the registry has nothing there");
    }

    [Fact]
    public async Task Something_else_that_stands_under_the_record_s_tag_afterwards_is_said()
    {
        Answer("PUT", "/keg-family/manifests/develop", response =>
        {
            Registry.Add("keg-family", "develop");
            FakeRegistry.Answer(response, (int)HttpStatusCode.Created);
        });

        (await Should.ThrowAsync<FailedException>(() => PublishAsync("develop", Built("tap")))).Message.ShouldMatch(
            "develop was put on sha256:[0-9a-f]{64}, and the registry has sha256:[0-9a-f]{64} there");
    }

    private void Answer(string method, string end, Action<HttpListenerResponse> answer) => Registry.Instead = (request, response) =>
    {
        if (request.HttpMethod != method
            || !(request.RawUrl!.EndsWith(end, StringComparison.Ordinal)
            || (end[^1] == '/' && request.RawUrl.Contains(end, StringComparison.Ordinal))))
            return false;
        answer(response);
        return true;
    };

    private new Task<PublishedFamily> PublishAsync(string branch, params PublishedImage[] images) =>
        new FamilyPublication(Client, Provider).PublishAsync(
        Publication(branch, images) with { Commit = CommitId.Parse(new string('c', 40)) }, null, default);
}
