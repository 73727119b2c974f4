using System.Collections.Immutable;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Records;
using KegImages.Pipeline;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;
using KegImages.Trust;

namespace KegImages.EngineTests.Trust;

/// <summary>A set is signed by the real cosign at a real registry, and what does not hold is named.</summary>
public sealed class SignedSetTests(EngineFixture engine, CosignKeys keys) : IClassFixture<CosignKeys>
{
    [EngineFact]
    public async Task A_set_that_is_signed_verifies_and_what_was_moved_by_hand_is_named()
    {
        await using var clone = await CloneAsync();
        var first = await clone.PushAsync("develop");
        var unsigned = await VerifyAsync(clone);
        unsigned.ExitCode.ShouldBe(1);
        unsigned.Error!.Message.ShouldContain($"keg-family@{(await clone.RecordAsync("develop"))!.ReadFrom} is not signed");
        unsigned.Error.Message.ShouldContain($"{clone.Provider}/tap@{first["tap"]} is not signed");

        var dry = await SignAsync(clone, dryRun: true);
        dry.Output.ShouldContain($"would sign {clone.Provider}/tap@{first["tap"]}");
        dry.Writes.ShouldBeEmpty();
        var signed = await SignAsync(clone);
        signed.Error.ShouldBeNull();
        signed.Output.ShouldContain("the set of 'develop' is signed, read back and verified");
        // The record is the last: whoever reads it reads a whole set.
        signed.Writes.Where(request => request.StartsWith("PUT ", StringComparison.Ordinal)
            && request.Contains("/manifests/sha256-", StringComparison.Ordinal)).Last().ShouldStartWith("PUT keg-family/manifests/sha256-");
        (signed.Output + signed.Json + signed.Error).ShouldNotContain(keys.Password);

        var verified = await VerifyAsync(clone);
        verified.Error.ShouldBeNull();
        verified.Output.ShouldContain("holds: 2 images, signed by the key");
        (await SignAsync(clone)).Output.ShouldContain("is signed already, and verifies");

        clone.Write("tap/file", "another");
        await clone.CommitAsync("Another");
        var second = await clone.PushAsync("develop");
        await SignAsync(clone);
        await clone.MoveByHandAsync("tap", "develop", first["tap"]);

        var moved = await VerifyAsync(clone);
        moved.ExitCode.ShouldBe(1);
        moved.Error!.Message.ShouldContain($"{clone.Provider}/tap:develop names {first["tap"].Abbreviated}, and the record says "
            + second["tap"].Abbreviated);
        moved.Error.Message.ShouldNotContain("base:develop");
        // What the tags do not name is no set that could be signed.
        (await SignAsync(clone)).Error!.Message.ShouldContain("are not what its record says");
    }

    [EngineFact]
    public async Task A_signature_that_is_of_another_record_or_of_another_key_does_not_hold()
    {
        await using var clone = await CloneAsync();
        await clone.PushAsync("develop");
        await SignAsync(clone);
        clone.Write("tap/file", "forged");
        await clone.CommitAsync("Forged");
        var signed = (await clone.RecordAsync("develop"))!.ReadFrom!;
        await clone.PushAsync("develop");
        var forged = (await clone.RecordAsync("develop"))!.ReadFrom!;
        using var registries = new RegistryClient(new Registry.NoCredentials());
        var family = FamilyRecordStore.RepositoryOf(clone.Provider);
        await registries.CopyTagAsync(family.With(SignatureOf(signed)), SignatureOf(forged), CancellationToken.None);

        var verified = await VerifyAsync(clone);

        verified.ExitCode.ShouldBe(1);
        verified.Error!.Message.ShouldContain($"the record {family.At(forged)} has no signature of the key");

        // A signed record of another tag is not this tag's.
        await SignAsync(clone);
        await registries.CopyTagAsync(family.At(forged), Tag.Parse("feature-x"), CancellationToken.None);
        (await VerifyAsync(clone, "feature-x")).Error!.Message.ShouldContain("is the record of 'develop'");

        clone.Write("keg.yml", (await File.ReadAllTextAsync(Path.Combine(clone.Root, "keg.yml"))).Replace(keys.Public, keys.Other,
            StringComparison.Ordinal));
        (await VerifyAsync(clone)).Error!.Message.ShouldContain($"{clone.Provider}/tap@");
    }

    [EngineFact]
    public async Task A_key_that_is_not_there_and_a_password_that_is_wrong_are_said_and_nothing_is_signed()
    {
        await using var clone = await CloneAsync();
        await clone.PushAsync("develop");

        var wrong = await SignAsync(clone, password: "wrong-password");
        wrong.ExitCode.ShouldBe(1);
        wrong.Error!.Message.ShouldContain("decryption failed");
        wrong.Error.Message.ShouldNotContain("wrong-password");
        wrong.Writes.ShouldBeEmpty();

        clone.Write("keg.yml", (await File.ReadAllTextAsync(Path.Combine(clone.Root, "keg.yml"))).Replace(keys.Private, "no.key",
            StringComparison.Ordinal));
        var missing = await SignAsync(clone);
        missing.ExitCode.ShouldBe(2);
        missing.Error!.Message.ShouldContain("keg.yml:");
        missing.Error.Message.ShouldContain("the key no.key: there is no such file");
    }

    private async Task<PublishedClone> CloneAsync()
    {
        var clone = await PublishedClone.CreateAsync(engine);
        clone.Write("keg.yml", await File.ReadAllTextAsync(Path.Combine(clone.Root, "keg.yml")) + keys.Settings);
        await clone.CommitAsync("Sign");
        return clone;
    }

    private Task<Ran> SignAsync(PublishedClone clone, string? tag = null, bool dryRun = false, string? password = null) => clone.RunAsync(
        async (options, world) => await (options with { DryRun = dryRun }).EndAsync(
            (await OpenAsync(options, world, tag, password ?? keys.Password)).SignAsync(null, CancellationToken.None)), dryRun);

    private static Task<Ran> VerifyAsync(PublishedClone clone, string? tag = null) => clone.RunAsync(
        async (options, world) => await (await OpenAsync(options, world, tag, null)).VerifyAsync(CancellationToken.None));

    private static async Task<TrustCommands> OpenAsync(RunOptions options, World world, string? tag, string? password) =>
        await TrustCommands.OpenAsync(options.At(world with
        {
            Environment = password is null ? ImmutableDictionary<string, string>.Empty
                : ImmutableDictionary<string, string>.Empty.Add("COSIGN_PASSWORD", password),
        }), options.Selection with { Tag = tag }, CancellationToken.None);

    private static Tag SignatureOf(Digest digest) => Tag.Parse($"sha256-{digest.Encoded}.sig");
}
