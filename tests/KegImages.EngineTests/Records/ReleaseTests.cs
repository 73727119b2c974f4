using System.Collections.Immutable;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pruning;
using KegImages.References;

namespace KegImages.EngineTests.Records;

/// <summary>Git tags are published as versions, and what is beside a set says what was published when.</summary>
public sealed class ReleaseTests(EngineFixture engine) : PrunedCloneTests(engine)
{
    [EngineFact]
    public async Task A_release_moves_what_it_is_the_highest_of_and_a_version_never_moves()
    {
        await LayAsync();
        var develop = await Clone.PushAsync("develop");
        var first = await ReleaseAsync("v1.2.0");
        first.ShouldBe(develop, "of the same inputs, it is the very images");
        await AreAtAsync(first, "1.2.0", "1.2", "1", "latest");
        (await Clone.RecordAsync("1.2"))!.Tag.ShouldBe(Tag.Parse("1.2.0"));
        (await Clone.RecordAsync("1.2.0"))!.Branch.ShouldBeNull("a git tag is no branch's");

        Clone.Write("tap/file", "next");
        await Clone.CommitAsync("Next");
        var candidate = await ReleaseAsync("v1.3.0-rc.1");
        candidate["tap"].ShouldNotBe(first["tap"]);
        await AreAtAsync(candidate, "1.3.0-rc.1");
        await AreAtAsync(first, "1.2", "1", "latest");
        (await Clone.DigestsAsync("1.3")).ShouldBeEmpty();

        var second = await ReleaseAsync("v1.3.0");
        await AreAtAsync(second, "1.3.0", "1.3", "1", "latest");
        await AreAtAsync(first, "1.2.0", "1.2");

        await Clone.GitAsync("checkout", "--quiet", "v1.2.0");
        Clone.Write("tap/file", "mended");
        await Clone.CommitAsync("Mended");
        var mended = await ReleaseAsync("v1.2.1");
        mended["tap"].ShouldNotBe(first["tap"]);
        await AreAtAsync(mended, "1.2.1", "1.2");
        await AreAtAsync(second, "1.3.0", "1.3", "1", "latest");

        (await ReleaseAsync("v1.2.1", isNew: false)).ShouldBe(mended, "once more, there is nothing to do");
        Clone.Write("tap/file", "another one");
        await Clone.CommitAsync("Another one");
        await Clone.GitAsync("tag", "--force", "v1.2.1");
        (await Should.ThrowAsync<WrongUseException>(() => Clone.ReleaseAsync("v1.2.1"))).Message
            .ShouldContain("/tap:1.2.1 is published already, as ");
        await AreAtAsync(mended, "1.2.1", "1.2");
        (await Should.ThrowAsync<WrongUseException>(() => Clone.ReleaseAsync("v1.3.0"))).Message
            .ShouldStartWith("--release v1.3.0: the git tag names ");
        (await Should.ThrowAsync<WrongUseException>(() => Clone.ReleaseAsync("v9.9.9"))).Message
            .ShouldStartWith("--release v9.9.9: this clone has no git tag of that name");
    }

    [EngineFact]
    public async Task What_is_beside_a_branch_s_set_says_its_commit_and_goes_with_it()
    {
        await LayAsync();
        var develop = await Clone.PushAsync("develop");
        var commit = (await Clone.GitAsync("rev-parse", "HEAD"))[..12];
        await AreAtAsync(develop, "develop", $"develop-{commit}");
        await Clone.CommitAsync("Nothing that an image is made of");
        var next = (await Clone.GitAsync("rev-parse", "HEAD"))[..12];
        (await Clone.PushAsync("develop")).ShouldBe(develop);
        await AreAtAsync(develop, $"develop-{commit}", $"develop-{next}");
        var gone = await BranchAsync("feature/gone", "of the gone");
        var last = (await Clone.GitAsync("rev-parse", "HEAD"))[..12];
        await AreAtAsync(gone, "feature-gone", $"feature-gone-{last}");
        (await Clone.RecordAsync($"feature-gone-{last}")).ShouldBeNull();

        await RemoteAsync("develop");
        (await PruneAsync()).Error.ShouldBeNull();

        (await Clone.DigestsAsync($"feature-gone-{last}")).ShouldBeEmpty();
        await AreAtAsync(develop, "develop", $"develop-{commit}", $"develop-{next}");
    }

    private async Task LayAsync()
    {
        Clone.Write("keg.yml", $$"""
            provider: {{Clone.Provider}}
            tags:
              default: ["{branch}", master]
              releases: ["{version}", "{version.major}.{version.minor}", "{version.major}", latest]
              references: ["{branch}-{commit}"]
            groups:
              base: { folders: [base] }
              taps: { folders: [tap] }
            """);
        await Clone.CommitAsync("Tags");
    }

    private async Task<ImmutableDictionary<string, Digest>> ReleaseAsync(string tag, bool isNew = true)
    {
        if (isNew)
            await Clone.GitAsync("tag", tag);
        return await Clone.ReleaseAsync(tag);
    }

    private async Task AreAtAsync(ImmutableDictionary<string, Digest> expected, params string[] tags)
    {
        foreach (var tag in tags)
            (await Clone.DigestsAsync(tag)).ShouldBe(expected, ignoreOrder: true, customMessage: tag);
    }
}
