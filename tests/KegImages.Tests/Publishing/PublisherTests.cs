using System.Net;
using KegImages.Git;
using KegImages.Images;
using KegImages.Publishing;
using KegImages.Registry;
using KegImages.Tagging;
using KegImages.Tests.Git;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Publishing;

public sealed class PublisherTests : IDisposable
{
    private const string RefName = "org.opencontainers.image.ref.name";
    private const string Revision = "org.opencontainers.image.revision";
    private const string Created = "org.opencontainers.image.created";

    private static readonly TagSettings Settings = new(BranchName.Parse("develop"), Tag.Parse("develop"), [Tag.Parse("master")]);

    private readonly FakeRegistry registry = new();
    private readonly RegistryClient client = new(new FakeCredentials(), new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 2 });

    public void Dispose()
    {
        client.Dispose();
        registry.Dispose();
    }

    /// <summary>An image with its content tag, as a build leaves it.</summary>
    private PushedImage Pushed(string name, params string[] parents)
    {
        var digest = registry.Add(name, "fp-00000000000000000000", ("name", name), ("now", "this run"));
        return new PushedImage
        {
            Name = ImageName.Parse(name),
            Pinned = registry.Repository(name).At(digest),
            Parents = [.. parents.Select(parent => registry.Repository(parent).At(registry.TagOf(parent, "fp-00000000000000000000")!))],
        };
    }

    private static Publication Publish(string? branch, string? tag, params PushedImage[] images) => new()
    {
        Images = [.. images],
        Tags = TagSet.For(branch is null ? null : BranchName.Parse(branch), Settings, tag),
        Branch = branch is null ? null : BranchName.Parse(branch),
    };

    private Task<System.Collections.Immutable.ImmutableArray<PublishedImage>> PublishAsync(Publication publication) =>
        new Publisher(client).PublishAsync(publication, null, default);

    private List<string> Puts() => [.. registry.Asked.Where(asked => asked.StartsWith("PUT ", StringComparison.Ordinal)).Select(asked => asked["PUT /v2/keg/".Length..].Replace("/manifests/", ":", StringComparison.Ordinal))];

    [Fact]
    public async Task An_image_on_an_older_one_of_its_own_repository_is_published()
    {
        var older = Pushed("tap");
        var image = Pushed("tap") with { Parents = [older.Pinned] };

        await PublishAsync(Publish("develop", null, image));

        registry.TagOf("tap", "develop").ShouldBe(image.Digest);
    }

    [Fact]
    public async Task Every_tag_of_an_image_is_on_the_digest_that_was_built()
    {
        var image = Pushed("tap");
        var told = new List<PublishedImage>();

        var published = await new Publisher(client).PublishAsync(Publish("develop", null, image), told.Add, default);

        registry.TagOf("tap", "develop").ShouldBe(image.Digest);
        registry.TagOf("tap", "master").ShouldBe(image.Digest);
        var one = published.ShouldHaveSingleItem();
        one.Digest.ShouldBe(image.Digest);
        one.Tags.Select(tag => tag.ToString()).ShouldBe([$"{registry.Host}/keg/tap:develop", $"{registry.Host}/keg/tap:master"]);
        one.Moved.ShouldBe(one.Tags);
        one.Size.ShouldBeGreaterThan(1000);
        told.ShouldBe([one]);
    }

    [Fact]
    public async Task Parents_are_named_before_children_and_aliases_after_all_tags()
    {
        var basis = Pushed("keg-base");
        var core = Pushed("keg-core", "keg-base");
        var tap = Pushed("tap", "keg-base");
        var evf = Pushed("evf", "tap", "keg-core");

        await PublishAsync(Publish("develop", null, evf, core, basis, tap));

        var puts = Puts();
        puts.Count.ShouldBe(8);
        puts[0].ShouldBe("keg-base:develop");
        puts[1..3].ShouldBe(["keg-core:develop", "tap:develop"], ignoreOrder: true);
        puts[3..5].ShouldBe(["evf:develop", "keg-base:master"]);
        puts[7].ShouldBe("evf:master");
    }

    [Fact]
    public async Task A_tag_that_is_there_already_is_not_written()
    {
        var image = Pushed("tap");
        await PublishAsync(Publish("feature/x", null, image));
        registry.Asked.Clear();

        var published = await PublishAsync(Publish("feature/x", null, image));

        Puts().ShouldBeEmpty();
        published.Single().Moved.ShouldBeEmpty();
        published.Single().Tags.Length.ShouldBe(1);
        registry.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_just_seen_in_place_costs_no_request()
    {
        var image = Pushed("tap") with { InPlace = [Tag.Parse("develop"), Tag.Parse("master")], Size = 42 };

        var published = await PublishAsync(Publish("develop", null, image));

        registry.Asked.ShouldBeEmpty();
        published.Single().Size.ShouldBe(42);
        published.Single().Moved.ShouldBeEmpty();

        var half = await PublishAsync(Publish("develop", null, image with { InPlace = [Tag.Parse("develop")] }));
        half.Single().Moved.ShouldBe([image.Pinned.With(Tag.Parse("master"))]);
        Puts().ShouldBe(["tap:master"]);
    }

    [Fact]
    public async Task When_one_image_is_missing_no_tag_of_any_image_moves()
    {
        var tap = Pushed("tap");
        var missing = Pushed("evf") with { Pinned = registry.Repository("evf").At(Digest.Of([1])) };

        var error = await Should.ThrowAsync<FailedException>(() => PublishAsync(Publish("feature/x", null, tap, missing)));

        error.Message.ShouldContain($"{missing.Pinned} is not in the registry");
        error.Message.ShouldContain("nothing was published");
        Puts().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_reads_back_differently_is_not_called_published()
    {
        var (parent, child) = (Pushed("tap"), Pushed("evf", "tap"));
        registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "PUT" || !request.RawUrl!.Contains("/evf/", StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, 201);
            return true;
        };
        var told = new List<PublishedImage>();

        var error = await Should.ThrowAsync<FailedException>(() => new Publisher(client).PublishAsync(Publish("feature/x", null, parent, child), told.Add, default));

        error.Message.ShouldContain("the registry has nothing there");
        error.Message.ShouldContain($"moved before that: {registry.Host}/keg/evf:feature-x, {registry.Host}/keg/tap:feature-x");
        told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tags_of_another_branch_are_all_named_and_none_moves()
    {
        registry.Add("tap", "feature-x", ("io.keg.branch", "feature-x"));
        registry.Add("evf", "feature-x", ("io.keg.branch", "Feature/X"), (RefName, "feature-x"));
        var images = new[] { Pushed("keg-base"), Pushed("tap"), Pushed("evf") };

        var error = await Should.ThrowAsync<WrongUseException>(() => PublishAsync(Publish("feature/x", null, images)));

        error.Problems.Length.ShouldBe(2);
        error.Problems[0].Message.ShouldContain("keg/tap:feature-x belongs to the branch 'feature-x', and this is 'feature/x'");
        error.Problems[1].Message.ShouldContain("'Feature/X'");
        error.Message.ShouldContain("--tag");
        Puts().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tag_given_by_hand_is_no_licence_to_take_it_from_another_branch()
    {
        registry.Add("tap", "shared", ("io.keg.branch", "other"));

        await Should.ThrowAsync<WrongUseException>(() => PublishAsync(Publish("feature/x", "shared", Pushed("tap"))));
        (await Should.ThrowAsync<WrongUseException>(() => PublishAsync(Publish(null, "shared", Pushed("tap"))))).Message.ShouldContain("this run has no branch");
    }

    [Theory]
    [InlineData("develop", null)]
    [InlineData("feature/x", "develop")]
    [InlineData("feature/x", "master")]
    public async Task The_default_tags_move_for_the_default_branch_and_by_hand(string branch, string? tag)
    {
        registry.Add("tap", "develop", ("io.keg.branch", "somebody/else"));
        registry.Add("tap", "master", ("io.keg.branch", "develop"));
        var image = Pushed("tap");

        await PublishAsync(Publish(branch, tag, image));

        registry.TagOf("tap", "develop").ShouldBe(image.Digest);
        registry.TagOf("tap", "master").ShouldBe(image.Digest);
    }

    [Theory]
    [InlineData("io.keg.branch", "feature/x")]
    [InlineData("other", "label")]
    public async Task A_tag_of_the_same_branch_or_of_nobody_moves(string label, string value)
    {
        registry.Add("tap", "feature-x", (label, value));
        var image = Pushed("tap");

        await PublishAsync(Publish("feature/x", null, image));

        registry.TagOf("tap", "feature-x").ShouldBe(image.Digest);
    }

    [Fact]
    public async Task An_image_that_was_built_for_another_tag_and_is_reused_here_does_not_lock_the_tag()
    {
        registry.Add("tap", "feature-x", ("io.keg.branch", "develop"), (RefName, "develop"));
        var image = Pushed("tap");

        await PublishAsync(Publish("feature/x", null, image));

        registry.TagOf("tap", "feature-x").ShouldBe(image.Digest);
    }

    [Fact]
    public async Task The_record_knows_better_than_a_reused_images_label_who_owns_a_tag()
    {
        var there = registry.Add("tap", "feature-x", ("io.keg.branch", "develop"), (RefName, "develop"));
        var record = Record("feature-x", "feature-x", there);

        var error = await Should.ThrowAsync<WrongUseException>(() => PublishAsync(Publish("feature/x", null, Pushed("tap")) with { Current = record }));
        error.Message.ShouldContain("'feature-x'");

        var own = Record("feature-x", "feature/x", there);
        await PublishAsync(Publish("feature/x", null, Pushed("tap")) with { Current = own });
    }

    [Fact]
    public async Task A_record_of_another_digest_says_nothing_of_the_tag()
    {
        registry.Add("tap", "feature-x", ("io.keg.branch", "feature/x"));
        var record = Record("feature-x", "other", Digest.Of([1]));

        await PublishAsync(Publish("feature/x", null, Pushed("tap")) with { Current = record });
    }

    [Fact]
    public async Task A_late_run_of_an_older_commit_moves_nothing_and_a_newer_one_does()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var older = (await repository.ReadAsync()).HeadCommit!;
        await repository.CommitAsync("newer");
        var newer = (await repository.ReadAsync()).HeadCommit!;
        var history = new GitHistory(repository.Root, TemporaryRepository.Commands);
        registry.Add("tap", "develop", ("io.keg.branch", "develop"), (Revision, newer.ToString()));
        registry.Add("evf", "develop", ("io.keg.branch", "develop"), (Revision, older.ToString()));
        var (tap, evf) = (Pushed("tap"), Pushed("evf"));

        var late = Publish("develop", null, tap, evf) with { Commit = older, History = history };
        var error = await Should.ThrowAsync<FailedException>(() => PublishAsync(late));
        error.Message.ShouldContain(newer.Abbreviated);
        error.Message.ShouldContain("nothing was published");
        Puts().ShouldBeEmpty();

        await PublishAsync(Publish("develop", null, tap, evf) with { Commit = newer, History = history });
        registry.TagOf("evf", "develop").ShouldBe(evf.Digest);
    }

    [Theory]
    [InlineData("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", null, false)]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", null, true)]
    [InlineData("2026-01-01T00:00:00Z", null, null, true)]
    [InlineData("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", "develop", true)]
    public async Task Without_history_the_younger_commit_wins_and_by_hand_any(string there, string? ours, string? tag, bool moves)
    {
        registry.Add("tap", "develop", ("io.keg.branch", "develop"), (Revision, new string('a', 40)), (Created, there));
        var publication = Publish("develop", tag, Pushed("tap")) with
        {
            Commit = CommitId.Parse(new string('b', 40)),
            CommitTime = ours is null ? null : DateTimeOffset.Parse(ours, System.Globalization.CultureInfo.InvariantCulture),
        };

        if (moves)
            (await PublishAsync(publication)).Single().Moved.Length.ShouldBe(2);
        else
            (await Should.ThrowAsync<FailedException>(() => PublishAsync(publication))).Message.ShouldContain("newer commit aaaaaaaaaaaa");
    }

    [Fact]
    public async Task A_registry_that_fails_in_between_is_told_with_what_had_moved()
    {
        var (parent, child) = (Pushed("tap"), Pushed("evf", "tap"));
        registry.Instead = (request, response) =>
        {
            if (request.HttpMethod != "PUT" || !request.RawUrl!.Contains("/evf/", StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, (int)HttpStatusCode.BadGateway, "<html>");
            return true;
        };

        var error = await Should.ThrowAsync<FailedException>(() => PublishAsync(Publish("feature/x", null, parent, child)));

        error.Message.ShouldContain("502 BadGateway");
        error.Message.ShouldNotContain("<html>");
        error.Message.ShouldContain($"moved before that: {registry.Host}/keg/tap:feature-x{Environment.NewLine}");
    }

    private static FamilyRecord Record(string tag, string branch, Digest tap) => new()
    {
        Tag = Tag.Parse(tag),
        Branch = BranchName.Parse(branch),
        Images = [new RecordedImage { Name = ImageName.Parse("tap"), Digest = tap }],
    };
}
