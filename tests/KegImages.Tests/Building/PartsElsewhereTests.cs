using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Planning;
using KegImages.References;
using KegImages.Tests.Engines;

namespace KegImages.Tests.Building;

/// <summary>Images that several machines build: what each pushes of them, and what is made of the parts.</summary>
public sealed class PartsElsewhereTests : BuildingTests
{
    private const string Amd = "linux/amd64";
    private const string Arm = "linux/arm64";
    private const string Fingerprinted = "fp1:0123456789abcdef012300000000000000000000000000000000000000000000";

    private readonly Dictionary<Digest, Evidence> says = [];
    private readonly List<BuiltPlatform> joined = [];

    private static BuildStep Both => FamilyOf.Step("both") with
    {
        Platforms = [Amd, Arm],
        Labels = FamilyOf.Step("both").Labels.Add(ImageLabels.Fingerprint, Fingerprinted),
    };

    [Fact]
    public async Task A_part_is_pushed_by_its_digest_alone_and_looked_at_before_anybody_is_told()
    {
        var looked = new List<string>();
        var runner = new ScriptedRunner(async (command, _, cancellationToken) =>
        {
            var digest = FamilyOf.DigestOf("part");
            Registry[$"registry.example/family/both@{digest}"] = digest;
            await File.WriteAllTextAsync(After(command, "--metadata-file"), $$"""{"containerimage.digest":"{{digest}}"}""",
                cancellationToken);
            return ScriptedRunner.Ended(command);
        });

        var result = await Builds(runner, shared: true, confirm: (step, _) =>
        {
            looked.Add(string.Join(',', step.Platforms));
            return Task.CompletedTask;
        }).RunAsync(FamilyOf.Plan(Both with { Platforms = [Arm] }), CancellationToken.None);

        result.Built.Single().Pinned.ShouldBe(Both.Content.At(FamilyOf.DigestOf("part")));
        looked.ShouldBe([Arm]);
        var command = runner.Commands.ShouldHaveSingleItem().Arguments;
        command.ShouldContain(word => word.Contains("push-by-digest=true", StringComparison.Ordinal));
        command.ShouldNotContain("--tag");
        Registry.Keys.ShouldAllBe(reference => !reference.Contains(":fp-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, "arm64")]
    [InlineData(false, "")]
    public async Task A_part_keeps_the_layers_of_its_own_platforms_under_a_name_of_its_own(bool shared, string part)
    {
        var runner = new ScriptedRunner(async (command, _, cancellationToken) =>
        {
            var digest = FamilyOf.DigestOf("part");
            Registry[$"registry.example/family/both@{digest}"] = Registry[Both.Content.ToString()] = digest;
            await File.WriteAllTextAsync(After(command, "--metadata-file"), $$"""{"containerimage.digest":"{{digest}}"}""",
                cancellationToken);
            return ScriptedRunner.Ended(command);
        });
        var place = ImageReference.Parse("registry.example/family/both");

        var builds = Builds(runner, shared, layers: (step, platforms, _) =>
        {
            step.Platforms.ShouldBe([Amd, Arm], "layers are those of the whole image's step");
            var its = place.With(Tag.Parse($"layers_{string.Join('_', platforms).Replace("linux/", "", StringComparison.Ordinal)}"));
            return Task.FromResult(new LayerCache([its], its));
        });
        await builds.RunAsync(FamilyOf.Plan(shared ? Both with { Platforms = [Arm] } : Both), CancellationToken.None);

        var command = runner.Commands.ShouldHaveSingleItem();
        After(command, "--cache-from").ShouldBe($"type=registry,ref=registry.example/family/both:layers_{part}");
        After(command, "--cache-to").ShouldStartWith($"type=registry,ref=registry.example/family/both:layers_{part},");
    }

    [Fact]
    public async Task What_others_built_is_joined_by_platform_and_of_two_the_first_that_holds_is_taken()
    {
        var (old, amd, arm) = (Part(Amd, "old", holds: false), Part(Amd, "amd"), Part(Arm, "arm"));

        var result = await JoinAsync(arm, old, amd);

        result.IsGreen.ShouldBeTrue();
        joined.ShouldBe([new BuiltPlatform(Amd, amd.Pinned), new BuiltPlatform(Arm, arm.Pinned)]);
        result.Built.Single().Digest.ShouldBe(FamilyOf.DigestOf("index"));
        result.Built.Single().Duration.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(false, true, "nobody has built both for linux/arm64. Run the job again")]
    [InlineData(true, false, "for linux/arm64, says it is of another fingerprint")]
    public async Task A_platform_that_is_missing_or_of_something_else_leaves_the_image_without_a_tag(bool isSaid, bool holds, string why)
    {
        var result = await JoinAsync(isSaid ? [Part(Amd, "amd"), Part(Arm, "arm", holds)] : [Part(Amd, "amd")]);

        result.Failed.Single().Failure.Message.ShouldContain(why);
        joined.ShouldBeEmpty();
        Registry.ShouldNotContainKey(Both.Content.ToString());
    }

    [Fact]
    public async Task A_part_that_the_registry_does_not_have_is_none()
    {
        var gone = Part(Arm, "gone");
        Registry.Clear();

        (await JoinAsync(gone, Part(Amd, "amd"))).Failed.Single().Failure.Message
            .ShouldContain("is not in the registry");
    }

    [Fact]
    public async Task What_was_joined_before_is_taken_over_whatever_became_of_the_parts()
    {
        var index = FamilyOf.DigestOf("joined before");
        (Registry[Both.Content.ToString()], says[index]) = (index, Held(Amd, Arm));

        var result = await JoinAsync();

        result.Built.Single().Digest.ShouldBe(index);
        joined.ShouldBeEmpty();
    }

    private Task<FamilyState> JoinAsync(params Built[] said) => Builds(new ScriptedRunner((command, _, _) =>
        throw new InvalidOperationException($"nothing is built: {command}")), said: said)
        .RunAsync(FamilyOf.Plan(Both), CancellationToken.None);

    private PlannedBuilds Builds(ScriptedRunner runner, bool shared = false, Built[]? said = null,
        Func<BuildStep, CancellationToken, Task>? confirm = null,
        Func<BuildStep, ImmutableArray<string>, CancellationToken, Task<LayerCache>>? layers = null) => new(runner, new DockerClient(),
        FakeEngine.Nowhere, "/repository", Folder,
        (reference, _) => Task.FromResult(Registry.GetValueOrDefault(reference.ToString())), Events.Enqueue)
    {
        Confirm = confirm ?? ((_, _) => Task.CompletedTask),
        LayersOf = layers ?? ((_, _, _) => Task.FromResult(LayerCache.None)),
        EvidenceOf = (image, _) => Task.FromResult(says.GetValueOrDefault(image.Digest!, Evidence.None)),
        SharedPlatforms = _ => shared ? [Amd, Arm] : [],
        PartsOf = said is null ? null : _ => said,
        Join = (step, parts, _) =>
        {
            joined.AddRange(parts);
            return Task.FromResult(Registry[step.Content.ToString()] = FamilyOf.DigestOf("index"));
        },
    };

    private Built Part(string platform, string content, bool holds = true)
    {
        var digest = FamilyOf.DigestOf(content);
        Registry[Both.Content.At(digest).ToString()] = digest;
        says[digest] = holds ? Held(platform) : Held(platform) with { Fingerprint = Fingerprint.Parse(Fingerprinted.Replace("01", "98",
            StringComparison.Ordinal)) };
        return new Built(Both with { Platforms = [platform] }, Both.Content.At(digest), TimeSpan.FromSeconds(5), false);
    }

    private static Evidence Held(params string[] platforms) =>
        new(Fingerprint.Parse(Fingerprinted), FamilyParents.None) { Platforms = [.. platforms] };
}
