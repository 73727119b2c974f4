using System.Text.RegularExpressions;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;
using KegImages.EngineTests.Registry;
using KegImages.Pipeline;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Publishing;

/// <summary>A family that is published to several namespaces and registries, all of them real.</summary>
public sealed class SeveralProvidersTests(EngineFixture engine)
{
    private static readonly string[] Names = ["keg-base", "tap", "one", "two"];

    [EngineFact]
    public async Task Within_one_registry_no_blob_is_moved_and_an_unchanged_family_is_asked_for_once_more()
    {
        var second = engine.NewNamespace();
        using var family = await FamilyAsync(second);

        await family.PushAsync(Options(family));

        await AssertSameAsync(family, second);
        var asked = await engine.RequestsOfAsync(Path(second));
        asked.ShouldContain(line => Regex.IsMatch(line, @"POST /v2/[^ ]+/blobs/uploads/\?mount=[^ ]+ HTTP/1\.1"" 201"));
        asked.ShouldNotContain(line => Regex.IsMatch(line, @"PUT /v2/[^ ]+/(keg-base|tap|one|two)/blobs/"));

        var before = asked.Length;
        await family.PushAsync(Options(family));
        (await engine.RequestsOfAsync(Path(second))).Length.ShouldBe(before + Names.Length + 3,
            "a tag each, the records of tag, alias and commit");
        family.Builds.ShouldBeEmpty();
    }

    [EngineFact]
    public async Task A_second_registry_that_fails_in_the_middle_is_named_and_a_rerun_mends_it()
    {
        await using var refusing = RefusingRegistry.OfTag(engine.Endpoint.Registry, "master");
        var name = $"test-{Guid.NewGuid():n}";
        using var family = await FamilyAsync($"{refusing.Address}/{name}");

        var exception = await Should.ThrowAsync<Exception>(() => family.PushAsync(Options(family)));

        exception.Message.ShouldContain($"{refusing.Address}/{name}/");
        exception.Message.ShouldContain("moved before that: ");
        exception.Message.ShouldContain($"the family record of {refusing.Address}/{name} was not written");
        (await family.DigestAsync("one", "master")).ShouldNotBeNull("the first provider's tags have moved");

        await WriteAsync(family, $"{engine.Endpoint.Registry}/{name}");
        await family.PushAsync(Options(family));
        family.Builds.ShouldBeEmpty();
        await AssertSameAsync(family, $"{engine.Endpoint.Registry}/{name}");
    }

    [EngineFact]
    public async Task A_second_registry_that_takes_no_content_leaves_every_tag_where_it_is()
    {
        await using var refusing = RefusingRegistry.Refusing(engine.Endpoint.Registry, (method, path) =>
            method == "PUT" && path.Contains("/manifests/sha256:", StringComparison.Ordinal));
        using var family = await FamilyAsync($"{refusing.Address}/test-{Guid.NewGuid():n}");

        var exception = await Should.ThrowAsync<Exception>(() => family.PushAsync(Options(family)));

        exception.Message.ShouldContain(refusing.Address);
        exception.Message.ShouldContain("no tag was moved");
        foreach (var name in Names)
            (await family.DigestAsync(name, "develop")).ShouldBeNull();
    }

    private static RunOptions Options(GitFamily family) => family.Options with { Namespace = null };

    private async Task<GitFamily> FamilyAsync(string second)
    {
        var family = await GitFamily.CreateAsync(engine);
        family.IsElsewhere = false;
        var first = $"{engine.Endpoint.Registry}/{family.Options.Namespace}";
        family.Write("images/tap/Dockerfile", $"FROM {first}/keg-base:develop\nCOPY file /tap\n");
        family.Write("taps/one/Dockerfile", $"FROM {first}/tap:develop\nCOPY file /one\n");
        family.Write("taps/two/Dockerfile", $"FROM {first}/keg-base:develop\nCOPY --from={first}/tap:develop /tap /two\n");
        await WriteAsync(family, second);
        return family;
    }

    private async Task WriteAsync(GitFamily family, string second)
    {
        family.Write("keg.yml", $$"""
            provider: {{engine.Endpoint.Registry}}/{{family.Options.Namespace}}
            providers: ['{{second}}']
            default: { branch: develop, tag: develop, aliases: [master] }
            groups:
              base: { folders: [images/base] }
              hub: { folders: [images/tap] }
              taps: { folders: ['taps/*'] }
            images:
              keg-base: { folder: images/base }
            """);
        await family.CommitAsync("providers");
    }

    private static string Path(string provider) => provider[(provider.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static async Task AssertSameAsync(GitFamily family, string second)
    {
        using var client = new RegistryClient(new NoCredentials());
        var provider = Provider.Parse(second);
        foreach (var name in Names)
        {
            foreach (var tag in new[] { "develop", "master" })
            {
                var there = await client.HeadAsync(provider.Of(ImageName.Parse(name)).With(Tag.Parse(tag)), default);
                there.ShouldNotBeNull($"{name}:{tag}").Digest.ShouldBe(await family.DigestAsync(name, tag));
            }
        }

        var record = (await new FamilyRecordStore(client).GetAsync(provider, Tag.Parse("develop"), default)).Record.ShouldNotBeNull();
        var first = await family.RecordAsync("develop");
        record.Images.Select(image => (image.Name, image.Digest, image.Inputs))
            .ShouldBe(first.Images.Select(image => (image.Name, image.Digest, image.Inputs)));
        foreach (var kept in record.Inputs)
            (await client.HasBlobAsync(FamilyRecordStore.RepositoryOf(provider), kept.Digest, default)).ShouldBeTrue();
    }
}
