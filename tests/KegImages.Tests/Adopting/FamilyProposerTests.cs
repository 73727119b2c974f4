namespace KegImages.Tests.Adopting;

public sealed class FamilyProposerTests
{
    private const string GitHub = "https://github.com/Acme/images";

    [Fact]
    public void Three_Dockerfiles_are_a_family() => Proposed.Text(Proposed.Of(Proposed.Facts(GitHub,
        ("base/Dockerfile", "FROM debian:12-slim\nRUN apt-get update\n"),
        ("tools/Dockerfile", "FROM base\nCOPY run.sh /\n"),
        ("tools/run.sh", ""),
        ("apps/web/container/Dockerfile", "FROM ghcr.io/acme/tools:latest AS tools\nFROM base\nCOPY --from=tools /run.sh /\n"))))
        .ShouldMatchApproved();

    [Fact]
    public void Chains_that_are_put_together_of_args_are_read_with_their_defaults()
    {
        const string args = "ARG REGISTRY=quay.io\nARG OWNER=jupyter\n";
        Proposed.Text(Proposed.Of(Proposed.Facts("https://github.com/jupyter/docker-stacks",
            ("images/docker-stacks-foundation/Dockerfile", "ARG ROOT_IMAGE=ubuntu:24.04\nFROM $ROOT_IMAGE\nCOPY initial.sh /\n"),
            ("images/docker-stacks-foundation/initial.sh", ""),
            ("images/base-notebook/Dockerfile", args + "ARG BASE_IMAGE=$REGISTRY/$OWNER/docker-stacks-foundation\nFROM $BASE_IMAGE\n"),
            ("images/minimal-notebook/Dockerfile", args + "ARG BASE_IMAGE=$REGISTRY/$OWNER/base-notebook\nFROM $BASE_IMAGE\n"),
            ("images/scipy-notebook/Dockerfile", args + "ARG BASE_IMAGE=$REGISTRY/$OWNER/minimal-notebook\nFROM $BASE_IMAGE\n"),
            ("images/r-notebook/Dockerfile", args + "ARG BASE_IMAGE=$REGISTRY/$OWNER/minimal-notebook\nFROM $BASE_IMAGE\n"),
            ("examples/node_modules/x/Dockerfile", "FROM nothing\n")))).ShouldMatchApproved();
    }

    [Fact]
    public void Folders_in_capitals_are_the_images_that_the_Dockerfiles_mean() => Proposed.Text(Proposed.Of(Proposed.Facts(
        "https://github.com/SeleniumHQ/docker-selenium",
        ("Base/Dockerfile", "FROM ubuntu:noble\n"),
        ("Hub/Dockerfile", "ARG NAMESPACE=selenium\nARG VERSION=4.27\nARG BASE=base\nFROM ${NAMESPACE}/${BASE}:${VERSION}\n"),
        ("NodeBase/Dockerfile", "ARG NAMESPACE=selenium\nARG VERSION=4.27\nFROM ${NAMESPACE}/base:${VERSION}\n"),
        ("NodeChrome/Dockerfile", "ARG NAMESPACE=selenium\nARG VERSION=4.27\nFROM ${NAMESPACE}/node-base:${VERSION}\n"),
        ("Standalone/Dockerfile", "ARG NAMESPACE=selenium\nARG VERSION\nFROM ${NAMESPACE}/node-chrome:${VERSION}\n"))))
        .ShouldMatchApproved();

    [Fact]
    public void An_ARG_without_a_value_is_the_tag_of_what_is_built_here_or_leaves_the_image_out() =>
        Proposed.Text(Proposed.Of(Proposed.Facts(GitHub,
        ("images/base/Dockerfile", "FROM debian:12-slim\n"),
        ("images/tools/Dockerfile", "ARG VERSION\nARG FULL=acme/base:$VERSION\nFROM $FULL AS one\nFROM base:${VERSION}\n"),
        ("images/open/Dockerfile", "ARG NODE\nFROM node:${NODE}\n"),
        ("images/whole/Dockerfile", "ARG BASE\nFROM ${BASE}\n"),
        ("images/both/Dockerfile", "ARG VERSION\nFROM base:$VERSION AS one\nFROM debian:$VERSION\n"),
        ("images/debian/Dockerfile", "FROM debian:12\n"),
        ("images/hub/Dockerfile", "ARG VERSION\nFROM debian:$VERSION\n")))).ShouldMatchApproved();

    [Fact]
    public void Where_nobody_says_a_tag_it_is_latest_and_what_is_left_out_has_none() => Proposed.Of(Proposed.Facts(GitHub,
        ("a/Dockerfile", "ARG V\nFROM b:$V\n"), ("b/Dockerfile", "FROM debian:12\n"),
        ("c/Dockerfile", "ARG V\nFROM d:$V\n"), ("d/Dockerfile", "ARG V\nFROM e:$V\n"), ("e/Dockerfile", "ARG W\nFROM x:$W\n")))
        .Images.Select(image => $"{image.Name} {image.Build.Args.GetValueOrDefault("V")}").ShouldBe(["b ", "a latest"]);

    [Fact]
    public void What_is_odd_is_decided_and_said() => Proposed.Text(Proposed.Of(Proposed.Facts("https://gitlab.com/Group/Sub/images",
        ("Dockerfile", "ARG BUILD_FROM=ghcr.io/home-assistant/amd64-base:3.20\nFROM $BUILD_FROM\nCOPY src /src\n"),
        ("src/x", ""),
        ("one/app/Dockerfile", "FROM node:20\n"),
        ("two/app/Dockerfile", "FROM app:1\n"),
        ("node/Dockerfile", "FROM node:20\nCOPY shared/key /\n"),
        ("shared/key", ""),
        ("docker/My Tool.Dockerfile", "FROM node:22\n"),
        ("docker/Dockerfile.other", "FROM node:22\n"),
        ("broken/Dockerfile", "FROM node:20\nRUM true\n")))).ShouldMatchApproved();

    [Fact]
    public void Several_Dockerfiles_of_a_folder_are_several_images() => Proposed.Text(Proposed.Of(Proposed.Facts(GitHub,
        ("docker/Dockerfile.base", "FROM debian:12\n"),
        ("docker/Dockerfile.web", "FROM ghcr.io/acme/base\n"),
        ("docker/Dockerfile.API", "FROM ghcr.io/acme/base\n"),
        ("docker/Dockerfile.base.dockerignore", "*\n"),
        ("tools/lint.Dockerfile", "FROM node:20\n"),
        ("tools/test.dockerfile", "FROM node:20\n"),
        ("tools/doc.Dockerfile", "FROM node:20\n"),
        ("app/Dockerfile", "FROM ghcr.io/acme/base\n"),
        ("app/Dockerfile.dev", "FROM app\n"),
        ("app/Dockerfile.template", "FROM {{ base }}\n"),
        ("docs/recipes/app.dockerfile", "FROM app\n"),
        ("Dockerfile.ci", "FROM node:20\n")))).ShouldMatchApproved();

    [Fact]
    public void A_pattern_takes_in_nothing_that_is_left_out() => Proposed.Text(Proposed.Of(Proposed.Facts(GitHub,
        ("docker/Dockerfile.a", "FROM debian:12\n"),
        ("docker/Dockerfile.b", "FROM debian:12\n"),
        ("docker/Dockerfile.c", "FRM debian:12\n"),
        ("images/x/Dockerfile", "FROM debian:12\n"),
        ("images/y/Dockerfile", "FROM debian:12\n"),
        ("images/z/Dockerfile", "FRM debian:12\n")))).ShouldMatchApproved();

    [Fact]
    public void Targets_of_one_Dockerfile_are_several_images()
    {
        var facts = Proposed.Facts(GitHub, ("app/Dockerfile", "FROM debian:12 AS run\nFROM run AS dev\nFROM ghcr.io/acme/app AS test\n"),
            ("odd/file", "FROM debian:12 AS a\nFROM app AS b\n"));
        var app = facts.Builds[0] with { Context = "app" };
        var odd = app with { DockerfilePath = "odd/file", Text = "FROM debian:12 AS a\nFROM ghcr.io/acme/app AS b\n", Context = "." };

        Proposed.Text(Proposed.Of(facts with
        {
            Builds = [app with { Target = "run" }, app with { Word = "app-dev", Target = "dev" },
                app with { Word = "app-test", Target = "test" }, odd with { Word = "a", Target = "a" },
                odd with { Word = "b", Target = "b" }],
        })).ShouldMatchApproved();
    }

    [Theory]
    [InlineData("https://github.com/Acme/images", "ghcr.io/acme")]
    [InlineData("https://gitlab.com/group/sub/images", "registry.gitlab.com/group/sub/images")]
    [InlineData(null, "localhost:5000/images")]
    public void Where_no_Dockerfile_says_it_the_remote_does(string? remote, string provider) =>
        Proposed.Of(Proposed.Facts(remote, ("a/Dockerfile", "FROM debian:12\n"))).Place.Provider.ToString().ShouldBe(provider);

    [Fact]
    public void A_remote_elsewhere_is_asked_about()
    {
        var refused = Should.Throw<WrongUseException>(() =>
            Proposed.Of(Proposed.Facts("https://git.example.org/Team/images", ("a/Dockerfile", "FROM debian:12\n"))));

        refused.Message.ShouldBe("the git remote is https://git.example.org/Team/images, and which registry belongs to git.example.org is "
            + $"not known{Environment.NewLine}  say it: ./build.sh Init --registry ghcr.io --namespace team");
        var facts = Proposed.Facts("https://git.example.org/Team/images", ("a/Dockerfile", "FROM debian:12\n"));
        Proposed.Of(facts with { Registry = "registry.example.org" }).Place.Provider.ToString().ShouldBe("registry.example.org/team");
    }
}
