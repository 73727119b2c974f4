using System.Collections.Immutable;
using System.Runtime.Versioning;
using KegImages.Fingerprints;
using Xunit.Abstractions;

namespace KegImages.EngineTests.Fingerprints;

[UnsupportedOSPlatform("windows")]
public sealed class DockerIgnoreTests(ITestOutputHelper output) : IDisposable
{
    private const int Cases = 240;
    private const int CasesInABuild = 40;

    private readonly string folder = Directory.CreateTempSubdirectory("keg-ignore-").FullName;
    private readonly Arrivals buildKit = new(ImmutableSortedDictionary<string, string?>.Empty);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task For_random_contexts_and_ignore_files_BuildKit_copies_exactly_what_is_listed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KEG_SEED"), out var given) ? given : Random.Shared.Next(1_000_000) * 1000;
        output.WriteLine($"seed {seed} (set KEG_SEED to run it again)");
        var accepted = new List<(IgnoreCase Case, string Folder, ImmutableSortedSet<string> Expected)>();
        var refused = new List<(IgnoreCase Case, string Folder)>();
        for (var i = 0; i < Cases; i++)
        {
            var made = new IgnoreCase(seed + i);
            var at = Path.Combine(folder, $"c{i}");
            made.WriteTo(at);
            try
            {
                accepted.Add((made, at, await ListedAsync(at)));
            }
            catch (WrongUseException)
            {
                refused.Add((made, at));
            }
        }

        output.WriteLine($"{accepted.Count} accepted, {refused.Count} refused");
        foreach (var batch in accepted.Chunk(CasesInABuild))
            await CompareAsync(batch);
        foreach (var (made, at) in refused)
        {
            var (lines, _) = await BuildAsync([at]);
            lines.ShouldBeNull($"seed {made.Seed}: BuildKit accepts what we refuse: {made.IgnoreFile}");
        }
    }

    private async Task CompareAsync((IgnoreCase Case, string Folder, ImmutableSortedSet<string> Expected)[] batch)
    {
        var (lines, error) = await BuildAsync([.. batch.Select(one => one.Folder)]);
        if (lines is null && batch.Length > 1)
        {
            foreach (var one in batch)
                await CompareAsync([one]);
        }

        lines.ShouldNotBeNull($"seed {batch[0].Case.Seed}: BuildKit refuses what we accept: {batch[0].Case.IgnoreFile}\n{error}");
        for (var i = 0; i < batch.Length; i++)
        {
            var prefix = $"c{i}/";
            var arrived = lines.Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line[prefix.Length..]);
            arrived.ShouldBe(batch[i].Expected, $"seed {batch[i].Case.Seed}, ignore file:\n{batch[i].Case.IgnoreFile}\n");
        }
    }

    private async Task<(ImmutableSortedSet<string>? Lines, string Error)> BuildAsync(IReadOnlyList<string> contexts)
    {
        var dockerfile = Path.Combine(folder, $"{Guid.NewGuid():N}.Dockerfile");
        await File.WriteAllLinesAsync(dockerfile, ["FROM scratch", .. contexts.Select((_, i) => $"COPY --from=c{i} . /c{i}/")]);
        var empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        return await buildKit.OfAsync(folder, [.. contexts.Select((context, i) => $"--build-context=c{i}={context}"), $"--file={dockerfile}", empty]);
    }

    private static async Task<ImmutableSortedSet<string>> ListedAsync(string context)
    {
        var ignore = await DockerIgnore.FindAsync(context, CancellationToken.None);
        var listing = await new ContextReader().ReadAsync(context, ignore, ContextScope.Everything, CancellationToken.None);
        return [.. listing.Entries.Select(entry => entry switch
        {
            ContextFile file => $"{file.Path} file {Octal(file.Mode)} {file.Sha256}",
            ContextFolder inner => $"{inner.Path} folder {Octal(inner.Mode)}",
            _ => $"{entry.Path} link {((ContextLink)entry).Target}",
        }).ToImmutableSortedSet(StringComparer.Ordinal)];
    }

    private static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');
}
