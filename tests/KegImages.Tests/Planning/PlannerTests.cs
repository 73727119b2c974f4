using System.Collections.Immutable;
using KegImages.Dockerfiles;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Planning;
using KegImages.References;
using KegImages.Tagging;
using KegImages.Tests.Images;

namespace KegImages.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly Provider Provider = Provider.Parse("127.0.0.1:5000/keg");
    private static readonly ImageReference Node = ImageReference.Parse("node:20");
    private static readonly ImageReference PinnedNode = Node.At(DigestOf("node"));

    private readonly Image @base = Image("keg-base", new Parent(Node, At("keg-base", 2), ParentUse.From, "KEG_NODE_IMAGE"));
    private readonly Image tap = Image("tap", Member("keg-base"));
    private readonly Image evf = Image("evf", Member("tap"));

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
    public void What_stays_in_the_engine_is_built_for_its_platform_alone(bool push, string own, string platforms)
    {
        var plan = Plan([@base with { Platforms = ["linux/amd64", "linux/arm64"] }], own: own,
            change: request => request with { Push = push });

        plan.Steps.Single().Platforms.ShouldBe(platforms.Split(' '));
    }

    [Fact]
    public void An_image_that_names_no_platform_is_built_for_the_builders_in_so_many_words()
    {
        Plan([@base], own: "linux/arm64").Steps.Single().Platforms.ShouldBe(["linux/arm64"]);
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

        plan.Steps.Select(step => step.Reason)
            .ShouldBe(["no image of these inputs exists yet", "its parent keg-base is built", "its parent tap is built"]);
    }

    [Fact]
    public void What_stands_on_an_older_build_of_its_parent_is_built_again_and_so_are_its_children()
    {
        var plan = Plan([@base, tap, evf], exists: ["keg-base", "tap", "evf"], says: new() { ["tap"] = On("tap", (@base.Name, "older")) });

        plan.Steps.Select(step => step.Reason).ShouldBe(["its parent keg-base was built again since", "its parent tap is built"]);
    }

    [Fact]
    public void What_stands_on_the_parent_that_exists_is_reused_and_says_where_it_was_found()
    {
        var plan = Plan([@base, tap], exists: ["keg-base", "tap"], says: new() { ["tap"] = On("tap", (@base.Name, "keg-base")) });

        plan.Reused.Select(image => image.Reason).ShouldBe(["develop has it already", "develop has it already"]);
    }

    [Fact]
    public void What_says_that_it_is_something_else_is_built_and_the_plan_says_what_it_says()
    {
        var plan = Plan([@base, tap], exists: ["keg-base", "tap"], says: new() { ["tap"] = On("evf", (@base.Name, "keg-base")) });

        plan.Steps.Single().Reason.ShouldBe($"what develop has says it is of another fingerprint, {FingerprintOf("evf")}");
        plan.Steps.Single().Doubt.ShouldNotBeNull();
        Plan([@base], exists: ["keg-base"],
            says: new() { ["keg-base"] =
                Evidence.None }).Steps.Single().Reason.ShouldBe("what develop has does not say of which fingerprint it is");
    }

    [Fact]
    public void What_does_not_say_what_it_stands_on_is_built_unless_it_has_no_parent_in_the_family()
    {
        var plan = Plan([@base, tap], exists: ["keg-base", "tap"],
            says: new() { ["keg-base"] = new(FingerprintOf("keg-base"), null), ["tap"] = new(FingerprintOf("tap"), null) });

        plan.Reused.Single().Image.ShouldBe(@base);
        plan.Steps.Single().Reason.ShouldBe("what develop has does not say which images of the family it was built on");
    }

    [Fact]
    public void Below_a_parent_that_is_not_in_scope_only_what_stands_on_the_very_digest_of_this_run_is_reused()
    {
        var pins = new Dictionary<ImageReference, ImageReference> { [Written("tap")] = Existing("tap") };

        Plan([evf], exists: ["evf"], pins: pins).Reused.ShouldHaveSingleItem();
        Plan([evf], exists: ["evf"], pins: pins,
            says: new() { ["evf"] = On("evf",
                (tap.Name, "older")) }).Steps.Single().Reason.ShouldBe("its parent tap was built again since");
    }

    [Fact]
    public void All_parents_count_and_not_only_the_one_that_it_derives_from()
    {
        var two = Image("two", Member("keg-base"), Member("tap") with { Use = ParentUse.Copy });

        Plan([@base, tap, two], exists: ["keg-base", "tap", "two"]).Steps.ShouldBeEmpty();
        Plan([@base, tap, two], exists: ["keg-base", "tap", "two"],
            says: new() { ["two"] = On("two", (@base.Name, "keg-base"), (tap.Name, "older")) })
            .Steps.Single().Reason.ShouldBe("its parent tap was built again since");
    }

    [Fact]
    public void Where_everything_is_built_anew_what_this_run_built_before_is_not_built_twice()
    {
        var facts = new PlanFacts
        {
            Source = new SourceFacts(null, null, null, null),
            Fingerprints = ImmutableDictionary<ImageName, Fingerprint>.Empty.Add(@base.Name, FingerprintOf("keg-base")),
            Existing = ImmutableDictionary<ImageName, ExistingImage>.Empty.Add(@base.Name,
                new ExistingImage(Existing("keg-base"), "this run built it", On("keg-base")) { IsOfThisRun = true }),
            Pins = ImmutableDictionary<ImageReference, ImageReference>.Empty.Add(Node, PinnedNode),
            Contexts = Sorted(),
            OwnPlatform = "linux/amd64",
        };

        var request = new PlanRequest { Scope = [@base], Reason = "asked for", Provider = Provider,
            Tags = new TagSet(Tag.Parse("develop"), [], true, false), Push = true, Force = true, NoCache = true };

        Planner.Plan(request, facts).Reused.Single().Reason.ShouldBe("this run built it");
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

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void What_other_machines_build_is_taken_where_all_is_built_anew(bool noCache, bool force)
    {
        var plan = Plan([@base, tap, evf], exists: ["keg-base", "tap", "evf"], change: request => request with
        {
            NoCache = noCache, Force = force, BuiltByOthers = [@base.Name, tap.Name],
        });

        plan.Reused.Select(image => image.Image.Name.ToString()).ShouldBe(["keg-base", "tap"]);
        plan.Steps.Single().Image.Name.ToString().ShouldBe("evf");
        plan.Steps.Single().Parents.Single().Pinned.ShouldBe(Existing("tap"));
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
        ImmutableArray<Image> scope,
        string[]? exists = null,
        Dictionary<ImageReference, ImageReference>? pins = null,
        ImmutableSortedDictionary<string, string>? contexts = null,
        Dictionary<string, Evidence>? says = null,
        Func<PlanRequest, PlanRequest>? change = null,
        string own = "linux/amd64")
    {
        var request = new PlanRequest { Scope = scope, Reason = "asked for", Provider = Provider,
            Tags = new TagSet(Tag.Parse("develop"), [Tag.Parse("master")], true, false), Push = true };
        return Planner.Plan(change?.Invoke(request) ?? request, new PlanFacts
        {
            Source = new SourceFacts("develop", null, null, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1))),
            Fingerprints = scope.ToImmutableDictionary(image => image.Name, image => FingerprintOf(image.Name.ToString())),
            Existing = (exists ?? []).ToImmutableDictionary(ImageName.Parse,
                name => new ExistingImage(Existing(name), "develop has it already", Says(name)) { IsNamed = true,
                    Subject = "what develop has" }),
            Pins = (pins ?? []).ToImmutableDictionary().Add(Node, PinnedNode),
            Contexts = contexts ?? Sorted(),
            OwnPlatform = own,
        });

        // Unless a test says otherwise, an image stands on what exists of its parents.
        Evidence Says(string name) => says?.GetValueOrDefault(name) ?? new Evidence(FingerprintOf(name), FamilyParents.Of(
            scope.Single(image => image.Name.ToString() == name).Parents.Where(edge => edge.Member is not null)
                .Select(edge => (edge.Member!, DigestOf(edge.Member!.ToString())))));
    }

    private static Evidence On(string name, params (ImageName Name, string Digest)[] parents) =>
        new(FingerprintOf(name), FamilyParents.Of(parents.Select(parent => (parent.Name, DigestOf(parent.Digest)))));

    private static Image Image(string name, params Parent[] parents) => SomeImage.Of(name, parents: parents);

    private static Parent Member(string name) => new(Written(name), At(name, 1), ParentUse.From, "KEG_BASE_IMAGE", ImageName.Parse(name));

    private static ImageReference Written(string name) => ImageReference.Parse($"ghcr.io/keg/{name}:develop");

    private static ImageReference Existing(string name) => Provider.Of(ImageName.Parse(name)).At(DigestOf(name));

    private static SourceLocation At(string name, int line) => new($"{name}/Dockerfile", line);

    private static Fingerprint FingerprintOf(string name) => Fingerprint.Parse($"fp1:{DigestOf(name).Encoded}");

    private static Digest DigestOf(string text) => Digest.Of(System.Text.Encoding.UTF8.GetBytes(text));

    private static ImmutableSortedDictionary<string, string> Sorted(params (string Name, string Value)[] pairs) =>
        pairs.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
}
