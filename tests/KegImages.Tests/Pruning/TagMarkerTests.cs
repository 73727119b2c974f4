using KegImages.Pruning;
using KegImages.References;
using KegImages.Registry;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pruning;

public sealed class TagMarkerTests : IDisposable
{
    private const string Content = "fp-00000000000000000000";

    private readonly FakeRegistry registry = new();
    private readonly RegistryClient client = new(new FakeCredentials(),
        new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 2 });

    private ImageReference Doomed => registry.Repository("tap").With(Tag.Parse("feature-x"));

    [Fact]
    public async Task Other_tags_of_the_same_digest_stay()
    {
        var digest = registry.Add("tap", Content);
        await TagAsync(digest, "feature-x", "develop");

        (await RemoveAsync(digest)).ShouldBeNull();

        registry.TagOf("tap", "feature-x").ShouldBeNull();
        registry.TagOf("tap", "develop").ShouldBe(digest);
        registry.TagOf("tap", Content).ShouldBe(digest);
        (await client.HeadAsync(registry.Repository("tap").At(digest), default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_tag_that_moved_meanwhile_is_left()
    {
        var digest = registry.Add("tap", Content);
        var newer = registry.Add("tap", "feature-x", ("made", "later"));

        (await RemoveAsync(digest)).ShouldBe($"it was moved meanwhile, to {newer.Abbreviated}");

        registry.TagOf("tap", "feature-x").ShouldBe(newer);
        registry.Count("^PUT .*/manifests/").ShouldBe(0);
    }

    [Fact]
    public async Task A_marker_that_was_left_behind_is_removed()
    {
        var digest = registry.Add("tap", "feature-x");
        (await new TagMarker(client, new Stubborn()).RemoveAsync(Doomed, digest,
            default)).ShouldBe("it is on an empty marker now, which could not be deleted: no");

        (await RemoveAsync(digest)).ShouldBeNull();

        registry.TagOf("tap", "feature-x").ShouldBeNull();
        (await client.HeadAsync(registry.Repository("tap").At(digest), default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_gone_already_is_gone()
    {
        (await RemoveAsync(Digest.Of("anything"u8))).ShouldBeNull();

        registry.Count("^PUT .*/manifests/").ShouldBe(0);
        registry.Count("^DELETE").ShouldBe(0);
    }

    [Theory]
    [InlineData(202)]
    [InlineData(404)]
    public async Task A_deletion_is_believed_only_where_nothing_is_left(int status)
    {
        var digest = registry.Add("tap", "feature-x");
        registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "DELETE")
                return false;
            FakeRegistry.Answer(response, status);
            return true;
        };

        (await RemoveAsync(digest)).ShouldBe(
            "it is on an empty marker now, which could not be deleted: the registry answers that it is deleted, and still has it");

        registry.Instead = null;
        (await RemoveAsync(digest)).ShouldBeNull();
        registry.TagOf("tap", "feature-x").ShouldBeNull();
    }

    [Theory]
    [InlineData(405, "deletes nothing")]
    [InlineData(404, null)]
    public async Task A_registry_that_deletes_nothing_is_known_before_anything_moves(int status, string? why)
    {
        registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "DELETE")
                return false;
            FakeRegistry.Answer(response, status, status == 405 ? """{"errors":[{"code":"UNSUPPORTED","message":"not here"}]}""" : "");
            return true;
        };

        var answer = await new RegistryManifests(client).WhyReadOnlyAsync(Doomed, default);

        if (why is null)
            answer.ShouldBeNull();
        else
            answer.ShouldNotBeNull().ShouldContain(why);
        registry.Count("^PUT").ShouldBe(0);
    }

    public void Dispose()
    {
        client.Dispose();
        registry.Dispose();
    }

    private Task<string?> RemoveAsync(Digest expected) =>
        new TagMarker(client, new RegistryManifests(client)).RemoveAsync(Doomed, expected, default);

    private async Task TagAsync(Digest digest, params string[] tags)
    {
        foreach (var tag in tags)
            await client.CopyTagAsync(registry.Repository("tap").At(digest), Tag.Parse(tag), default);
    }

    private sealed class Stubborn : IManifestStore
    {
        public Task<string?> WhyReadOnlyAsync(ImageReference repository, CancellationToken cancellationToken) =>
            Task.FromResult<string?>(null);

        public Task<string?> DeleteAsync(ImageReference pinned, IReadOnlyCollection<Tag> tags, CancellationToken cancellationToken) =>
            Task.FromResult<string?>("no");

        public Task BringBackAsync(ImageReference pinned, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<StoredManifests?> ListAsync(ImageReference repository, CancellationToken cancellationToken) =>
            Task.FromResult<StoredManifests?>(null);
    }
}
