using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.References;

namespace KegImages.EngineTests.Pipeline;

public sealed class PublishingTests(EngineFixture engine) : GitFamilyTests(engine)
{
    [EngineFact]
    public async Task Tags_move_before_aliases_and_the_record_after_both()
    {
        var before = (await Family.RequestsAsync()).Length;

        await Family.PushAsync();

        var puts = (await Family.RequestsAsync())[before..].Where(line =>
            line.Contains("\"PUT ", StringComparison.Ordinal) && line.Contains("/manifests/", StringComparison.Ordinal)).ToList();
        var tags = puts.FindLastIndex(line =>
            line.Contains("/manifests/develop ", StringComparison.Ordinal) && !line.Contains("/keg-family/", StringComparison.Ordinal));
        var aliases = puts.FindIndex(line => line.Contains("/manifests/master ", StringComparison.Ordinal));
        var record = puts.FindIndex(line => line.Contains("/keg-family/", StringComparison.Ordinal));
        tags.ShouldBeLessThan(aliases);
        record.ShouldBe(puts.Count - 3, "the record comes last, for its commit, under the tag and under its alias");
        puts[record].ShouldContain("/keg-family/manifests/develop.");
        puts.FindLastIndex(line => line.Contains("/manifests/fp-", StringComparison.Ordinal))
            .ShouldBeLessThan(puts.FindIndex(line => line.Contains("/manifests/develop ", StringComparison.Ordinal)));
    }

    [EngineFact]
    public async Task A_record_that_is_refused_where_one_was_stored_fails_the_run_and_a_rerun_writes_it()
    {
        await Family.PushAsync();
        Family.Write("taps/one/file", "one 2");
        await Family.CommitAsync("second");
        var real = Family.Registry;
        await using (var refusing = RefusingRegistry.OfRecords(real))
        {
            Family.Registry = refusing.Address;
            var error = await Should.ThrowAsync<FailedException>(() => Family.PushAsync());
            error.Message.ShouldContain("has stored one before");
            error.Message.ShouldContain("all tags have moved");
            error.Message.ShouldContain("run the same command again");
        }

        Family.Registry = real;
        var moved = await Family.DigestAsync("one", "develop");
        (await Family.RecordAsync("develop")).Find(ImageName.Parse("one"))!.Digest.ShouldNotBe(moved);

        await Family.PushAsync();

        (await Family.RecordAsync("develop")).Find(ImageName.Parse("one"))!.Digest.ShouldBe(moved);
    }

    [EngineFact]
    public async Task Two_runs_of_one_tap_each_at_once_are_both_in_the_record()
    {
        await Family.PushAsync();
        foreach (var name in new[] { "one", "two" })
            Family.Write($"taps/{name}/Dockerfile",
                $"ARG KEG_BASE_IMAGE=ghcr.io/example/tap:develop\nFROM $KEG_BASE_IMAGE\nENV NAME={name}\n");
        await Family.CommitAsync("both change");
        using var other = await Family.CloneAsync();

        await Task.WhenAll(Family.PushAsync(Family.Options with { Taps = ["one"] }),
            other.PushAsync(other.Options with { Taps = ["two"] }));

        var record = await Family.RecordAsync("develop");
        foreach (var name in new[] { "one", "two" })
            record.Find(ImageName.Parse(name))!.Digest.ShouldBe((await Family.DigestAsync(name, "develop")).ShouldNotBeNull(), name);
        record.Images.Length.ShouldBe(4);
        (await Family.DigestAsync("keg-family", "master")).ShouldBe(await Family.DigestAsync("keg-family", "develop"));
    }

    [EngineFact]
    public async Task A_late_run_moves_nothing_back_and_leaves_the_newer_record()
    {
        await Family.PushAsync();
        Family.Write("taps/one/file", "one 2");
        await Family.CommitAsync("newer");
        await Family.PushAsync();
        var newer = await Family.DigestAsync("one", "develop");
        var record = await Family.DigestAsync("keg-family", "develop");
        await Family.GitAsync("reset", "--quiet", "--hard", "HEAD~1");

        var late = await Should.ThrowAsync<FailedException>(() => Family.PushAsync());

        late.Message.ShouldContain("is at the newer commit");
        (await Family.DigestAsync("one", "develop")).ShouldBe(newer);
        (await Family.DigestAsync("keg-family", "develop")).ShouldBe(record);
    }

    [EngineFact]
    public async Task A_late_run_that_would_have_to_build_is_refused_before_it_does()
    {
        Family.Write("taps/one/file", "one 2");
        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/tap:develop\n");
        await Family.CommitAsync("newer");
        await Family.PushAsync();
        var before = (await Family.RequestsAsync()).Length;
        await Family.GitAsync("reset", "--quiet", "--hard", "HEAD~1");

        foreach (var options in new[] { Family.Options, Family.Options with { DryRun = true } })
        {
            var late = await Should.ThrowAsync<FailedException>(() => Family.PushAsync(options));

            late.Message.ShouldContain("/one:develop is at the newer commit");
            late.Message.ShouldContain("/two:develop is at the newer commit");
            late.Message.ShouldContain("nothing was published");
        }

        Family.Builds.ShouldBeEmpty();
        (await Family.RequestsAsync())[before..].ShouldNotContain(line =>
            line.Contains("\"PUT ", StringComparison.Ordinal) || line.Contains("\"POST ", StringComparison.Ordinal));
    }

    [EngineFact]
    public async Task A_late_run_of_the_same_inputs_is_green_and_leaves_the_newer_record()
    {
        await Family.PushAsync();
        Family.Write("README.md", "not in any image");
        await Family.CommitAsync("newer");
        await Family.PushAsync();
        var record = await Family.DigestAsync("keg-family", "develop");
        await Family.GitAsync("reset", "--quiet", "--hard", "HEAD~1");

        await Family.PushAsync();

        Family.Printed.ToString().ShouldContain("is at the newer commit");
        (await Family.DigestAsync("keg-family", "develop")).ShouldBe(record);
    }

    [EngineFact]
    public async Task A_tag_of_another_branch_stops_the_run_before_anything_is_built()
    {
        await Family.GitAsync("switch", "--quiet", "--create", "feature-x");
        await Family.PushAsync();
        var theirs = await Family.DigestAsync("one", "feature-x");
        await Family.GitAsync("switch", "--quiet", "--create", "feature/x");
        Family.Write("taps/one/file", "one 2");

        var error = await Should.ThrowAsync<WrongUseException>(() => Family.PushAsync());

        error.Message.ShouldContain("belongs to the branch 'feature-x'");
        error.Message.ShouldContain("--tag");
        Family.Builds.ShouldBeEmpty();
        await Should.ThrowAsync<WrongUseException>(() => Family.PushAsync(Family.Options with { Force = true }));
        Family.Builds.ShouldBeEmpty();
        (await Family.DigestAsync("one", "feature-x")).ShouldBe(theirs);
    }

    [EngineFact]
    public async Task A_tag_that_somebody_moved_by_hand_is_put_right()
    {
        await Family.PushAsync();
        var first = (await Family.DigestAsync("one", "develop"))!;
        Family.Write("taps/one/file", "one 2");
        await Family.CommitAsync("changes one");
        await Family.PushAsync();
        var right = await Family.DigestAsync("one", "develop");
        await Family.TagAsync("one", first, "develop");

        await Family.PushAsync();

        Family.Builds.ShouldBeEmpty();
        right.ShouldNotBe(first);
        (await Family.DigestAsync("one", "develop")).ShouldBe(right);
    }
}
