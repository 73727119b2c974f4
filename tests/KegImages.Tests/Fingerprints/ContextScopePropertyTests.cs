using System.Runtime.Versioning;
using KegImages.Contexts;
using KegImages.Dockerfiles;
using KegImages.Fingerprints;
using KegImages.Ignore;

namespace KegImages.Tests.Fingerprints;

/// <summary>
/// Made-up Dockerfiles over made-up contexts: what an instruction copies changes the fingerprint, what none copies does not. With a printed
/// seed.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ContextScopePropertyTests : IDisposable
{
    private static readonly string[] Names = ["a.js", "b.js", "README.md", "src", "lib", "package.json", "package-lock.json"];

    private readonly TemporaryFolder folder = new();
    private readonly Random random;

    public ContextScopePropertyTests(ITestOutputHelper output)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KEG_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed} (set KEG_SEED to run it again)");
        random = new Random(seed);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_byte_changes_the_fingerprint_exactly_when_an_instruction_reads_it()
    {
        var (seen, unseen) = (0, 0);
        for (var round = 0; round < 60; round++)
        {
            var root = folder[$"{round}"];
            var files = MakeContext(root);
            var (text, reads) = MakeDockerfile();
            var before = await OfAsync(root, text);
            foreach (var file in files)
            {
                var old = await File.ReadAllBytesAsync(Path.Combine(root, file));
                await File.WriteAllTextAsync(Path.Combine(root, file), $"changed {round}");
                var isSeen = reads(file);
                ((await OfAsync(root, text)) != before).ShouldBe(isSeen, $"round {round}: '{file}' under{Environment.NewLine}{text}");
                await File.WriteAllBytesAsync(Path.Combine(root, file), old);
                (seen, unseen) = (seen + (isSeen ? 1 : 0), unseen + (isSeen ? 0 : 1));
            }
        }

        seen.ShouldBeGreaterThan(20);
        unseen.ShouldBeGreaterThan(20);
    }

    private List<string> MakeContext(string root)
    {
        Directory.CreateDirectory(root);
        var files = Names.SelectMany(name =>
            name.Contains('.', StringComparison.Ordinal) ? [name]
                : new[] { $"{name}/one.js", $"{name}/deep/two.js" }).Where(_ => random.Next(4) > 0).Append("always.txt").ToList();
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file))!);
            File.WriteAllText(Path.Combine(root, file), $"{random.Next()}");
        }

        return files;
    }

    // What is read is worked out beside the text, not from it.
    private (string Text, Func<string, bool> Reads) MakeDockerfile()
    {
        var lines = new List<string> { "FROM scratch AS first", "COPY --from=elsewhere / /other", "FROM scratch", "ENV DIR=src" };
        var reads = new List<Func<string, bool>>();
        for (var i = random.Next(4); i >= 0; i--)
        {
            var name = Names[random.Next(Names.Length)];
            var (line, read) = random.Next(7) switch
            {
                0 => ($"COPY {name} /app/", Under(name)),
                1 => ($"COPY [\"./{name}\", \"/app/\"]", Under(name)),
                2 => ("COPY package*.json ./", file => file.StartsWith("package", StringComparison.Ordinal)),
                3 => ("COPY $DIR/deep /app/", Under("src/deep")),
                4 => ($"RUN --mount=type=bind,source={name},target=/x true", Under(name)),
                5 => ("RUN --mount=type=cache,target=/c true", _ => false),
                _ => (random.Next(5) == 0 ? ("COPY . /app/", (Func<string, bool>)(_ => true)) : ("COPY --from=first / /", _ => false)),
            };
            lines.Add(line);
            reads.Add(read);
        }

        return (string.Join('\n', lines) + "\n", file => reads.Any(read => read(file)));

        static Func<string, bool> Under(string name) => file => file == name || file.StartsWith(name + "/", StringComparison.Ordinal);
    }

    private static async Task<Fingerprint> OfAsync(string root, string text)
    {
        var use = Dockerfile.Parse(text, "Dockerfile").Resolve(new DockerfileInputs());
        var scope = use.ContextSources is { } sources ? ContextScope.Of(sources) : ContextScope.Everything;
        var context = await new ContextReader().ReadAsync(root, DockerIgnore.Parse([], ".dockerignore"), scope, CancellationToken.None);
        return FingerprintInputs.Of(Requests.Full with { Context = context, Dockerfile = Requests.Bytes(text) }).Fingerprint;
    }
}
