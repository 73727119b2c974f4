using System.Collections.Immutable;
using KegImages.Explaining;
using KegImages.Fingerprints;
using KegImages.Planning;
using KegImages.References;
using KegImages.Tests.Building;
using KegImages.Tests.Fingerprints;

namespace KegImages.Tests.Explaining;

public sealed class ExplainerTests
{
    private static readonly ImageInputs Base = Inputs("FROM node:20\nRUN one\nRUN two\n", external: '1');
    private static readonly ImageInputs Tap = Inputs("FROM $KEG_BASE_IMAGE\n", parent: ("keg-base", Base));
    private static readonly ImageInputs Evf = Inputs("FROM $KEG_BASE_IMAGE\n", parent: ("tap", Tap), files: ["server.js"]);

    [Fact]
    public void A_chain_is_one_sentence_down_to_the_line()
    {
        var changed = Inputs("FROM node:20\nRUN one\nRUN 2\n", external: '1');

        Text(Built(changed)).ShouldMatchApproved();
    }

    [Fact]
    public void Several_reasons_are_a_tree()
    {
        var changed = Inputs("FROM node:20\nRUN one\n", external: '2');
        var tap = Inputs("FROM $KEG_BASE_IMAGE\n", parent: ("keg-base", changed), arg: "22", hub: "another",
            files: [.. Enumerable.Range(10, 14).Select(i => $"file {i}")]);
        var evf = Inputs("FROM $KEG_BASE_IMAGE\nUSER node\n", parent: ("tap", tap), files: ["client.js", "Dockerfile"]);

        Text(Built(changed, tap, evf)).ShouldMatchApproved();
    }

    [Fact]
    public void The_report_for_machines_has_every_reason()
    {
        var changed = Inputs("FROM node:22\n", external: '2', reference: "node:22");

        Built(changed).ToJson().ShouldMatchApproved();
    }

    [Fact]
    public void Another_parent_of_the_same_arg_is_told_by_name()
    {
        var evf = Inputs("FROM $KEG_BASE_IMAGE\n", parent: ("keg-base", Base), files: ["server.js"]);

        Report([], [("keg-base", Base), ("tap", Tap)],
            [("evf", evf)]).Explanations[^1].Sentence.ShouldBe("evf is built because KEG_BASE_IMAGE is keg-base, was tap");
    }

    [Fact]
    public void A_folder_that_came_with_its_files_is_told_by_them_and_an_empty_one_by_itself()
    {
        Sentence("server.js", "lib/", "lib/deep/", "lib/deep/a.js")
            .ShouldBe("evf is built because file images/evf/lib/deep/a.js was added");
        Sentence("server.js", "lib/").ShouldBe("evf is built because folder images/evf/lib was added");

        static string Sentence(params string[] files) =>
            Report([], [("keg-base", Base), ("tap", Tap)],
                [("evf", Inputs("FROM $KEG_BASE_IMAGE\n", parent: ("tap", Tap), files: files))]).Explanations[^1].Sentence;
    }

    [Fact]
    public void Who_built_what_is_tagged_is_said_where_a_record_names_a_builder()
    {
        var report = Report([], [("keg-base", Base), ("tap", Tap)], [("evf", Inputs("FROM $KEG_BASE_IMAGE\n", parent: ("tap", Tap)))]);
        var explained = report.Explanations[^1];
        var built = report with { Explanations = [explained with { Tagged = explained.Tagged! with { Builder = "far1" } }] };

        built.ToLines()[1].ShouldEndWith(", last built by 'far1'");
        built.ToJson().ShouldContain("\"builder\": \"far1\"");
        report.ToLines().ShouldAllBe(line => !line.Contains("last built by", StringComparison.Ordinal));
    }

    [Fact]
    public void A_parent_that_was_built_meanwhile_is_another_one()
    {
        var tap = Inputs("FROM $KEG_BASE_IMAGE\n", parent: ("keg-base", Base), arg: "22");
        var evf = Inputs("FROM $KEG_BASE_IMAGE\n", parent: ("tap", tap), files: ["server.js"]);

        Report([("tap", tap)], [("keg-base", Base), ("tap", tap)], [("evf", evf)]).Explanations[^1].Sentence
            .ShouldBe("evf is built because tap is another one, because arg NODE_VERSION was added");
    }

    [Fact]
    public void An_image_that_is_gone_is_said_to_be_and_so_is_a_child_that_is_built_on_it() =>
        Text(Report([], [("keg-base", Base)], [("tap", Tap), ("evf", Evf)])).ShouldMatchApproved();

    [Fact]
    public void What_changed_leaves_out_is_said_to_be_as_the_default_branch_has_it()
    {
        var step = FamilyOf.Step("keg-base");
        var plan = FamilyOf.Plan([]) with { Skipped =
            [new Skipped(step.Image, "it is as develop has it", step.Content.At(DigestOf(Base)))] };

        var report = new ExplainReport([new Explainer(Facts(plan, [("keg-base", Base)])).Explain(step.Image.Name)]);

        report.ToLines().ShouldBe(["keg-base is skipped: it is as develop has it"]);
        report.ToJson().ShouldContain("\"plan\": \"skip\"");
    }

    [Fact]
    public void What_is_reused_says_where_it_comes_from_and_why_it_is_not_what_the_tag_names()
    {
        var older = Inputs("FROM $KEG_BASE_IMAGE\n", parent: ("tap", Tap), files: ["old.js"]);

        Text(Report([], [("keg-base", Base), ("tap", Tap), ("evf", older)], [])).ShouldMatchApproved();
    }

    [Fact]
    public void Force_is_the_whole_reason()
    {
        var steps = new[] { FamilyOf.Step("keg-base") with { Reason = Planner.Forced } };

        new Explainer(Facts(FamilyOf.Plan(steps),
            [("keg-base", Base)])).Explain(ImageName.Parse("keg-base")).Sentence.ShouldBe("keg-base is built because asked for by --force");
    }

    private static ExplainReport Built(ImageInputs changed, ImageInputs? tap = null, ImageInputs? evf = null)
    {
        tap ??= Inputs("FROM $KEG_BASE_IMAGE\n", parent: ("keg-base", changed));
        evf ??= Inputs("FROM $KEG_BASE_IMAGE\n", parent: ("tap", tap), files: ["server.js"]);
        return Report([], [], [("keg-base", changed), ("tap", tap), ("evf", evf)]);
    }

    /// <summary>Base, tap and evf are under their tags (others than the usual where given); some are reused and some built.</summary>
    private static ExplainReport Report((string Name, ImageInputs Inputs)[] tagged, (string Name, ImageInputs Inputs)[] reused,
        (string Name, ImageInputs Inputs)[] built)
    {
        IEnumerable<ImageState> there = reused.Select(image => (image.Inputs, Step: FamilyOf.Step(image.Name))).Select(image => new Reused(
            image.Step.Image, "the same inputs were built before", image.Step.Content.At(DigestOf(image.Inputs)), image.Step.Content,
            image.Step.Tags));
        var plan = FamilyOf.Plan(
            [.. built.Select(image => FamilyOf.Step(image.Name, image.Inputs.Manifest.Inputs.Where(input => input.Kind == InputKind.Parent)
            .Select(input => input.Value.Split('@')[0]).Where(parent => built.Any(other => other.Name == parent)).ToArray()))]);
        plan = plan with { Images = [.. there, .. plan.Images] };
        var facts = Facts(plan, [.. reused.Concat(built)], tagged);
        var explainer = new Explainer(facts);
        return new ExplainReport([.. reused.Concat(built).Select(image => explainer.Explain(ImageName.Parse(image.Name)))]);
    }

    private static ExplainFacts Facts(BuildPlan plan, (string Name, ImageInputs Inputs)[] now,
        params (string Name, ImageInputs Inputs)[] tagged)
    {
        (string Name, ImageInputs Inputs)[] there =
            [.. new[] { ("keg-base", Base), ("tap", Tap), ("evf", Evf) }.Where(usual => tagged.All(other => other.Name != usual.Item1)),
                .. tagged];
        return new ExplainFacts
        {
            Plan = plan,
            Now = now.ToImmutableDictionary(image => ImageName.Parse(image.Name), image => image.Inputs),
            Tagged = there.ToImmutableDictionary(image => ImageName.Parse(image.Name), image => new TaggedImage(
                FamilyOf.Step(image.Name).Tags[0], DigestOf(image.Inputs), image.Inputs.Fingerprint, new string('c', 40), "develop")),
            Before = new[] { ("keg-base", Base), ("tap", Tap), ("evf", Evf) }.Concat(tagged)
                .ToImmutableDictionary(image => new MadeOf(ImageName.Parse(image.Item1), image.Item2.Fingerprint), image => image.Item2),
            Origins = now.ToImmutableDictionary(image => ImageName.Parse(image.Name),
                _ => $"built from {new string('a', 12)} on feature/x"),
            Root = "/repository",
        };
    }

    private static Digest DigestOf(ImageInputs inputs) => FamilyOf.DigestOf(inputs.ToString());

    private static ImageInputs Inputs(
        string dockerfile, (string Name, ImageInputs Inputs)? parent = null, char? external = null, string reference = "node:20",
            string? arg = null, string hub = "hub", params string[] files)
    {
        var folder = new ContextListing([new ContextFile($"{hub}.js", 0b110_100_100, Requests.Sha256)]);
        return ImageInputs.Of(
            FingerprintInputs.Of(new FingerprintRequest
            {
                Dockerfile = Requests.Bytes(dockerfile),
                Context = new ContextListing(files.Select(EntryOf)),
                Platforms = ["linux/amd64"],
                Args = arg is null ? ImmutableSortedDictionary<string, string>.Empty
                    : ImmutableSortedDictionary<string, string>.Empty.Add("NODE_VERSION", arg),
                Contexts = ImmutableSortedDictionary<string, ContextIdentity>.Empty.Add("keg-hub", ContextIdentity.Of(folder)),
                Parents = parent is { } made ? [new FamilyParent(ImageName.Parse(made.Name), made.Inputs.Fingerprint, "KEG_BASE_IMAGE")]
                    : [],
                Externals = external is { } digit
                    ? [new ExternalParent(ImageReference.Parse(reference), Digest.Parse($"sha256:{new string(digit, 64)}"),
                        "KEG_NODE_IMAGE")] : [],
            }),
            [KeyValuePair.Create("keg-hub", folder)]);
    }

    private static ContextEntry EntryOf(string path) =>
        path.EndsWith('/') ? new ContextFolder(path[..^1], 0b111_101_101) : new ContextFile(path, 0b110_100_100, Requests.Sha256);

    private static string Text(ExplainReport report) => string.Join('\n', report.ToLines()) + "\n";
}
