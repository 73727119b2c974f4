using System.Collections.Immutable;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Pipeline;

/// <summary>
/// What is reused is what would have been built: an image counts by its own labels, its whole fingerprint and the very parents, wherever it
/// was found.
/// </summary>
public sealed class EvidenceTests(EngineFixture engine) : GitFamilyTests(engine), IDisposable
{
    private static readonly ImmutableArray<string> Parents = ["keg-base", "tap"];

    private readonly RegistryClient registries = new(new NoCredentials());

    public void Dispose() => registries.Dispose();

    [EngineFact]
    public async Task Another_image_under_a_content_tag_is_not_reused_and_the_plan_says_what_it_is()
    {
        await Family.PushAsync();
        Family.Write("taps/one/file", "one 2");
        await Family.CommitAsync("changes one");
        var content = (await PlanAsync(Family)).Steps.Single().Content;
        var foreign = HandMadeImage.Of("foreign", (ImageLabels.Fingerprint, $"fp1:{content.Tag!.ToString()[3..]}{new string('0', 44)}"),
            (ImageLabels.Parents, ""));
        await foreign.PushAsync(registries, content);
        Family.Printed.GetStringBuilder().Clear();

        await Family.PushAsync();

        Family.Builds.ShouldBe(["one"]);
        Family.Printed.ToString().ShouldContain($"what stands under {content.Tag}");
        Family.Printed.ToString()
            .ShouldContain($"Note: one: replaced {foreign.Digest.Abbreviated} under {content.Tag}: it says it is of another fingerprint");
        (await Family.DigestAsync("one", "develop")).ShouldBe(await Family.DigestAsync("one", content.Tag.ToString()));
        (await Family.DigestAsync("one", "develop")).ShouldNotBe(foreign.Digest);
        await ShouldFitAsync();
    }

    [EngineFact]
    public async Task What_a_branch_built_is_named_and_where_keg_yml_says_so_the_default_branch_builds_it_itself()
    {
        await Family.PushAsync();
        await MergedAsync("feature/x", "one of x");
        Family.Builds.ShouldBeEmpty();
        Family.Printed.ToString().ShouldContain("the same inputs were built before, on the branch 'feature/x'");
        (await Family.ConfigAsync("one", "develop")).Labels[ImageLabels.Branch].ShouldBe("feature/x");

        var keg = await File.ReadAllTextAsync(Path.Combine(Family.Root, "keg.yml"));
        Family.Write("keg.yml", $"{keg.TrimEnd()}\nworkflows: {{ takeOver: merged }}\n");
        await Family.CommitAsync("takes over what was merged");
        await MergedAsync("feature/y", "one of y");

        Family.Builds.ShouldBe(["one"]);
        Family.Printed.ToString().ShouldContain(
            "was built on the branch 'feature/y', and only what 'develop' built itself is taken over");
        (await Family.ConfigAsync("one", "develop")).Labels[ImageLabels.Branch].ShouldBe("develop");
        (await Family.ConfigAsync("two", "develop")).Labels[ImageLabels.Branch].ShouldBe("develop", "what is published already stays");
        await ShouldFitAsync();
        await Family.PushAsync();
        Family.Builds.ShouldBeEmpty();
    }

    private async Task MergedAsync(string branch, string one)
    {
        await Family.GitAsync("switch", "--quiet", "--create", branch);
        Family.Write("taps/one/file", one);
        await Family.CommitAsync($"on {branch}");
        await Family.PushAsync();
        Family.Builds.ShouldBe(["one"]);
        await Family.GitAsync("switch", "--quiet", "develop");
        await Family.GitAsync("merge", "--quiet", "--ff-only", branch);
        Family.Printed.GetStringBuilder().Clear();
        await Family.PushAsync();
    }

    [EngineFact]
    public async Task Two_builders_that_made_one_fingerprint_twice_end_as_one_set()
    {
        Family.Write("images/base/Dockerfile", "ARG KEG_NODE_IMAGE\nFROM $KEG_NODE_IMAGE\nRUN head -c 8 /dev/urandom > /base\n");
        await Family.CommitAsync("makes the base another one each time");
        await BuildAsync(Family, Family.Options with { ContentOnly = true, WithAncestors = true, Images = ["one"] });
        await BuildAsync(Family,
            Family.Options with { ContentOnly = true, WithAncestors = true, Images = ["two"], Force = true, NoCache = true });
        Family.Printed.ToString().ShouldContain("it was there when the plan was made");

        await Family.PushAsync();

        Family.Builds.ShouldBe(["one"], "it stands on what was replaced");
        Family.Printed.ToString().ShouldMatch("one .*stands on another tap, sha256:[0-9a-f]{12} and not sha256:[0-9a-f]{12}");
        await ShouldFitAsync();
        await Family.PushAsync();
        Family.Builds.ShouldBeEmpty();
    }

    [EngineFact]
    public async Task Of_two_runs_at_once_the_first_writer_wins_and_children_of_both_stand_on_its_images()
    {
        using var elsewhere = await Family.CloneAsync();
        elsewhere.Write("README.md", "gives the images another revision");
        await elsewhere.CommitAsync("elsewhere");

        await Task.WhenAll(BuildAsync(Family, Family.Options with { ContentOnly = true }),
            BuildAsync(elsewhere, elsewhere.Options with { ContentOnly = true }));

        await Family.PushAsync();
        await ShouldFitAsync();
        Family.Builds.ShouldBeEmpty("what one of them pushed first, the other one built its children on");
    }

    [EngineFact]
    public async Task A_parent_that_another_run_publishes_meanwhile_is_built_on_without_being_asked()
    {
        await Family.PushAsync();
        Family.Write("taps/one/file", "one 2");
        await Family.CommitAsync("changes one");
        using var elsewhere = await Family.CloneAsync();
        var run = await Family.OpenAsync(Family.Options with { Images = ["one"] });
        await run.PlanAsync(default);
        await Family.BuildAsync(run, Family.Options);
        var before = await Family.DigestAsync("tap", "develop");
        await elsewhere.PushAsync(elsewhere.Options with { Images = ["tap"], Force = true, NoCache = true });
        var other = await Family.DigestAsync("tap", "develop");
        other.ShouldNotBe(before, "the commit gives it another time");
        elsewhere.Printed.ToString().ShouldContain("one, two under develop stand on tap as it was before");

        await run.PublishAsync(default);

        Family.Builds.ShouldBe(["one", "one"]);
        Family.Printed.ToString()
            .ShouldContain($"one stands on tap {before!.Abbreviated}, and tap {other!.Abbreviated} is published beside it");
        FamilyParents.Parse((await Family.ConfigAsync("one", "develop")).Labels[ImageLabels.Parents]).Of(ImageName.Parse("tap"))
            .ShouldBe([other]);
        await Family.PushAsync();
        Family.Builds.ShouldBe(["two"], "the next run heals what was left behind");
        await ShouldFitAsync();
    }

    [EngineFact]
    public async Task A_set_that_an_older_version_left_behind_heals_at_the_next_run()
    {
        await Family.PushAsync();
        Family.Write("README.md", "gives the images another time");
        await Family.CommitAsync("newer");
        await Family.PushAsync(Family.Options with { Images = ["tap"], Force = true });
        var record = await Family.RecordAsync("develop");
        var tap = record.Find(ImageName.Parse("tap"))!;
        var believed = record with { Images =
            [.. record.Images.Select(image =>
                image with { StandsOn = null,
                    Parents = [.. image.Parents.Select(parent => parent.Name == "tap" ? parent.At(tap.Digest) : parent)] })] };
        await new FamilyRecordStore(registries).PutAsync(Provider.Parse(Family.Reference("any", "x").Locator[..^4]), believed,
            [Tag.Parse("master")], default);

        await Family.PushAsync();

        Family.Builds.Order().ShouldBe(["one", "two"]);
        await ShouldFitAsync();
    }

    [EngineFact]
    public async Task A_parent_whose_tag_moves_while_it_is_looked_at_is_one_image_for_fingerprint_and_build()
    {
        await Family.PushAsync();
        var before = (await Family.DigestAsync("tap", "develop"))!;
        var other = HandMadeImage.Of("moved", (ImageLabels.Fingerprint, $"fp1:{new string('1', 64)}"));
        await other.PushAsync(registries, Family.Reference("tap", "other"));
        var (develop, looks) = (Family.Reference("tap", "develop"), 0);
        await using var moving = RefusingRegistry.Watched(Family.Registry, async (_, path) =>
        {
            if (path.EndsWith("/tap/manifests/develop", StringComparison.Ordinal))
                looks++;
            else if (looks == 1)
                await registries.PutManifestAsync(develop, other.Manifest, MediaTypes.OciManifest, default);
        });
        var (real, fingerprint) = (Family.Registry, (await Family.RecordAsync("develop")).Find(ImageName.Parse("one"))!.Fingerprint!);
        Family.Registry = moving.Address;

        var plan = await PlanAsync(Family, Family.Options with { Images = ["one"], Force = true, Tag = "by-hand" });

        Family.Registry = real;
        looks.ShouldBe(1);
        (await Family.DigestAsync("tap", "develop")).ShouldBe(other.Digest);
        plan.Steps.Single().Parents.Single().Pinned!.Digest.ShouldBe(before);
        plan.Steps.Single().Labels[ImageLabels.Fingerprint].ShouldBe(fingerprint.ToString(), "it is what was built on that parent");
    }

    [EngineFact]
    public async Task In_the_engine_too_an_image_counts_by_its_labels_and_a_child_only_on_the_very_parent()
    {
        var options = Family.Options with { Push = false };
        await BuildAsync(Family, options);
        var tap = (await PlanAsync(Family, options)).Reused.Single(image => image.Image.Name == ImageName.Parse("tap")).Content;
        await Engine.DockerAsync("pull", "--quiet", Engine.Endpoint.RootImage.ToString());
        await Engine.DockerAsync("tag", Engine.Endpoint.RootImage.ToString(), tap.ToString());

        await BuildAsync(Family, options);

        Family.Builds.Order().ShouldBe(["one", "tap", "two"]);
        Family.Printed.ToString().ShouldContain($"what the engine has under {tap.Tag} does not say of which fingerprint it is");

        // The very labels on another image: what says that it stands on the first is not built on the second.
        await Engine.DockerAsync("build", "--quiet", "--tag", tap.ToString(), "--label", "other=1", "--file", Dockerfile($"FROM {tap}\n"),
            Family.Root);
        await BuildAsync(Family, options);
        Family.Builds.Order().ShouldBe(["one", "two"]);
        await BuildAsync(Family, options);
        Family.Builds.ShouldBeEmpty();
    }

    private string Dockerfile(string text)
    {
        Family.Write(".nuke/temp/other.Dockerfile", text);
        return Path.Combine(Family.Root, ".nuke/temp/other.Dockerfile");
    }

    // Every image stands on what is published beside it, by its own labels, and the record says the same.
    private async Task ShouldFitAsync()
    {
        var record = await Family.RecordAsync("develop");
        foreach (var name in Names)
        {
            var recorded = record.Find(ImageName.Parse(name)).ShouldNotBeNull();
            recorded.Digest.ShouldBe(await Family.DigestAsync(name, "develop"));
            var labels = (await Family.ConfigAsync(name, "develop")).Labels;
            labels[ImageLabels.Fingerprint].ShouldBe(recorded.Fingerprint!.ToString());
            var standsOn = FamilyParents.Parse(labels[ImageLabels.Parents]);
            recorded.StandsOn.ShouldBe(standsOn);
            foreach (var (parent, digest) in standsOn.All)
            {
                digest.ShouldBe(await Family.DigestAsync(parent.ToString(), "develop"), $"{name} stands on {parent}");
                recorded.Parents.ShouldContain(reference => reference.Name == parent.ToString() && reference.Digest == digest);
            }

            recorded.Parents.Count(reference => Parents.Contains(reference.Name)).ShouldBe(standsOn.All.Length);
        }
    }

    private static async Task<BuildPlan> PlanAsync(GitFamily family, RunOptions? options = null) =>
        await (await (options ?? family.Options).PipelineAsync(family.World, willBuild: false)).PlanAsync(default);

    private static async Task BuildAsync(GitFamily family, RunOptions options)
    {
        var run = await family.OpenAsync(options);
        await run.PlanAsync(default);
        await family.BuildAsync(run, options);
    }
}
