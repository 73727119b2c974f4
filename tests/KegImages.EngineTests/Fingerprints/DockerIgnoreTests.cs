using System.Collections.Immutable;
using System.Runtime.Versioning;
using KegImages.Contexts;
using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Fingerprints;

[UnsupportedOSPlatform("windows")]
public sealed class DockerIgnoreTests(EngineFixture engine, ITestOutputHelper output) : IDisposable
{
    private const int Cases = 240;
    private const int CasesInABuild = 40;

    private readonly string folder = Directory.CreateTempSubdirectory("keg-ignore-").FullName;
    private readonly Arrivals buildKit = new(engine);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [EngineFact]
    public async Task For_random_contexts_and_ignore_files_BuildKit_copies_exactly_what_is_listed()
    {
        var seed = Seed();
        var accepted = new List<(IgnoreCase Case, string Folder, ImmutableSortedSet<string> Expected)>();
        var refused = new List<(IgnoreCase Case, string Folder)>();
        for (var i = 0; i < Cases; i++)
        {
            var made = new IgnoreCase(seed + i);
            var at = Path.Combine(folder, $"c{i}");
            made.WriteTo(at);
            try
            {
                accepted.Add((made, at, await Listing.OfAsync(at, await IgnoreFile.FindAsync(at, CancellationToken.None))));
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

    [EngineFact]
    public async Task The_main_context_follows_the_Dockerfiles_own_ignore_file_and_else_that_at_its_root()
    {
        var seed = Seed();
        for (var (i, compared) = (0, 0); compared < 16; i++)
        {
            var made = new IgnoreCase(seed + i);
            var at = Path.Combine(folder, $"m{i}");
            made.WriteTo(at);
            var dockerfile = Path.Combine(at, "Dockerfile");
            await File.WriteAllTextAsync(dockerfile, "FROM scratch\nCOPY . /\n");
            if (i % 2 == 1)
                File.Move(Path.Combine(at, ".dockerignore"), dockerfile + ".dockerignore");
            if (i % 4 == 3)
                await File.WriteAllTextAsync(Path.Combine(at, ".dockerignore"), "**");
            ImmutableSortedSet<string> expected;
            try
            {
                expected = await Listing.OfAsync(at, await IgnoreFile.FindAsync(dockerfile, at, CancellationToken.None));
            }
            catch (WrongUseException)
            {
                continue;
            }

            var (lines, error) = await buildKit.OfAsync(folder, [at]);
            lines.ShouldNotBeNull($"seed {made.Seed}: {error}");
            lines!.ShouldBe(expected, $"seed {made.Seed}, ignore file:\n{made.IgnoreFile}\n");
            compared++;
        }
    }

    private int Seed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KEG_SEED"), out var given) ? given
            : Random.Shared.Next(1_000_000) * 1000;
        output.WriteLine($"seed {seed} (set KEG_SEED to run it again)");
        return seed;
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
        return await buildKit.OfAsync(folder,
            [.. contexts.Select((context, i) => $"--build-context=c{i}={context}"), $"--file={dockerfile}", empty]);
    }
}
