using KegImages.Git;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Publishing;
using KegImages.Registry;
using KegImages.Tests.Publishing;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Pipeline;

/// <summary>Several runs that publish parts of one set at once, against a registry in which the last writer wins: nobody's entry is lost.</summary>
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
            if (request.HttpMethod == "PUT" && request.RawUrl!.EndsWith("/keg-family/manifests/feature-x", StringComparison.Ordinal) && Interlocked.Increment(ref puts) == 1)
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

    private static CommitId Commit => CommitId.Parse(new string('c', 40));

    private new async Task<PublishedFamily> PublishAsync(string branch, params PushedImage[] images)
    {
        using var client = new RegistryClient(new FakeCredentials(), new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 2 });
        return await new FamilyPublication(client, Provider).PublishAsync(Publication(branch, images) with { Commit = Commit, IsWhole = false }, null, NoPlan, default);
    }
}
