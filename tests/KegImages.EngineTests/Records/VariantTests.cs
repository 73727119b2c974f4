using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pruning;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Records;

/// <summary>Images that share a repository are built, named, moved and removed each by itself.</summary>
public sealed class VariantTests(EngineFixture engine) : PrunedCloneTests(engine)
{
    private static readonly string[] Variants = ["a-1", "a-2", "b-1", "b-2"];

    [EngineFact]
    public async Task Each_variant_is_published_under_tags_of_its_own_and_changed_by_itself()
    {
        await LayAsync();

        await Clone.PushAsync("develop");

        var first = await RecordedAsync("develop");
        first.Keys.ShouldBe([.. Variants.Select(variant => $"base:{variant}"), "tap"], ignoreOrder: true);
        first.Values.Distinct().Count().ShouldBe(5, "no two are one image, whatever they have in common");
        foreach (var variant in Variants)
        {
            foreach (var tag in new[] { variant, $"develop-{variant}", $"master-{variant}" })
                (await DigestAsync("base", tag)).ShouldBe(first[$"base:{variant}"], tag);
        }

        foreach (var tag in new[] { "develop", "master" })
            (await DigestAsync("base", tag)).ShouldBe(first["base:a-1"], "the default variant is called so too");
        (await Clone.RecordAsync("develop"))!.Find(ImageName.Parse("tap"))!.StandsOn!.ToString().ShouldBe($"base:b-2@{first["base:b-2"]}");

        Clone.Write("base/b-1/own", "another one");
        await Clone.CommitAsync("changes one variant");
        await Clone.PushAsync("develop");

        var second = await RecordedAsync("develop");
        second.Where(image => first[image.Key] != image.Value).Select(image => image.Key).ShouldBe(["base:b-1"]);
        (await DigestAsync("base", "b-1")).ShouldBe(second["base:b-1"]);

        Clone.Write("base/b-2/own", "another one");
        await Clone.CommitAsync("changes the one that the tap stands on");
        await Clone.PushAsync("develop");

        (await RecordedAsync("develop")).Where(image => second[image.Key] != image.Value).Select(image => image.Key)
            .ShouldBe(["base:b-2", "tap"], ignoreOrder: true);
    }

    [EngineFact]
    public async Task A_branch_s_variants_move_with_its_set_and_go_with_it()
    {
        await LayAsync();
        await Clone.PushAsync("develop");
        var develop = await RecordedAsync("develop");
        await Clone.GitAsync("checkout", "--quiet", "-b", "feature/x");
        Clone.Write("base/b-2/own", "of the feature");
        await Clone.CommitAsync("changes one");
        await Clone.PushAsync("feature-x");
        var feature = await RecordedAsync("feature-x");
        (await DigestAsync("base", "feature-x-b-2")).ShouldBe(feature["base:b-2"]);
        (await DigestAsync("base", "feature-x-a-1")).ShouldBe(develop["base:a-1"], "what did not change is the very image");
        (await DigestAsync("base", "b-2")).ShouldBe(develop["base:b-2"], "the default branch's stays where it is");

        var promoted = await Clone.RunAsync(run => run.PromoteAsync("develop", default));

        promoted.Error.ShouldBeNull();
        foreach (var variant in Variants)
        {
            foreach (var tag in new[] { variant, $"develop-{variant}" })
                (await DigestAsync("base", tag)).ShouldBe(feature[$"base:{variant}"], tag);
        }

        await RemoteAsync("develop");
        var pruned = await PruneAsync();

        pruned.Error.ShouldBeNull();
        (await TagsAsync()).Where(tag => tag.StartsWith("feature-x", StringComparison.Ordinal)).ShouldBeEmpty();
        foreach (var variant in Variants)
            (await DigestAsync("base", variant)).ShouldBe(feature[$"base:{variant}"], "what is promoted is the default branch's");
        (await TagsAsync()).Count(tag => !tag.StartsWith("fp-", StringComparison.Ordinal)).ShouldBe(14, "4 × 3, develop and master");
    }

    [EngineFact]
    public async Task Pruning_one_branch_takes_all_its_variants_and_no_other_s()
    {
        await LayAsync();
        await Clone.PushAsync("develop");
        await BranchAsync("feature/gone", "tap of the gone");
        await BranchAsync("feature/lives", "tap of the living");
        await RemoteAsync("develop", "feature/lives");
        var before = await TagsAsync();

        var ran = await PruneAsync(new KegImages.Pruning.PruneOptions { Branch = "feature/gone" });

        ran.Error.ShouldBeNull();
        before.Except(await TagsAsync()).ShouldBe(["feature-gone", .. Variants.Select(variant => $"feature-gone-{variant}")],
            ignoreOrder: true);
    }

    // Four variants of two axes, each with a folder of its own; the tap stands on the last one.
    private async Task LayAsync()
    {
        Clone.Write("keg.yml", $$"""
            provider: {{Clone.Provider}}
            default: { aliases: [master] }
            groups:
              base: { folders: [base] }
              taps: { folders: [tap] }
            images:
              base:
                context: "base/{KIND}-{NUMBER}"
                variants:
                  KIND: [a, b]
                  NUMBER: [1, 2]
                  default: a-1
            """);
        Clone.Write("base/Dockerfile", "FROM scratch\nARG KIND\nCOPY own /own-of-${KIND}\n");
        foreach (var variant in Variants)
            Clone.Write($"base/{variant}/own", "the same");
        Clone.Write("tap/Dockerfile", $"FROM {Clone.Provider}/base:b-2\nCOPY file /tap\n");
        await Clone.CommitAsync("Variants");
    }

    private async Task<Dictionary<string, Digest>> RecordedAsync(string tag) =>
        (await Clone.RecordAsync(tag))!.Images.ToDictionary(image => image.Name.ToString(), image => image.Digest);

    private async Task<Digest?> DigestAsync(string name, string tag)
    {
        using var registries = new RegistryClient(new Registry.NoCredentials());
        return (await registries.HeadAsync(Clone.Provider.Of(ImageName.Parse(name)).With(Tag.Parse(tag)), default))?.Digest;
    }

    private async Task<string[]> TagsAsync()
    {
        using var registries = new RegistryClient(new Registry.NoCredentials());
        var listing = await registries.ListTagsAsync(Clone.Provider.Of(ImageName.Parse("base")), default);
        return [.. listing.Seen.Select(tag => tag.ToString())];
    }
}
