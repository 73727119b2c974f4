using System.Collections.Immutable;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Images.Dockerfiles;
using KegImages.Planning;
using KegImages.Tests.Images;

namespace KegImages.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly Provider Provider = Provider.Parse("127.0.0.1:5000/keg");
    private static readonly ImageReference Node = ImageReference.Parse("node:20");
    private static readonly ImageReference PinnedNode = Node.At(DigestOf("node"));

    private readonly ImageDefinition @base = Image("keg-base", new Parent(Node, At("keg-base", 2), ParentUse.From, "KEG_NODE_IMAGE"));
    private readonly ImageDefinition tap = Image("tap", Member("keg-base"));
    private readonly ImageDefinition evf = Image("evf", Member("tap"));

    [Fact]
    public void What_exists_nowhere_is_built_on_parents_that_are_built_before_it()
    {
        var plan = Plan([@base, tap, evf]);

        plan.Steps.Select(step => step.Image.Name.ToString()).ShouldBe(["keg-base", "tap", "evf"]);
        plan.Steps[0].Parents.Single().Pinned.ShouldBe(PinnedNode);
        plan.Steps[1].Parents.Single().IsBuiltHere.ShouldBeTrue();
        plan.Steps.ShouldAllBe(step => step.Reason == "no image of these inputs exists yet");
        plan.Reused.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, "linux/arm64", "linux/amd64 linux/arm64")]
    [InlineData(false, "linux/arm64", "linux/arm64")]
    [InlineData(false, "linux/amd64", "linux/amd64")]
    [InlineData(false, "linux/s390x", "linux/amd64")]
    [InlineData(false, null, "linux/amd64")]
    public void What_stays_in_the_engine_is_built_for_its_platform_alone(bool push, string? own, string platforms)
    {
        var plan = Plan([@base with { Platforms = ["linux/amd64", "linux/arm64"] }], own: own, change: request => request with { Push = push });

        plan.Steps.Single().Image.Platforms.ShouldBe(platforms.Split(' '));
    }

    [Fact]
    public void What_exists_is_reused_and_its_children_are_built_on_it()
    {
        var plan = Plan([@base, tap, evf], exists: ["keg-base", "tap"]);

        plan.Reused.Select(image => image.Image.Name.ToString()).ShouldBe(["keg-base", "tap"]);
        plan.Steps.Single().Parents.Single().Pinned.ShouldBe(Existing("tap"));
    }

    [Fact]
    public void A_child_of_an_image_that_is_built_is_built_too_whatever_exists()
    {
        var plan = Plan([@base, tap, evf], exists: ["tap", "evf"]);

        plan.Steps.Select(step => step.Reason).ShouldBe(["no image of these inputs exists yet", "its parent keg-base is built", "its parent tap is built"]);
    }

    [Fact]
    public void What_stands_on_an_older_build_of_its_parent_is_built_again_and_so_are_its_children()
    {
        var plan = Plan([@base, tap, evf], exists: ["keg-base", "tap", "evf"], builtOn: new() { ["tap"] = Provider.Of(@base.Name).At(DigestOf("older")) });

        plan.Steps.Select(step => step.Reason).ShouldBe(["its parent keg-base was built again since", "its parent tap is built"]);
    }

    [Fact]
    public void What_stands_on_the_parent_that_exists_is_reused_and_says_where_it_was_found()
    {
        var plan = Plan([@base, tap], exists: ["keg-base", "tap"], builtOn: new() { ["tap"] = Existing("keg-base") });

        plan.Reused.Select(image => image.Reason).ShouldBe(["develop has it already", "develop has it already"]);
    }

    [Fact]
    public void A_parent_out_of_scope_is_pinned_and_never_built()
    {
        var plan = Plan([evf], pins: new() { [Written("tap")] = Existing("tap") });

        plan.Steps.Single().Parents.Single().Pinned.ShouldBe(Existing("tap"));
    }

    [Theory]
    [InlineData(true, false, "asked for by --no-cache")]
    [InlineData(false, true, "asked for by --force")]
    public void What_is_asked_for_is_built_although_it_exists(bool noCache, bool force, string reason)
    {
        var plan = Plan([@base], exists: ["keg-base"], change: request => request with { NoCache = noCache, Force = force });

        plan.Steps.Single().Reason.ShouldBe(reason);
        plan.NoCache.ShouldBe(noCache);
    }

    [Fact]
    public void Only_declared_args_and_used_contexts_are_passed()
    {
        var image = @base with
        {
            Args = Sorted(("DECLARED", "1"), ("OTHER", "2")),
            Use = new DockerfileUse { Parents = [], DeclaredArgs = ["DECLARED"], Contexts = ["used"], Secrets = [], Triggers = [] },
        };

        var step = Plan([image], contexts: Sorted(("used", "/a"), ("unused", "/b"))).Steps.Single();

        step.Args.ShouldBe(Sorted(("DECLARED", "1")));
        step.Contexts.ShouldBe(Sorted(("used", "/a")));
    }

    [Fact]
    public void A_step_has_an_immutable_reference_and_the_tags_that_name_it_later()
    {
        var step = Plan([@base]).Steps.Single();

        step.Content.ShouldBe(Provider.Of(@base.Name).With(FingerprintOf("keg-base").ContentTag));
        step.Tags.Select(tag => tag.ToString()).ShouldBe(["127.0.0.1:5000/keg/keg-base:develop", "127.0.0.1:5000/keg/keg-base:master"]);
        step.Labels[ImageLabels.Fingerprint].ShouldBe(FingerprintOf("keg-base").ToString());
        step.Labels[ImageLabels.Branch].ShouldBe("develop");
        step.Labels[ImageLabels.Created].ShouldBe("2026-01-02T02:04:05Z");
        step.Labels.ShouldNotContainKey(ImageLabels.Revision, "a repository with no commit has none");
    }

    private static BuildPlan Plan(
        ImmutableArray<ImageDefinition> scope,
        string[]? exists = null,
        Dictionary<ImageReference, ImageReference>? pins = null,
        ImmutableSortedDictionary<string, string>? contexts = null,
        Dictionary<string, ImageReference>? builtOn = null,
        Func<PlanRequest, PlanRequest>? change = null,
        string? own = null)
    {
        var request = new PlanRequest { Scope = scope, Reason = "asked for", Provider = Provider, Tags = [Tag.Parse("develop"), Tag.Parse("master")], Push = true };
        return Planner.Plan(change?.Invoke(request) ?? request, new PlanFacts
        {
            Source = new SourceFacts("develop", null, null, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1))),
            Fingerprints = scope.ToImmutableDictionary(image => image.Name, image => FingerprintOf(image.Name.ToString())),
            Existing = (exists ?? []).ToImmutableDictionary(ImageName.Parse, name => new ExistingImage(Existing(name), "develop has it already") { BuiltOn = builtOn?.GetValueOrDefault(name) is { } parent ? [parent] : [] }),
            Pins = (pins ?? []).ToImmutableDictionary().Add(Node, PinnedNode),
            Contexts = contexts ?? Sorted(),
            OwnPlatform = own,
        });
    }

    private static ImageDefinition Image(string name, params Parent[] parents) => SomeImage.Of(name, parents: parents);

    private static Parent Member(string name) => new(Written(name), At(name, 1), ParentUse.From, "KEG_BASE_IMAGE", ImageName.Parse(name));

    private static ImageReference Written(string name) => ImageReference.Parse($"ghcr.io/keg/{name}:develop");

    private static ImageReference Existing(string name) => Provider.Of(ImageName.Parse(name)).At(DigestOf(name));

    private static SourceLocation At(string name, int line) => new($"{name}/Dockerfile", line);

    private static Fingerprint FingerprintOf(string name) => Fingerprint.Parse($"fp1:{DigestOf(name).Encoded}");

    private static Digest DigestOf(string text) => Digest.Of(System.Text.Encoding.UTF8.GetBytes(text));

    private static ImmutableSortedDictionary<string, string> Sorted(params (string Name, string Value)[] pairs) =>
        pairs.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
}
