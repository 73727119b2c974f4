using KegImages.Publishing;
using KegImages.Records;
using KegImages.References;
using KegImages.Registry;
using KegImages.Revisions;
using KegImages.Tests.Git;
using KegImages.Tests.Registry;

namespace KegImages.Tests.Records;

public sealed class RecordFinderTests : IDisposable
{
    private static readonly Tag Develop = Tag.Parse("develop");

    private readonly FakeRegistry registry = new();
    private readonly RegistryClient client = new(new FakeCredentials(),
        new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 2 });

    public void Dispose()
    {
        client.Dispose();
        registry.Dispose();
    }

    private Provider Provider => Provider.Parse($"{registry.Host}/keg");

    private RecordFinder In(string root) => new(client, Provider, root, TemporaryRepository.Commands);

    private Task<RecordWriting> PutAsync(string tag, CommitId? commit, params Tag[] others) => new FamilyRecordStore(client).PutAsync(
        Provider, Sets.Record(tag, tag, 'a', Sets.Image("tap", $"{tag} {commit}")) with { Commit = commit }, others, default);

    private static async Task<CommitId> CommitAsync(TemporaryRepository repository, string subject)
    {
        await repository.CommitAsync(subject);
        return CommitId.Parse(await repository.GitAsync("rev-parse", "HEAD"));
    }

    [Fact]
    public async Task A_record_is_kept_for_its_commit_when_a_later_one_takes_its_tag()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var (first, second) = (await CommitAsync(repository, "One"), await CommitAsync(repository, "Two"));
        await PutAsync("develop", first, Tag.Parse("master"));
        await PutAsync("develop", second, Tag.Parse("master"));
        var finder = In(repository.Root);

        (await finder.OfTagAsync(Develop, "", default)).Commit.ShouldBe(second);
        foreach (var name in new[] { "HEAD~1", first.ToString(), first.Abbreviated, first.ToString()[..15], first.ToString()[..7] })
            (await finder.OfCommitAsync(Develop, name, "", default)).Commit.ShouldBe(first, name);
        (await finder.OfAsync($"develop.{first.Abbreviated}", Develop, "", default)).Commit.ShouldBe(first);
        (await finder.OfAsync("HEAD~1", Develop, "", default)).Commit.ShouldBe(first);
        registry.TagOf("keg-family", $"master.{first.Abbreviated}").ShouldBeNull("one name is enough");
    }

    [Fact]
    public async Task Another_clones_commit_is_found_by_its_digits()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var foreign = Sets.Commit('7');
        await PutAsync("develop", foreign);

        (await In(repository.Root).OfCommitAsync(Develop, "7777", "", default)).Commit.ShouldBe(foreign);
        await Should.ThrowAsync<WrongUseException>(() => In(repository.Root).OfCommitAsync(Develop, "777", "", default));
        await Should.ThrowAsync<WrongUseException>(() =>
            In(repository.Root).OfCommitAsync(Develop, new string('7', 12) + "8", "", default));
    }

    [Fact]
    public async Task An_unknown_tag_is_answered_with_those_that_have_a_record_the_nearest_first()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        foreach (var tag in new[] { "develop", "feature-x", "staging" })
            await PutAsync(tag, Sets.Commit('7'));

        var error = await Should.ThrowAsync<WrongUseException>(() =>
            In(repository.Root).OfTagAsync(Tag.Parse("stagin"), "--tag stagin", default));

        error.Problems.Single().Message.ShouldBe($"--tag stagin: {Provider} has no family record of 'stagin' (did you mean 'staging'?)");
        error.Problems.Single().Next.ShouldBe("tags that have one: staging, develop, feature-x");
    }

    [Fact]
    public async Task Where_there_is_no_record_at_all_the_push_that_writes_one_is_named()
    {
        using var repository = await TemporaryRepository.CreateAsync();

        (await Should.ThrowAsync<WrongUseException>(() =>
            In(repository.Root).OfTagAsync(Develop, "--tag develop", default))).Problems.Single().Next
            .ShouldBe("no tag has one yet: a push writes the first: ./build.sh Push");
        (await Should.ThrowAsync<WrongUseException>(() =>
            In(repository.Root).OfCommitAsync(Develop, "HEAD", "--to HEAD", default))).Problems.Single().Next
            .ShouldBe("'develop' has a record of no commit yet: a push writes the first: ./build.sh Push");
    }

    [Fact]
    public async Task An_unknown_commit_is_answered_with_those_that_have_a_record_the_newest_first()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var (first, second, other) =
            (await CommitAsync(repository, "One"), await CommitAsync(repository, "Two\twith a tab"), await CommitAsync(repository,
                "Of no record"));
        foreach (var commit in new[] { second, Sets.Commit('7'), first })
            await PutAsync("develop", commit);
        await PutAsync("feature-x", other);

        var error = await Should.ThrowAsync<WrongUseException>(() =>
            In(repository.Root).OfCommitAsync(Develop, "HEAD", "--to HEAD", default));

        error.Problems.Single().Message.ShouldBe("--to HEAD: 'develop' has no family record of that commit");
        var lines = error.Problems.Single().Next!.Split(Environment.NewLine);
        lines[0].ShouldBe("commits of 'develop' that have one, the newest first:");
        lines[1].ShouldMatch($"^    {second.Abbreviated}  [0-9-]{{10}}  Two with a tab$");
        lines[2].ShouldMatch($"^    {first.Abbreviated}  [0-9-]{{10}}  One$");
        lines[3].ShouldBe("    777777777777              not in this clone");
        lines.Length.ShouldBe(4);
    }

    [Fact]
    public async Task A_commit_that_several_sets_were_published_at_has_to_be_said_with_its_tag()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var commit = await CommitAsync(repository, "One");
        await PutAsync("feature-x", commit);
        await PutAsync("staging", commit);

        (await Should.ThrowAsync<WrongUseException>(() =>
            In(repository.Root).OfAsync("HEAD", Develop, "--to HEAD", default))).Problems.Single().Next
            .ShouldBe($"say which: feature-x.{commit.Abbreviated}, staging.{commit.Abbreviated}");
        (await In(repository.Root).OfAsync("HEAD", Tag.Parse("staging"), "", default)).Tag.ShouldBe(Tag.Parse("staging"));
    }

    [Fact]
    public async Task A_name_that_looks_like_an_option_is_no_commit()
    {
        using var repository = await TemporaryRepository.CreateAsync();

        (await NamedCommit.FindAsync(repository.Root, "--all", TemporaryRepository.Commands, default)).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_no_record_is_a_failure_with_its_reason()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        registry.Add("keg-family", "develop");

        (await Should.ThrowAsync<FailedException>(() => In(repository.Root).OfTagAsync(Develop, "", default))).Message.ShouldContain(
            "is not a family record");
    }
}
