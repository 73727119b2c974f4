using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;
using KegImages.Revisions;
using KegImages.Tests.Publishing;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pipeline;

/// <summary>
/// Several runs that publish parts of one set at once, against a registry in which the last writer wins: nobody's entry is lost.
/// </summary>
public sealed class RecordRaceTests : PublishedFamilyTests
{
    private static readonly string[] Taps = ["evf", "tap", "two"];

    [Theory]
    [InlineData(2, 30)]
    [InlineData(3, 12)]
    public async Task Whatever_the_order_of_their_requests_no_entry_of_any_run_is_lost(int writers, int schedules)
    {
        var first = Random.Shared.Next();
        for (var seed = first; seed < first + schedules; seed++)
        {
            var set = $"set-{seed}";
            await PublishAsync(set, [.. Taps.Select(name => Built(name)), Built("other")]);
            var built = Taps.Take(writers).Select(name => Built(name)).ToArray();
            // Where two of three sleep at once, each about to write one of the two places, no registry can tell: three keep step.
            var interleaving = new Interleaving(seed, writers, mostOvertaken: writers == 2 ? int.MaxValue : 2);
            Registry.Instead = (request, _) =>
            {
                interleaving.Hold(request);
                return false;
            };

            await Task.WhenAll(built.Select(image => interleaving.RunAsync(() => PublishAsync(set, image))));

            Registry.Instead = null;
            var record = await RecordAsync(set);
            foreach (var image in built)
                record.Find(image.Name)!.Digest.ShouldBe(image.Digest, $"{image.Name} of seed {seed}");
            record.Images.Length.ShouldBe(4, $"seed {seed}");
            Registry.TagOf("keg-family", $"{set}.{Commit.Abbreviated}").ShouldBe(Registry.TagOf("keg-family", set), $"seed {seed}");
        }
    }

    [Fact]
    public async Task A_run_that_slept_while_another_one_wrote_all_of_its_record_finds_it_at_the_commit_s_place()
    {
        await PublishAsync("feature/x", Built("evf"), Built("tap"));
        var (evf, tap) = (Built("evf"), Built("tap"));
        using var isAboutToPut = new ManualResetEventSlim();
        using var mayPut = new ManualResetEventSlim();
        var puts = 0;
        Registry.Instead = (request, _) =>
        {
            if (request.HttpMethod == "PUT" && request.RawUrl!.EndsWith("/keg-family/manifests/feature-x", StringComparison.Ordinal)
                && Interlocked.Increment(ref puts) == 1)
            {
                isAboutToPut.Set();
                mayPut.Wait();
            }

            return false;
        };

        var sleeping = Task.Run(() => PublishAsync("feature/x", evf));
        isAboutToPut.Wait(TimeSpan.FromSeconds(20)).ShouldBeTrue();
        await PublishAsync("feature/x", tap);
        mayPut.Set();
        await sleeping;

        var record = await RecordAsync("feature-x");
        record.Images.Select(image => image.Digest).ShouldBe([evf.Digest, tap.Digest]);
    }

    [Fact]
    public async Task Of_an_image_that_both_published_the_record_says_what_the_tag_names()
    {
        await PublishAsync("feature/x", Built("evf"), Built("tap"));
        var (ours, theirs) = (Built("evf"), Built("evf"));
        Registry.Instead = (request, _) =>
        {
            if (request.HttpMethod != "PUT" || !request.RawUrl!.Contains("/keg-family/", StringComparison.Ordinal))
                return false;
            Registry.Instead = null;
            // Waited for: the whole other run has to happen before this request is answered, and the answer is given synchronously.
            PublishAsync("feature/x", theirs).GetAwaiter().GetResult();
            return false;
        };

        await PublishAsync("feature/x", ours);

        Registry.TagOf("evf", "feature-x").ShouldBe(theirs.Digest);
        (await RecordAsync("feature-x")).Find(ImageName.Parse("evf"))!.Digest.ShouldBe(theirs.Digest);
    }

    [Fact]
    public async Task Of_two_commits_the_newer_one_stands_whatever_the_order_of_their_requests()
    {
        var first = Random.Shared.Next();
        for (var seed = first; seed < first + 25; seed++)
        {
            var set = $"set-{seed}";
            await PublishAsync(set, Built("evf"), Built("tap"));
            var interleaving = new Interleaving(seed, 2, where: "/manifests/");
            Registry.Instead = (request, _) =>
            {
                interleaving.Hold(request);
                return false;
            };
            var (older, newer) = (BuiltAt("evf", Older), BuiltAt("evf", Newer));

            string? said = null, late = null;
            await Task.WhenAll(
                interleaving.RunAsync(async () => late = await PublishAsync(set, Older, 1, older, BuiltAt("tap", Older))),
                interleaving.RunAsync(async () => said = await PublishAsync(set, Newer, 2, newer)));

            Registry.Instead = null;
            // A tag that is another one when it is read back ends a run, which says so: it is run once more.
            if (said is not null)
                (await PublishAsync(set, Newer, 2, newer)).ShouldBeNull(said);
            var record = await RecordAsync(set);
            Registry.TagOf("evf", set).ShouldBe(newer.Digest, $"seed {seed}");
            record.Find(newer.Name)!.Digest.ShouldBe(newer.Digest, $"seed {seed}");
            record.Commit.ShouldBe(Newer, $"seed {seed}");
            if (late is null)
                record.Images.ShouldAllBe(image => Registry.TagOf(image.Name.ToString(), set) == image.Digest, $"seed {seed}");
        }
    }

    private static CommitId Older => CommitId.Parse(new string('a', 40));

    private static CommitId Newer => CommitId.Parse(new string('b', 40));

    private PublishedImage BuiltAt(string name, CommitId commit)
    {
        var built = Built(name);
        (string, string)[] labels = [("n", Guid.NewGuid().ToString()), (ImageLabels.Fingerprint, built.Fingerprint!.ToString()),
            (ImageLabels.Parents, ""), (ImageLabels.Revision, commit.ToString())];
        return built with { Pinned = Registry.Repository(name).At(Registry.Add(name, built.Fingerprint!.ContentTag.ToString(), labels)) };
    }

    // What a run says that does not come to its end.
    private async Task<string?> PublishAsync(string branch, CommitId commit, int hour, params PublishedImage[] images)
    {
        using var client = new RegistryClient(new FakeCredentials(),
            new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 2 });
        var publication = Publication(branch, images) with { Commit = commit, CommitTime = DateTimeOffset.UnixEpoch.AddHours(hour),
            IsWhole = false };
        try
        {
            await new FamilyPublication(client, Provider).PublishAsync(publication, null, default);
            return null;
        }
        catch (FailedException exception)
        {
            exception.Message.ShouldMatch("at the newer commit|run the same command again");
            return exception.Message;
        }
    }

    private static CommitId Commit => CommitId.Parse(new string('c', 40));

    private new async Task<PublishedFamily> PublishAsync(string branch, params PublishedImage[] images)
    {
        using var client = new RegistryClient(new FakeCredentials(),
            new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 2 });
        return await new FamilyPublication(client,
            Provider).PublishAsync(Publication(branch, images) with { Commit = Commit, IsWhole = false }, null, default);
    }
}
