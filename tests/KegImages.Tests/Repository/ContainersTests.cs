using System.Text.Json;
using System.Text.RegularExpressions;
using KegImages.References;

namespace KegImages.Tests.Repository;

/// <summary>What holds for the files of every image of this repository, before any of them is built.</summary>
public sealed partial class ContainersTests
{
    private static readonly string Root = FindRoot();

    private static readonly string[] Groups = ["images", "taps"];

    /// <summary>Every image's folder, relative to the root.</summary>
    public static TheoryData<string> Images => [.. Folders().Select(Relative)];

    /// <summary>The folders that install packages.</summary>
    public static TheoryData<string> Installing =>
        [.. Folders().Where(folder => File.Exists(Path.Combine(folder, "package.json"))).Select(Relative)];

    /// <summary>The folders whose image runs a server: all but the base.</summary>
    public static TheoryData<string> Servers => [.. Folders().Select(Relative).Where(folder => folder != "images/base")];

    /// <summary>The taps.</summary>
    public static TheoryData<string> Taps =>
        [.. Folders().Select(Relative).Where(folder => folder.StartsWith("taps/", StringComparison.Ordinal))];

    [Fact]
    public void The_family_is_the_one_that_keg_hub_has() =>
        Folders().Select(folder => Value(folder, "IMAGE")).Order()
            .ShouldBe(["evf", "keg-base", "keg-components", "keg-core", "keg-herkin", "tap"]);

    [Theory]
    [MemberData(nameof(Images))]
    public void The_image_to_run_is_the_image_itself_with_the_default_tag(string folder) =>
        Value(folder, "KEG_IMAGE_FROM").ShouldBe($"ghcr.io/simpleviewinc/{Value(folder, "IMAGE")}:develop");

    [Theory]
    [MemberData(nameof(Images))]
    public void Everything_but_the_base_names_its_parent_with_a_tag(string folder)
    {
        if (folder == "images/base")
            Value(folder, "KEG_BASE_IMAGE").ShouldBeNull();
        else
            ImageReference.Parse(Value(folder, "KEG_BASE_IMAGE")!).Tag.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void A_Dockerfile_needs_nothing_from_outside_but_its_parent_and_the_npm_registry(string folder)
    {
        var text = Read(folder, "container/Dockerfile");
        text.ShouldNotMatch(@"(?im)^#\s*syntax\s*=", "a syntax line pulls the frontend from Docker Hub");
        foreach (var command in new[] { "apt-get", "apk ", "curl", "wget", "git clone" })
            text.ShouldNotContain(command);
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void No_label_is_written_by_hand_because_the_builder_sets_them(string folder) =>
        Instructions(folder).ShouldNotContain(line => line.StartsWith("LABEL ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Images))]
    public void Whoever_becomes_root_goes_back_to_node(string folder)
    {
        var users = Instructions(folder).Where(line => line.StartsWith("USER ", StringComparison.Ordinal)).ToList();
        if (users.Count > 0)
            users[^1].ShouldBe("USER node");
        else
            folder.ShouldStartWith("taps/", Case.Sensitive, "only a tap inherits its user");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void A_server_has_a_port_a_command_and_a_health_check_of_its_own(string folder)
    {
        var instructions = Instructions(folder);
        instructions.ShouldContain("EXPOSE $KEG_PROXY_PORT");
        instructions.ShouldContain(line =>
            line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal) && line.EndsWith("CMD [\"keg-health\"]", StringComparison.Ordinal));
        instructions[^1].ShouldStartWith("CMD [", Case.Sensitive, "a shell as process 1 would swallow the stop signal");
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void The_certificates_are_an_optional_secret_wherever_packages_are_installed(string folder)
    {
        var installs = Instructions(folder).Where(line => line.EndsWith(" keg-install", StringComparison.Ordinal)).ToList();
        // A tap's own packages are installed by a trigger of its parent.
        installs.Count.ShouldBe(folder.StartsWith("taps/", StringComparison.Ordinal) ? 0 : 1);
        installs.ShouldAllBe(line => Regex.IsMatch(line, "RUN --mount=type=secret,id=ca,[^ ]*required=false "));
    }

    [Fact]
    public void Triggers_mount_no_cache_and_say_whose_files_they_copy()
    {
        var triggers = Instructions("images/tap").Where(line => line.StartsWith("ONBUILD ", StringComparison.Ordinal)).ToList();
        triggers.Select(trigger => trigger.Split(' ')[1]).ShouldBe(["ARG", "ARG", "ENV", "WORKDIR", "COPY", "RUN", "COPY"]);
        triggers.ShouldNotContain(trigger => trigger.Contains("type=cache", StringComparison.Ordinal),
            "Docker 26 refuses it: cannot mount from stage \"scratch\"");
        triggers.Where(trigger => trigger.StartsWith("ONBUILD COPY", StringComparison.Ordinal))
            .ShouldAllBe(trigger => trigger.Contains("--chown=node:node", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Installing))]
    public void The_lock_file_says_what_package_json_asks_for(string folder)
    {
        using var package = JsonDocument.Parse(Read(folder, "package.json"));
        using var locked = JsonDocument.Parse(Read(folder, "package-lock.json"));
        var root = locked.RootElement.GetProperty("packages").GetProperty("");
        JsonElement.DeepEquals(root.GetProperty("dependencies"), package.RootElement.GetProperty("dependencies")).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Installing))]
    public void The_lock_file_names_the_public_registry_alone_and_checks_every_package(string folder)
    {
        using var locked = JsonDocument.Parse(Read(folder, "package-lock.json"));
        var packages = locked.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0).ToList();
        packages.ShouldNotBeEmpty();
        packages.ShouldAllBe(package =>
            package.Value.GetProperty("resolved").GetString()!.StartsWith("https://registry.npmjs.org/", StringComparison.Ordinal));
        packages.ShouldAllBe(package =>
            package.Value.GetProperty("integrity").GetString()!.StartsWith("sha512-", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void The_context_leaves_out_the_container_folder_and_installed_packages(string folder)
    {
        var ignored = Read(folder, ".dockerignore").Split('\n');
        ignored.ShouldContain("container/");
        ignored.ShouldContain("node_modules/");
        ignored.ShouldContain(".npmrc", "it may hold a token");
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void What_is_copied_from_keg_hub_is_in_the_sample_checkout(string folder)
    {
        foreach (var line in Instructions(folder).Where(line => line.StartsWith("COPY --from=keg-hub ", StringComparison.Ordinal)))
            Path.Exists(Path.Combine(Root, "samples/keg-hub", Source().Match(line).Value)).ShouldBeTrue(line);
    }

    [Theory]
    [MemberData(nameof(Taps))]
    public void Compose_runs_the_image_that_KEG_IMAGE_FROM_chooses_and_pulls_it_first(string folder)
    {
        var compose = Read(folder, "container/docker-compose.yml");
        compose.ShouldContain($"image: ${{KEG_IMAGE_FROM:-{Value(folder, "KEG_IMAGE_FROM")}}}");
        compose.ShouldContain("pull_policy: always");
        compose.ShouldNotMatch(@"(?m)^ +- [A-Z_]+$", "a bare name that the machine has not set takes the image's own value away");
        compose.ShouldNotContain("build:", Case.Sensitive, "starting a tap never builds one");
    }

    private static IEnumerable<string> Folders() => Groups
        .SelectMany(group => Directory.EnumerateDirectories(Path.Combine(Root, group)))
        .Where(folder => File.Exists(Path.Combine(folder, "container", "Dockerfile")))
        .Order(StringComparer.Ordinal);

    private static string Read(string folder, string file) => File.ReadAllText(Path.Combine(Root, folder, file));

    private static string? Value(string folder, string name) =>
        Regex.Match(Read(folder, "container/values.yml"), $@"(?m)^  {name}: (?<value>.+)$") is { Success: true } match
            ? match.Groups["value"].Value : null;

    // The repository's own Dockerfiles need no more than this; the family is read by a real parser.
    private static List<string> Instructions(string folder)
    {
        var text = string.Join('\n', Read(folder, "container/Dockerfile").Split('\n').Where(line => !line.StartsWith('#')));
        return [.. Continuation().Replace(text, " ").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    private static string Relative(string folder) => Path.GetRelativePath(Root, folder).Replace('\\', '/');

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "keg.yml")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"no keg.yml above {AppContext.BaseDirectory}");
    }

    [GeneratedRegex(@"\s*\\\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"(?<= )repos/\S+")]
    private static partial Regex Source();
}
