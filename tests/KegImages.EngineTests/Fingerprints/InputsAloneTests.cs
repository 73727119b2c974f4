using System.Text.Json.Nodes;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;
using KegImages.Pipeline;
using KegImages.Tests.Pipeline;

namespace KegImages.EngineTests.Fingerprints;

/// <summary>What an image is depends on what its fingerprint lists, and on nothing else.</summary>
[Collection(Alone.Name)]
public sealed class InputsAloneTests(EngineFixture engine) : GitFamilyTests(engine)
{
    private static readonly Dictionary<string, string> Wrong = new()
    {
        ["DOCKER_DEFAULT_PLATFORM"] = "linux/arm64",
        ["DOCKER_BUILDKIT"] = "0",
        ["DOCKER_CONTENT_TRUST"] = "1",
        ["DOCKER_API_VERSION"] = "1.12",
        ["DOCKER_CUSTOM_HEADERS"] = "wrong",
        ["DOCKER_TMPDIR"] = "/nowhere",
        ["BUILDX_NO_DEFAULT_ATTESTATIONS"] = "wrong",
        ["BUILDX_METADATA_PROVENANCE"] = "max",
        ["BUILDX_METADATA_WARNINGS"] = "1",
        ["BUILDX_EXPERIMENTAL"] = "1",
        ["BUILDX_GIT_LABELS"] = "full",
        ["BUILDX_GIT_CHECK_DIRTY"] = "1",
        ["BUILDX_CPU_PROFILE"] = "/nowhere/profile",
        ["BUILDKIT_HOST"] = "tcp://127.0.0.1:1",
        ["BUILDKIT_PROGRESS"] = "plain",
        ["BUILDKIT_SYNTAX"] = "127.0.0.1:1/nothing",
        ["BUILDKIT_COLORS"] = "wrong",
        ["EXPERIMENTAL_BUILDKIT_SOURCE_POLICY"] = "/nowhere/policy.json",
        ["SOURCE_DATE_EPOCH"] = "17",
        ["COMPOSE_FILE"] = "/nowhere/compose.yml",
        ["COMPOSE_PROJECT_NAME"] = "wrong",
        ["GIT_DIR"] = "/nowhere",
        ["GIT_WORK_TREE"] = "/nowhere",
        ["GIT_INDEX_FILE"] = "/nowhere",
        ["GIT_OBJECT_DIRECTORY"] = "/nowhere",
        ["GIT_NAMESPACE"] = "wrong",
        ["GIT_CEILING_DIRECTORIES"] = "/",
        ["GIT_CONFIG"] = "/nowhere",
        ["GIT_CONFIG_COUNT"] = "2",
        ["GIT_CONFIG_KEY_0"] = "remote.origin.url",
        ["GIT_CONFIG_VALUE_0"] = "https://wrong.example/x.git",
        ["GIT_CONFIG_KEY_1"] = "core.worktree",
        ["GIT_CONFIG_VALUE_1"] = "/nowhere",
        ["GIT_EXTERNAL_DIFF"] = "false",
        ["GIT_TRACE"] = "1",
        ["GODEBUG"] = "gctrace=1",
        ["LC_ALL"] = "tr_TR.UTF-8",
        ["LANGUAGE"] = "de",
        ["TZ"] = "Pacific/Kiritimati",
    };

    [EngineFact]
    public async Task No_variable_of_a_client_changes_what_is_built()
    {
        await Family.PushAsync();
        var before = await DigestsAsync();
        var config = await Family.ConfigAsync("one", "develop");

        await UnderAsync(Wrong.Keys, () => Family.PushAsync(Family.Options with { Force = true }));

        Family.Builds.Count().ShouldBe(4);
        (await DigestsAsync()).ShouldBe(before);
        (await Family.ConfigAsync("one", "develop")).Labels.ShouldBe(config.Labels);
        await Family.PushAsync();
        Family.Builds.ShouldBeEmpty();
    }

    [EngineTheory]
    [InlineData("DOCKER_DEFAULT_PLATFORM")]
    [InlineData("SOURCE_DATE_EPOCH")]
    public async Task A_first_push_under_one_of_them_is_what_a_push_without_it_finds(string variable)
    {
        Family.Write("images/base/Dockerfile", "FROM scratch\nCOPY file /base\n");

        await UnderAsync([variable], () => Family.PushAsync(Family.Options with { Images = ["keg-base"] }));

        (await PlatformAsync("keg-base")).ShouldBe(OwnPlatform.Name);
        await Family.PushAsync(Family.Options with { Images = ["keg-base"] });
        Family.Builds.ShouldBeEmpty();
    }

    [EngineFact]
    public async Task What_the_tool_writes_is_in_no_context()
    {
        Family.Write("keg.yml", "provider: ghcr.io/example\ngroups:\n  base: { folders: [images/base] }\nimages:\n  keg-base: { folder: "
            + "images/base, context: . }\ncontexts: { all: . }\n");
        Family.Write("images/base/Dockerfile", "FROM scratch\nCOPY . /src\nCOPY --from=all . /all\n");
        Family.Write(".dockerignore", "!output\n!.nuke/temp\n");
        Family.Write("output/mine", "a report");
        Family.Write("sub/output/kept", "no report");
        await Family.PushAsync();
        var first = await Family.DigestAsync("keg-base", "develop");

        for (var again = 0; again < 3; again++)
        {
            await Family.PushAsync();
            Family.Builds.ShouldBeEmpty();
        }

        (await Family.DigestAsync("keg-base", "develop")).ShouldBe(first);
        var files = await FilesAsync("keg-base");
        files.ShouldContain("src/keg.yml");
        files.ShouldContain("src/sub/output/kept");
        files.ShouldContain("all/sub/output/kept");
        files.ShouldNotContain(file => file.Contains("/.nuke") || file.StartsWith("src/output") || file.StartsWith("all/output"));
    }

    [EngineFact]
    public async Task What_an_ADD_fetches_is_built_anew_when_the_server_has_something_else()
    {
        using var served = new ServedFile();
        Family.Write("images/base/Dockerfile",
            $"FROM scratch\nARG NAME=data\nADD {served.Address.GetLeftPart(UriPartial.Authority)}/$NAME.txt /data\n");
        var options = Family.Options with { Images = ["keg-base"] };
        await Family.PushAsync(options);
        var first = await Family.DigestAsync("keg-base", "develop");
        await Family.PushAsync(options);
        Family.Builds.ShouldBeEmpty();

        served.Text = "something else";
        await Family.PushAsync(options);

        Family.Builds.ShouldBe(["base"]);
        (await Family.DigestAsync("keg-base", "develop")).ShouldNotBe(first);

        var run = await Family.OpenAsync(options with { Force = true });
        await run.PlanAsync(CancellationToken.None);
        served.Text = "changed between plan and build";
        await Family.BuildAsync(run, options);
        Family.Printed.ToString().ShouldContain($"what is at {served.Address} changed");
        await Should.ThrowAsync<FailedException>(() => run.PublishAsync(CancellationToken.None));
    }

    private async Task<string?[]> DigestsAsync() =>
        [.. await Task.WhenAll(Names.Select(async name => (await Family.DigestAsync(name, "develop"))?.ToString()))];

    private async Task<string> PlatformAsync(string name)
    {
        var reference = Family.Reference(name, "develop").ToString();
        await Engine.TryDockerAsync("image", "rm", reference);
        await Engine.DockerAsync("pull", "--quiet", reference);
        var image = JsonNode.Parse(await Engine.DockerAsync("image", "inspect", "--format", "{{json .}}", reference))!;
        return $"{image["Os"]}/{image["Architecture"]}";
    }

    private async Task<string[]> FilesAsync(string name)
    {
        var reference = Family.Reference(name, "develop").ToString();
        await Engine.DockerAsync("pull", "--quiet", reference);
        var container = (await Engine.DockerAsync("create", reference, "nothing")).Trim();
        var tar = Path.Combine(Family.Root, ".git", "image.tar");
        await Engine.DockerAsync("export", "--output", tar, container);
        await Engine.DockerAsync("rm", container);
        await using var stream = File.OpenRead(tar);
        using var reader = new System.Formats.Tar.TarReader(stream);
        var files = new List<string>();
        while (await reader.GetNextEntryAsync() is { } entry)
            files.Add(entry.Name);
        return [.. files];
    }

    private static async Task UnderAsync(IEnumerable<string> variables, Func<Task> run)
    {
        var before = variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        foreach (var name in before.Keys)
            Environment.SetEnvironmentVariable(name, Wrong[name]);
        try
        {
            await run();
        }
        finally
        {
            foreach (var (name, value) in before)
                Environment.SetEnvironmentVariable(name, value);
        }
    }
}
