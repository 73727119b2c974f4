using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Commands;
using KegImages.Images;
using KegImages.Planning;
using KegImages.References;

namespace KegImages.Tests.Building;

public sealed class BuildxCommandTests
{
    private static readonly string Pin = $"registry.example/family/tap@{FamilyOf.DigestOf("tap")}";

    [Fact]
    public void The_least_command_says_progress_provenance_file_tag_and_context()
    {
        For(FamilyOf.Step("tap")).ShouldBe([
            "buildx", "build", "--progress", "rawjson", "--provenance=false", "--file", "/repository/images/tap/Dockerfile",
            "--platform", "linux/amd64", "--tag", "registry.example/family/tap:fp-0123456789abcdef0123", "--push", "--metadata-file",
                "/run/tap.json", "/repository/images/tap"]);
    }

    [Fact]
    public void Everything_a_step_and_a_plan_can_say_has_its_option_in_one_order()
    {
        var step = FamilyOf.Step("evf", "tap");
        step = step with
        {
            Image = step.Image with { Target = "web" },
            Platforms = ["linux/amd64", "linux/arm64"],
            Args = step.Args.Add("ZONE", "eu").Add("APP", "a b"),
            Labels = step.Labels.Add("b", "2").Add("a", "1"),
            Contexts = step.Contexts.Add("keg-hub", "/hub"),
            Secrets = [new BuildSecret("ca", BuildSecretKind.File, "/etc/ca,all.crt"),
                new BuildSecret("token", BuildSecretKind.Environment, "NPM_TOKEN")],
            Ssh = [new SshForward("default", "/run/agent")],
        };
        var plan = FamilyOf.Plan(step) with { NoCache = true, Builder = "far" };

        For(step, plan).ShouldBe([
            "buildx", "build", "--progress", "rawjson", "--provenance=false", "--builder", "far", "--file",
                "/repository/images/evf/Dockerfile",
            "--target", "web", "--platform", "linux/amd64,linux/arm64", "--tag", "registry.example/family/evf:fp-0123456789abcdef0123",
                "--push", "--no-cache",
            "--label", "a=1", "--label", "b=2", "--build-arg", "APP=a b", "--build-arg", $"KEG_BASE_IMAGE={Pin}", "--build-arg", "ZONE=eu",
            "--build-context", "keg-hub=/hub", "--secret", "id=ca,\"src=/etc/ca,all.crt\"", "--secret", "id=token,env=NPM_TOKEN", "--ssh",
                "default=/run/agent",
            "--metadata-file", "/run/evf.json", "/repository/images/evf"]);
    }

    [Fact]
    public void A_parent_written_out_is_overridden_under_its_familiar_name()
    {
        var digest = FamilyOf.DigestOf("node");
        var step = FamilyOf.Step("base") with { Parents = [FamilyOf.Pinned("docker.io/library/node:latest", $"node@{digest}")] };

        For(step).ShouldContain($"node=docker-image://node@{digest}");
    }

    [Fact]
    public void A_parent_written_out_by_its_digest_needs_no_override()
    {
        var digest = FamilyOf.DigestOf("node");
        var step = FamilyOf.Step("base") with { Parents = [FamilyOf.Pinned($"node@{digest}", $"node@{digest}")] };

        For(step).ShouldNotContain("--build-context");
    }

    [Fact]
    public void A_parent_given_through_an_argument_wins_over_an_argument_of_the_step()
    {
        var step = FamilyOf.Step("evf", "tap");
        step = step with { Args = step.Args.Add("KEG_BASE_IMAGE", "old:1") };

        For(step).Where(word => word.StartsWith("KEG_BASE_IMAGE=", StringComparison.Ordinal)).ShouldBe([$"KEG_BASE_IMAGE={Pin}"]);
    }

    [Fact]
    public void The_digest_of_the_base_stands_beside_its_name()
    {
        var step = FamilyOf.Step("evf", "tap");
        step = step with { Labels = step.Labels.Add(ImageLabels.BaseName, "registry.example/family/tap:develop") };

        For(step).ShouldContain($"{ImageLabels.BaseDigest}={FamilyOf.DigestOf("tap")}");
        For(step with { Labels = step.Labels.SetItem(ImageLabels.BaseName, "other") })
            .ShouldNotContain($"{ImageLabels.BaseDigest}={FamilyOf.DigestOf("tap")}");
    }

    [Fact]
    public void An_image_that_stays_here_is_loaded()
    {
        var words = For(FamilyOf.Step("tap"), output: BuildxOutput.Load);

        words.ShouldContain("--load");
        words.ShouldNotContain("--push");
    }

    [Fact]
    public void An_image_stays_in_the_engine_that_builds_it()
    {
        var words = For(FamilyOf.Step("tap"), output: BuildxOutput.Engine);

        words[words.IndexOf("--output") + 1].ShouldBe("type=image");
        words.ShouldNotContain("--load");
        words.ShouldNotContain("--push");
    }

    [Fact]
    public void Layers_come_from_and_go_to_a_registry_where_that_is_said_and_nowhere_else()
    {
        var step = FamilyOf.Step("tap");
        var (own, other) = (ImageReference.Parse("registry.example/family/tap:cache_x"),
            ImageReference.Parse("registry.example/family/tap:cache_develop"));

        var words = BuildxCommand.For(step, FamilyOf.Plan(step), new DockerClient(), _ => step.Content, "/run/tap.json", BuildxOutput.Push,
            new LayerCache([own, other], own)).Arguments;

        words.Where((_, index) => index > 0 && words[index - 1] == "--cache-from")
            .ShouldBe([$"type=registry,ref={own}", $"type=registry,ref={other}"]);
        words[words.IndexOf("--cache-to") + 1].ShouldBe(
            $"type=registry,ref={own},mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true");
        For(step).ShouldNotContain(word => word.StartsWith("--cache", StringComparison.Ordinal));
        BuildxCommand.DryRun(FamilyOf.Plan(step), new DockerClient())[0].ShouldNotContain("--cache");
    }

    [Fact]
    public void The_variable_of_a_secret_is_this_process_s_alone_and_in_no_text()
    {
        var step = FamilyOf.Step("tap") with { Secrets = [new BuildSecret("token", BuildSecretKind.Environment, "NPM_TOKEN"),
            new BuildSecret("npmrc", BuildSecretKind.File, "/home/.npmrc")] };
        var variables = new Dictionary<string, string> { ["NPM_TOKEN"] = "npm_PLANTED", ["OTHER"] = "x" };

        var command = BuildxCommand.WithSecrets(new Command("docker", "buildx", "build"), step, variables);

        command.Environment.ShouldBe([KeyValuePair.Create("NPM_TOKEN", (string?)"npm_PLANTED")]);
        command.ToString().ShouldBe("docker buildx build");
        BuildxCommand.WithSecrets(new Command("docker"), FamilyOf.Step("evf"), variables).Environment.ShouldBeEmpty();
    }

    [Fact]
    public void The_commit_time_is_the_time_that_images_carry()
    {
        var step = FamilyOf.Step("tap");
        var plan = FamilyOf.Plan(step) with { CommitTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000) };
        var docker = new DockerClient { Environment = ImmutableSortedDictionary<string, string?>.Empty.Add("DOCKER_HOST",
            "unix:///run/d.sock") };

        var command = BuildxCommand.For(step, plan, docker, _ => step.Content, "/run/tap.json", BuildxOutput.Push);

        command.Environment["SOURCE_DATE_EPOCH"].ShouldBe("1700000000");
        command.Environment["DOCKER_HOST"].ShouldBe("unix:///run/d.sock");
        command.Timeout.ShouldBe(plan.Timeout);
    }

    [Fact]
    public void A_dry_run_prints_commands_that_can_be_pasted_one_after_the_other()
    {
        var child = FamilyOf.Step("evf", "tap") with { Labels = FamilyOf.Step("evf").Labels.Add("title", "it's evf") };
        var plan = FamilyOf.Plan(FamilyOf.Step("tap"), child) with { CommitTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000) };

        string.Join('\n', BuildxCommand.DryRun(plan, new DockerClient())).ShouldBe(
            """
            SOURCE_DATE_EPOCH=1700000000 docker buildx build --provenance=false --file /repository/images/tap/Dockerfile --platform linux/amd64 --tag registry.example/family/tap:fp-0123456789abcdef0123 --push --label io.keg.parents= /repository/images/tap
            SOURCE_DATE_EPOCH=1700000000 docker buildx build --provenance=false --file /repository/images/evf/Dockerfile --platform linux/amd64 --tag registry.example/family/evf:fp-0123456789abcdef0123 --push --label 'title=it'\''s evf' --build-arg KEG_BASE_IMAGE=registry.example/family/tap:fp-0123456789abcdef0123 /repository/images/evf --label "io.keg.parents=tap@$(docker buildx imagetools inspect --format '{{print .Manifest.Digest}}' registry.example/family/tap:fp-0123456789abcdef0123)"
            """);
    }

    private static ImmutableArray<string> For(BuildStep step, BuildPlan? plan = null, BuildxOutput output = BuildxOutput.Push) =>
        BuildxCommand.For(
        step, plan ?? FamilyOf.Plan(step), new DockerClient(), parent =>
            parent.Pinned ?? ImageReference.Parse(Pin), $"/run/{step.Image.Name}.json", output).Arguments;
}
