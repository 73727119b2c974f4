using System.Collections.Concurrent;
using System.Text.Json;
using KegImages.Commands;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;
using KegImages.EngineTests.Registry;
using KegImages.Processes;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Secrets;

/// <summary>Real secrets through a real build, and a search for their values wherever a build could leave them.</summary>
public sealed class BuildSecretTests(EngineFixture engine) : GitFamilyTests(engine)
{
    private const string Variable = "npm_PLANTEDvariable0123";
    private const string InFile = "npm_PLANTEDfile4567";

    private static readonly string[] Written = ["output", ".nuke"];

    [EngineFact]
    public async Task Secrets_and_SSH_reach_the_builds_that_mount_them_and_stay_nowhere()
    {
        var home = Directory.CreateTempSubdirectory("keg-home-").FullName;
        var seen = new ConcurrentDictionary<string, bool>();
        using var sampling = new CancellationTokenSource();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(home, ".npmrc"), $"//registry.example/:_authToken={InFile}\n");
            await ExecuteAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(home, "key"));
            Family.Write("keg.yml", await File.ReadAllTextAsync(Path.Combine(Family.Root, "keg.yml"))
                + "\nsecrets: { tok: { env: NPM_TOKEN }, npmrc: { file: ~/.npmrc } }\nssh: ['default=~/key']\n");
            Family.Write("taps/one/Dockerfile", $"""
                ARG KEG_BASE_IMAGE=ghcr.io/example/tap:develop
                FROM $KEG_BASE_IMAGE
                RUN --mount=type=secret,id=tok,required=true test "$(cat /run/secrets/tok)" = "$(printf 'npm_PLANTED%s' variable0123)" && cat /run/secrets/tok && sleep 1
                RUN --mount=type=secret,id=npmrc,target=/root/.npmrc,required=true grep -q 'file4567$' /root/.npmrc && cat /root/.npmrc
                RUN --mount=type=ssh,required=true test -S "$SSH_AUTH_SOCK" && touch /had-ssh
                """);
            Family.Write("taps/two/Dockerfile",
                "FROM ghcr.io/example/keg-base:develop\nRUN test ! -e /run/secrets/tok && test -z \"$SSH_AUTH_SOCK\" && test -z "
                    + "\"$NPM_TOKEN\"\n");
            var sampler = SampleAsync(seen, sampling.Token);
            var world = Family.World with { Environment = Family.World.Environment.SetItem("NPM_TOKEN", Variable).SetItem("HOME", home) };
            await RunAsync(world, publishes: true);
            // What a step that failed said is shown and written.
            Family.Write("taps/one/Dockerfile",
                "FROM ghcr.io/example/tap:develop\nRUN --mount=type=secret,id=tok cat /run/secrets/tok && exit 3\n");
            await Should.ThrowAsync<FailedException>(RunAsync(world, publishes: false));
            await sampling.CancelAsync();
            await sampler;

            Family.Printed.ToString().ShouldContain("***", Case.Sensitive, "the step that failed printed its secret, and it was masked");
            seen.Keys.ShouldContain(line => line.Contains("id=tok,env=NPM_TOKEN", StringComparison.Ordinal), "the sampler saw the build");
            string[] texts = [Family.Printed.ToString(), .. seen.Keys, .. Outputs(), .. await RegistryAsync()];
            texts.Length.ShouldBeGreaterThan(20);
            texts.ShouldAllBe(text =>
                !text.Contains("PLANTEDvariable", StringComparison.Ordinal) && !text.Contains("PLANTEDfile", StringComparison.Ordinal));
        }
        finally
        {
            await sampling.CancelAsync();
            Directory.Delete(home, recursive: true);
        }
    }

    private async Task RunAsync(World world, bool publishes)
    {
        var run = await Family.Options.OpenAsync(world, willBuild: true);
        await run.PlanAsync(CancellationToken.None);
        foreach (var target in Family.Options.Targets)
            await run.BuildAsync(target, CancellationToken.None);
        if (publishes)
            await run.PublishAsync(CancellationToken.None);
    }

    private IEnumerable<string> Outputs() => Written.Select(folder => Path.Combine(Family.Root, folder)).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        .Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)));

    // Manifests, configurations with their history and labels, layers unpacked, the record and the inputs that it keeps.
    private async Task<List<string>> RegistryAsync()
    {
        using var client = new RegistryClient(new NoCredentials());
        var (found, read) = (new List<string>(), new HashSet<Digest>());
        foreach (var name in new[] { "keg-base", "tap", "one", "two", "keg-family" })
        {
            foreach (var tag in await Family.TagsAsync(name))
            {
                var reference = Family.Reference(name, tag);
                var manifest = (await client.GetManifestAsync(reference, CancellationToken.None)).ShouldNotBeNull();
                found.Add(System.Text.Encoding.UTF8.GetString(manifest.Bytes.Span));
                foreach (var digest in Blobs(found[^1]).Where(read.Add))
                {
                    var blob = await client.GetBlobAsync(reference, digest, CancellationToken.None)
                        ?? throw new InvalidOperationException($"{reference} has no blob {digest}");
                    found.Add(System.Text.Encoding.Latin1.GetString(Unpacked(blob.ToArray())));
                }
            }
        }

        return found;
    }

    // The root image's layers, which are large, were made before there was a secret.
    private static List<Digest> Blobs(string manifest)
    {
        using var document = JsonDocument.Parse(manifest);
        return [.. document.RootElement.GetProperty("layers").EnumerateArray().Append(document.RootElement.GetProperty("config"))
            .Where(blob => blob.GetProperty("size").GetInt64() < 1_000_000)
            .Select(blob => Digest.Parse(blob.GetProperty("digest").GetString()!))];
    }

    private static byte[] Unpacked(byte[] blob)
    {
        if (blob is not [0x1f, 0x8b, ..])
            return blob;
        using var packed = new System.IO.Compression.GZipStream(new MemoryStream(blob), System.IO.Compression.CompressionMode.Decompress);
        using var all = new MemoryStream();
        packed.CopyTo(all);
        return all.ToArray();
    }

    private static async Task SampleAsync(ConcurrentDictionary<string, bool> seen, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
            {
                try
                {
                    seen[(await File.ReadAllTextAsync(Path.Combine(process, "cmdline"), CancellationToken.None)).Replace('\0', ' ')] = true;
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // It has ended by now.
                }
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static async Task ExecuteAsync(string program, params string[] arguments) =>
        (await new ProcessRunner().RunAsync(new Command(program, arguments), null, null, CancellationToken.None)).OrThrow();
}
