using KegImages.Adopting;
using KegImages.Loading;
using KegImages.Pipeline;
using KegImages.Tests.Git;
using KegImages.Tests.Scaffolding;

namespace KegImages.Tests.Adopting;

public sealed class InitCommandTests : IAsyncLifetime
{
    private readonly Machine machine = new();
    private TemporaryRepository repository = null!;

    public async ValueTask InitializeAsync()
    {
        repository = await TemporaryRepository.CreateAsync("main");
        await repository.GitAsync("remote", "add", "origin", "git@github.com:Acme/images.git");
        repository.Write("base/Dockerfile", "FROM debian:12-slim\n");
        repository.Write("app/Dockerfile", "FROM base\n");
        repository.Write("ignored/Dockerfile", "FROM base\n");
        repository.Write(".gitignore", "ignored/\n");
    }

    public ValueTask DisposeAsync()
    {
        repository.Dispose();
        machine.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_is_written_loads_and_a_second_time_changes_nothing()
    {
        await InitAsync();

        machine.Printed().ShouldBe([
            "2 images at ghcr.io/acme: of the git remote github.com/acme/images",
            "base    base  base/Dockerfile  debian:12-slim",
            "└─ app  taps  app/Dockerfile",
            "written    keg.yml",
            "written    .config/dotnet-tools.json",
            "commit them",
            "look at what would be built: ./build.sh Plan",
            "build and push it all:       ./build.sh Push",
        ]);
        var model = await FamilyLoader.LoadAsync(repository.Root, CancellationToken.None);
        model.Family.Images.Select(image => $"{image.Name} {image.Group.Name}").ShouldBe(["base base", "app taps"]);
        model.Family.Images[1].Parents.ShouldHaveSingleItem().Member.ShouldNotBeNull();
        repository.Read(".config/dotnet-tools.json").ShouldContain("\"kegimages.tool\"");

        await InitAsync();

        machine.Printed().ShouldContain("nothing was written: all is there already");
    }

    [Fact]
    public async Task A_dry_run_shows_the_texts_and_writes_nothing()
    {
        await InitAsync(dryRun: true);

        var printed = machine.Printed();
        printed.ShouldContain("keg.yml would be written:");
        printed.ShouldContain("  provider: ghcr.io/acme  # registry and namespace: of the git remote github.com/acme/images");
        printed[^1].ShouldBe("a dry run: nothing was written");
        Directory.EnumerateFileSystemEntries(repository.Root).Select(Path.GetFileName).Order()
            .ShouldBe([".git", ".gitignore", "app", "base", "ignored"]);
    }

    [Fact]
    public async Task Another_keg_yml_stays_and_the_difference_is_shown_with_the_choices()
    {
        repository.Write("keg.yml", "provider: a.io/b\ngroups:\n  all: { folders: [base, app] }\n");

        var refused = await Should.ThrowAsync<WrongUseException>(InitAsync());

        refused.Message.ShouldStartWith("keg.yml: there is one already, and nothing that is there is changed.");
        refused.Message.ShouldContain("   1 - provider: a.io/b");
        refused.Message.ShouldContain("./build.sh Init --ci");
        repository.Read("keg.yml").ShouldStartWith("provider: a.io/b\n");
        File.Exists(Path.Combine(repository.Root, ".config/dotnet-tools.json")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(".config/dotnet-tools.json", "dotnet-tools.json")]
    [InlineData("dotnet-tools.json", ".config/dotnet-tools.json")]
    public async Task Tools_that_a_manifest_names_stay_wherever_it_is(string place, string elsewhere)
    {
        const string other = """{ "version": 1, "isRoot": true, "tools": { "other": { "version": "1.0.0", "commands": ["o"] } } }""";
        repository.Write(place, other);

        await InitAsync();

        machine.Printed().ShouldContain($"completed  {place}");
        repository.Read(place).ShouldContain("\"other\"");
        repository.Read(place).ShouldContain("\"keg-images\"");
        File.Exists(Path.Combine(repository.Root, elsewhere)).ShouldBeFalse();
        repository.Write(place, "[]");
        (await Should.ThrowAsync<WrongUseException>(InitAsync())).Message.ShouldStartWith($"{place}: it is no manifest of .NET tools");
    }

    [Fact]
    public async Task Workflows_that_call_the_tool_are_written_where_they_are_asked_for()
    {
        await (new RunOptions { Root = repository.Root }).EndAsync(InitCommand.DecideAsync(InitOptions.Of(null, ci: true), Place, default));

        machine.Printed().ShouldContain("written    .github/workflows/images.yml");
        repository.Read(".github/workflows/images.yml").ShouldContain("dotnet keg-images");
    }

    [Fact]
    public async Task An_image_that_does_not_load_is_left_out_with_its_reason_and_the_others_are_whole()
    {
        // Its own parents go round in a circle, which only the family as a whole shows.
        repository.Write("one/Dockerfile", "FROM two\n");
        repository.Write("two/Dockerfile", "FROM one\n");

        await InitAsync();

        machine.Printed().ShouldContain(line => line.StartsWith("Note: one/Dockerfile:1: left out: the images form a cycle",
            StringComparison.Ordinal)
            || line.StartsWith("Note: two/Dockerfile:1: left out: the images form a cycle", StringComparison.Ordinal));
        (await FamilyLoader.LoadAsync(repository.Root, CancellationToken.None)).Family.Images.Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_pattern_of_folders_leaves_out_what_is_left_out()
    {
        repository.Write("images/one/Dockerfile", "FROM base\n");
        repository.Write("images/two/Dockerfile", "FROM base\n");
        repository.Write("images/broken/Dockerfile", "ARG NODE\nFROM node:$NODE\n");

        await InitAsync();

        machine.Printed().ShouldContain(line => line.StartsWith(
            "Note: images/broken/Dockerfile:2: left out: FROM node:$NODE: ARG 'NODE' has no value", StringComparison.Ordinal));
        (await FamilyLoader.LoadAsync(repository.Root, CancellationToken.None)).Family.Images.Select(image => image.Name.ToString())
            .ShouldNotContain("broken");
    }

    [Fact]
    public async Task Where_there_is_no_Dockerfile_that_is_said()
    {
        Directory.Delete(Path.Combine(repository.Root, "base"), recursive: true);
        Directory.Delete(Path.Combine(repository.Root, "app"), recursive: true);

        (await Should.ThrowAsync<WrongUseException>(InitAsync())).Message.ShouldStartWith("there is no Dockerfile among the 1 files of");
    }

    [Fact]
    public void What_is_no_such_file_is_answered_with_those_that_are() =>
        Should.Throw<WrongUseException>(() => InitOptions.Of("make", ci: false)).Message
            .ShouldStartWith("--from make: Init takes a family over from a bake or a compose file");

    [Fact]
    public async Task Without_docker_no_bake_file_is_read_and_that_is_said()
    {
        (await Should.ThrowAsync<WrongUseException>(InitCommand.DecideAsync(InitOptions.Of("bake", ci: false), Place, default))).Message
            .ShouldStartWith("'no-docker' is not on the PATH, and only it can read a bake file");
    }

    private Workplace Place => new RunOptions { Root = repository.Root }.At(machine.World);

    private Task InitAsync(bool dryRun = false) => (new RunOptions { Root = repository.Root, DryRun = dryRun }).EndAsync(
        InitCommand.DecideAsync(new InitOptions(), Place, CancellationToken.None));
}
