using System.Collections.Immutable;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;
using KegImages.Records;
using KegImages.References;
using KegImages.Registry;
using KegImages.Running;
using KegImages.Trust;

namespace KegImages.EngineTests.Trust;

/// <summary>Where only signed images are taken, what somebody else pushed is built again, and what is not signed goes nowhere.</summary>
public sealed class RequireSignedTests(EngineFixture engine, CosignKeys keys) : IClassFixture<CosignKeys>, IDisposable
{
    private readonly RegistryClient registries = new(new Registry.NoCredentials());

    public void Dispose() => registries.Dispose();

    [EngineFact]
    public async Task A_content_tag_that_somebody_else_pushed_with_the_right_labels_is_built_again()
    {
        using var family = await FamilyAsync();
        await family.PushAsync();
        await SignAsync(family);
        await family.PushAsync();
        family.Builds.ShouldBeEmpty("the record is signed, and covers the set");
        await RefusedElsewhereAsync(family);

        // Whoever may push builds the next inputs first, with the labels that they have, and puts what he likes into them.
        var before = await family.TagsAsync("one");
        family.Write("taps/one/file", "one 2");
        await family.CommitAsync("second");
        family.Write("keg.yml", (await File.ReadAllTextAsync(Path.Combine(family.Root, "keg.yml")))
            .Replace("requireSigned: true", "requireSigned: false", StringComparison.Ordinal));
        var forging = await family.OpenAsync(family.Options with { ContentOnly = true });
        await forging.PlanAsync(CancellationToken.None);
        await family.BuildAsync(forging, family.Options with { ContentOnly = true });
        var content = (await family.TagsAsync("one")).Except(before).ShouldHaveSingleItem();
        await family.GitAsync("checkout", "--quiet", "keg.yml");

        await family.PushAsync();

        family.Builds.ShouldContain("one");
        family.Builds.ShouldNotContain("base", "what the signed record names is taken");
        family.Printed.ToString().ShouldContain($"what stands under {content} is not signed");
    }

    [EngineFact]
    public async Task What_is_not_signed_is_neither_promoted_nor_started()
    {
        using var family = await FamilyAsync();
        await family.PushAsync();

        var refused = await Should.ThrowAsync<FailedException>(async () =>
            await (await RecordsAsync(family)).PromoteAsync("stable", CancellationToken.None));
        refused.Message.ShouldContain("is not signed, and only what is signed is promoted (keg.yml: requireSigned); nothing was moved");
        refused.Message.ShouldContain("Sign --tag develop");
        (await family.DigestAsync("one", "stable")).ShouldBeNull();
        (await Should.ThrowAsync<FailedException>(() => StartAsync(family))).Message
            .ShouldContain("which is not signed, and only what is signed is run (keg.yml: requireSigned)");

        await SignAsync(family);

        var decision = await (await RecordsAsync(family)).PromoteAsync("stable", CancellationToken.None);
        await decision.CarryOut(CancellationToken.None);
        (await family.DigestAsync("one", "stable")).ShouldBe(await family.DigestAsync("one", "develop"));
        family.Printed.ToString().ShouldContain("the record of 'stable' is not signed yet");
        await StartAsync(family);
    }

    // A tap alone is built on what the branch has: that is no way around either.
    private async Task RefusedElsewhereAsync(GitFamily family)
    {
        var signature = Tag.Parse($"sha256-{(await family.DigestAsync("tap", "develop"))!.Encoded}.sig");
        var place = family.Reference("tap", "develop");
        var there = (await registries.HeadAsync(place.With(signature), CancellationToken.None)).ShouldNotBeNull();
        var record = family.Reference("keg-family", "develop");
        var ofRecord = Tag.Parse($"sha256-{(await registries.HeadAsync(record, CancellationToken.None))!.Digest.Encoded}.sig");
        var its = (await registries.GetManifestAsync(record.With(ofRecord), CancellationToken.None)).ShouldNotBeNull();
        var kept = (await registries.GetManifestAsync(place.With(signature), CancellationToken.None)).ShouldNotBeNull();
        await registries.DeleteManifestAsync(place.At(there.Digest), CancellationToken.None);
        await registries.DeleteManifestAsync(record.At(its.Descriptor.Digest), CancellationToken.None);
        family.Write("taps/one/file", "one, on what nobody signed");
        var run = await family.OpenAsync(family.Options with { Taps = ["one"] });
        (await Should.ThrowAsync<FailedException>(() => run.PlanAsync(CancellationToken.None))).Message
            .ShouldContain("what would be built on is not to be trusted (keg.yml: requireSigned)");
        await family.GitAsync("checkout", "--quiet", "taps/one/file");
        await registries.PutManifestAsync(place.With(signature), kept.Bytes, kept.Descriptor.MediaType, CancellationToken.None);
        await registries.PutManifestAsync(record.With(ofRecord), its.Bytes, its.Descriptor.MediaType, CancellationToken.None);
    }

    private async Task<GitFamily> FamilyAsync()
    {
        var family = await GitFamily.CreateAsync(engine);
        var settings = await File.ReadAllTextAsync(Path.Combine(family.Root, "keg.yml"));
        family.Write("keg.yml", $"{settings}\n{keys.Settings}requireSigned: true\n");
        family.Write("images/base/Dockerfile", "FROM scratch\nCOPY file /base\n");
        family.Write("images/tap/Dockerfile",
            "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nCOPY file /tap\n");
        family.Write("taps/one/Dockerfile", "ARG KEG_BASE_IMAGE=ghcr.io/example/tap:develop\nFROM $KEG_BASE_IMAGE\nCOPY file /one\n");
        await family.CommitAsync("sign");
        return family;
    }

    private async Task SignAsync(GitFamily family)
    {
        var world = family.World with { Environment = ImmutableDictionary<string, string>.Empty.Add("COSIGN_PASSWORD", keys.Password) };
        var trust = await TrustCommands.OpenAsync(family.Options.At(world), family.Options.Selection, CancellationToken.None);
        await (await trust.SignAsync(null, CancellationToken.None)).CarryOut(CancellationToken.None);
    }

    private static async Task<RecordCommands> RecordsAsync(GitFamily family) =>
        await RecordCommands.OpenAsync(family.Options.At(family.World), family.Options.Selection, CancellationToken.None);

    // Only shown: what is refused is refused before anything is pulled.
    private static async Task StartAsync(GitFamily family)
    {
        var taps = await TapCommands.OpenAsync(family.Options.At(family.World), family.Options.Selection with { Taps = ["one"] },
            new TapOptions(), CancellationToken.None);
        await taps.Start().Show(CancellationToken.None);
    }
}
