using System.Collections.Immutable;
using System.Net;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pipeline;

/// <summary>
/// A publication that ended at any of its writes is completed by a rerun: tags, the commit's kept record, the record, and those of the
/// aliases.
/// </summary>
public sealed class CrashedPublicationTests : PublishedFamilyTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_crash_at_any_write_a_rerun_completes_everything(bool isStored)
    {
        var writes = 0;
        for (var (number, isWhole) = (1, false); !isWhole; number++)
        {
            var (commit, images) = (CommitOf(number), new[] { New("keg-base", number), New("tap", number) });
            var left = number;
            Registry.Instead = (request, response) => request.HttpMethod == "PUT" && Crashes(ref left, isStored, response);
            try
            {
                await PublishAsync(commit, images);
                isWhole = true;
            }
            catch (FailedException)
            {
                // The registry is back for the rerun.
            }

            Registry.Instead = null;
            await PublishAsync(commit, images);

            foreach (var (image, tag) in images.SelectMany(image => Publication("develop").Tags.All.Select(tag => (image, tag.ToString()))))
                Registry.TagOf(image.Name.ToString(), tag).ShouldBe(image.Digest, $"{image.Name}:{tag} after {number} writes");
            (await RecordAsync("develop")).Commit.ShouldBe(commit);
            var record = Registry.TagOf("keg-family", "develop").ShouldNotBeNull();
            Registry.TagOf("keg-family", "master").ShouldBe(record, $"after {number} writes");
            Registry.TagOf("keg-family", HistoryTag.Of(Develop, commit).ToString()).ShouldBe(record, $"after {number} writes");
            writes = number;
        }

        writes.ShouldBeGreaterThanOrEqualTo(8, "four tags, a blob and three records were each the last write once");
    }

    [Fact]
    public async Task A_kept_record_that_is_missing_is_written_by_a_run_that_changes_nothing_and_so_is_an_alias_s()
    {
        var (commit, tap) = (CommitOf(1), New("tap", 1));
        await PublishAsync(commit, tap);
        var record = Registry.TagOf("keg-family", "develop");
        Registry.Add("keg-family", HistoryTag.Of(Develop, commit).ToString());
        Registry.Asked.Clear();

        await PublishAsync(commit, tap);

        Registry.TagOf("keg-family", HistoryTag.Of(Develop, commit).ToString()).ShouldBe(record);
        Registry.Count("PUT .*/tap/").ShouldBe(0);

        Registry.Add("keg-family", "master");
        await PublishAsync(commit, tap);
        Registry.TagOf("keg-family", "master").ShouldBe(record);
    }

    [Fact]
    public async Task Where_all_is_there_one_request_more_tells_so()
    {
        var (commit, tap) = (CommitOf(1), New("tap", 1));
        await PublishAsync(commit, tap);
        var search = await SearchAsync(tap);
        Registry.Asked.Clear();

        await PublishAsync(commit, search, InPlace(search, tap));

        Registry.Asked.ShouldHaveSingleItem().ShouldStartWith("HEAD /v2/keg/keg-family/manifests/develop.");
    }

    // The process may die before the registry stored what it sent, and after it did.
    private static bool Crashes(ref int left, bool isStored, HttpListenerResponse response)
    {
        if (Interlocked.Decrement(ref left) > 0 || (left == 0 && isStored))
            return false;
        FakeRegistry.Answer(response, 500);
        return true;
    }

    private static CommitId CommitOf(int number) => CommitId.Parse($"{number:x40}");

    private PublishedImage New(string name, int number)
    {
        var fingerprint = FingerprintOf($"{name} {number}");
        return new PublishedImage { Name = ImageName.Parse(name), Fingerprint = fingerprint,
            Pinned = Registry.Repository(name).At(Registry.Add(name, fingerprint.ContentTag.ToString(), ("n", $"{number}"))) };
    }

    private async Task<KnownImages> SearchAsync(params PublishedImage[] images)
    {
        var scope = images.Select(image => Image(image.Name.ToString())).ToImmutableArray();
        var request = new PlanRequest { Scope = scope, Reason = "asked for", Provider = Provider, Tags = Publication("develop").Tags,
            Push = true };
        var search = new KnownImages(Client, request, Develop, ImmutableDictionary<ImageName, Built>.Empty);
        await search.ReadRecordsAsync(default);
        await search.SearchAsync(images.ToImmutableDictionary(image => image.Name, image => image.Fingerprint!), _ => [], default);
        return search;
    }

    private static PublishedImage InPlace(KnownImages search, PublishedImage image)
    {
        var found = search.Find(image.Name).ShouldNotBeNull();
        return image with { Pinned = found.Existing.Pinned, InPlace = found.InPlace, Manifest = found.Recorded?.Manifest,
            Size = found.Recorded?.Size };
    }

    // As a run does it: it looks for what is there first.
    private async Task PublishAsync(CommitId commit, params PublishedImage[] images)
    {
        var search = await SearchAsync(images);
        await PublishAsync(commit, search, [.. images.Select(image => InPlace(search, image))]);
    }

    private async Task PublishAsync(CommitId commit, KnownImages search, params PublishedImage[] images) =>
        await new FamilyPublication(Client, Provider).PublishAsync(
            Publication("develop", images) with { Commit = commit }, search.Records, default);
}
