using KegImages.Building;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Planning;
using KegImages.References;
using KegImages.Tests.Engines;

namespace KegImages.Tests.Building;

/// <summary>A content tag has one first writer: what becomes of an image when something stands where it is about to be pushed.</summary>
public sealed class FirstWriterTests : BuildingTests
{
    private const string Text = "fp1:0123456789abcdef012300000000000000000000000000000000000000000000";
    private static readonly Digest Theirs = FamilyOf.DigestOf("theirs");

    [Fact]
    public async Task What_another_run_pushed_meanwhile_is_adopted_and_children_are_built_on_it()
    {
        var (hub, tap) = (Step("hub"), Step("tap", "hub"));
        var pushed = new List<string>();
        var runner = Meanwhile(hub);

        var result = await Run(runner, Noting(pushed), new Evidence(FingerprintOf, FamilyParents.None))
            .RunAsync(FamilyOf.Plan(hub, tap), CancellationToken.None);

        var adopted = result.Built.First();
        adopted.Digest.ShouldBe(Theirs);
        adopted.Pinned.ShouldBe(hub.Content.At(Theirs));
        adopted.Note.ShouldNotBeNull()
            .ShouldContain($"adopted {Theirs.Abbreviated}, which another run pushed under {hub.Content.Tag} first");
        pushed.ShouldBe([tap.Content.ToString()], "nothing is pushed over it");
        runner.Commands.Last().Arguments.ShouldContain($"KEG_BASE_IMAGE={hub.Content.At(Theirs)}");
        result.Built.Last().Step.Says.Parents.ShouldBe(FamilyParents.Of([(hub.Image.Name, Theirs)]));
        runner.Commands.Last().Arguments.ShouldContain($"io.keg.parents=hub@{Theirs}");
    }

    [Fact]
    public async Task What_is_of_other_inputs_or_stands_on_another_parent_is_replaced_and_that_is_said()
    {
        var hub = Step("hub");
        var pushed = new List<string>();
        var says = new Evidence(FingerprintOf, FamilyParents.Of([(ImageName.Parse("keg-base"), Theirs)]));

        var result = await Run(Meanwhile(hub), Noting(pushed), says).RunAsync(FamilyOf.Plan(hub), CancellationToken.None);

        pushed.ShouldHaveSingleItem();
        result.Built.Single().Digest.ShouldBe(FamilyOf.DigestOf("hub"));
        result.Built.Single().Note.ShouldBe($"replaced {Theirs.Abbreviated} under {hub.Content.Tag}: it stands on another keg-base");
    }

    [Fact]
    public async Task What_was_there_when_everything_was_to_be_built_anew_is_replaced_knowingly_and_nothing_else()
    {
        var hub = Step("hub");
        var says = new Evidence(FingerprintOf, FamilyParents.None);
        var pushed = new List<string>();

        var replaced = await Run(Meanwhile(hub), Noting(pushed), says, stood: Theirs).RunAsync(FamilyOf.Plan(hub), CancellationToken.None);
        replaced.Built.Single().Note.ShouldBe(
            $"replaced {Theirs.Abbreviated} under {hub.Content.Tag}: it was there when the plan was made");

        var adopted = await Run(Meanwhile(hub), Noting(pushed), says, stood: FamilyOf.DigestOf("older"))
            .RunAsync(FamilyOf.Plan(hub), CancellationToken.None);
        adopted.Built.Single().Digest.ShouldBe(Theirs);
        pushed.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_builder_that_pushes_by_itself_does_not_build_what_another_run_pushed_after_the_plan()
    {
        var hub = Step("hub");
        Registry[hub.Content.ToString()] = Theirs;
        var runner = Builder();

        var result = await Run(runner, null, new Evidence(FingerprintOf, FamilyParents.None))
            .RunAsync(FamilyOf.Plan(hub), CancellationToken.None);

        result.Built.Single().Digest.ShouldBe(Theirs);
        runner.Commands.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_another_run_pushed_last_its_image_is_adopted_or_ours_is_kept_by_digest()
    {
        var hub = Step("hub");
        ImagePush overtaken = (content, _, _) =>
        {
            Registry[content.At(FamilyOf.DigestOf("hub")).ToString()] = FamilyOf.DigestOf("hub");
            Registry[content.ToString()] = Theirs;
            return Task.FromResult(FamilyOf.DigestOf("hub"));
        };

        var adopted = await Run(Meanwhile(null), overtaken, new Evidence(FingerprintOf, FamilyParents.None))
            .RunAsync(FamilyOf.Plan(hub), CancellationToken.None);
        adopted.Built.Single().Digest.ShouldBe(Theirs);

        Registry.Clear();
        var kept = await Run(Meanwhile(null), overtaken, Evidence.None).RunAsync(FamilyOf.Plan(hub), CancellationToken.None);
        kept.Built.Single().Digest.ShouldBe(FamilyOf.DigestOf("hub"));
        kept.Built.Single().Note.ShouldNotBeNull()
            .ShouldStartWith($"another run put {Theirs.Abbreviated} under {hub.Content.Tag} at the same moment");
    }

    [Fact]
    public async Task An_image_without_a_parent_in_the_family_says_so_and_inherits_no_label()
    {
        var runner = Builder();

        await Run(runner).RunAsync(FamilyOf.Plan(Step("hub")), CancellationToken.None);

        runner.Commands.Single().Arguments.ShouldContain("io.keg.parents=");
    }

    [Fact]
    public async Task In_the_engine_a_child_says_the_id_of_the_parent_that_it_was_built_on()
    {
        var runner = Builder();

        await Run(runner).RunAsync(FamilyOf.Plan(Step("hub"), Step("tap", "hub")) with { Push = false }, CancellationToken.None);

        runner.Commands.Last().Arguments.ShouldContain($"io.keg.parents=hub@{FamilyOf.DigestOf("config of hub")}");
    }

    [Fact]
    public void A_dry_run_writes_the_label_too_and_asks_for_what_is_built_first()
    {
        var pinned = Step("tap", "hub") with { Parents = [new StepParent(FamilyOf.BuiltHere("hub").Edge, Step("hub").Content.At(Theirs))] };

        BuildxCommand.DryRun(FamilyOf.Plan(pinned), new DockerClient()).Single().ShouldContain($" --label io.keg.parents=hub@{Theirs} ");
        var plan = FamilyOf.Plan(Step("hub"), Step("tap", "hub"));
        BuildxCommand.DryRun(plan, new DockerClient())[1].ShouldEndWith(
            " --label \"io.keg.parents=hub@$(docker buildx imagetools inspect --format '{{print .Manifest.Digest}}' "
                + "registry.example/family/hub:fp-0123456789abcdef0123)\"");
        BuildxCommand.DryRun(plan with { Push = false }, new DockerClient())[1].ShouldEndWith(
            " --label \"io.keg.parents=hub@$(docker image inspect --format '{{.Id}}' registry.example/family/hub:fp-0123456789abcdef0123)\"");
    }

    private static Fingerprint FingerprintOf => Fingerprint.Parse(Text);

    private static BuildStep Step(string name, params string[] parents)
    {
        var step = FamilyOf.Step(name, parents);
        return step with { Labels = step.Labels.Add(ImageLabels.Fingerprint, Text) };
    }

    // While the step is built, another run pushes; of the other steps nothing is there yet.
    private ScriptedRunner Meanwhile(BuildStep? step)
    {
        var builder = Builder();
        return new ScriptedRunner(async (command, onError, cancellationToken) =>
        {
            var ended = await builder.RunAsync(command, null, onError, cancellationToken);
            var content = After(command, "--tag");
            Registry.TryRemove(content, out _);
            if (content == step?.Content.ToString())
                Registry[content] = Theirs;
            return ended;
        });
    }

    private ImagePush Noting(List<string> pushed) => (content, _, _) =>
    {
        pushed.Add(content.ToString());
        return Task.FromResult(Taken(content));
    };

    private PlannedBuilds Run(ScriptedRunner runner, ImagePush? push, Evidence says, Digest? stood = null) => new(
        runner, new DockerClient(), FakeEngine.Nowhere, "/repository", Folder, (reference, _) =>
            Task.FromResult(Registry.GetValueOrDefault(reference.ToString())), Events.Enqueue)
    {
        Push = push,
        EvidenceOf = (image, _) => Task.FromResult(image.Digest == Theirs ? says : Evidence.None),
        Stood = stood is null ? new Dictionary<ImageName, Digest>()
            : new Dictionary<ImageName, Digest> { [ImageName.Parse("hub")] = stood },
    };
}
