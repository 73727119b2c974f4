using System.Runtime.Versioning;
using KegImages.Commands;
using KegImages.Contexts;
using KegImages.EngineTests.Engine;
using KegImages.Fingerprints;
using KegImages.Ignore;
using KegImages.Processes;

namespace KegImages.EngineTests.Fingerprints;

[UnsupportedOSPlatform("windows")]
public sealed class ContextReaderTests(EngineFixture engine) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keg-context-").FullName;
    private readonly Arrivals buildKit = new(engine);

    private string Context => Path.Combine(folder, "context");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [EngineFact]
    public async Task Odd_names_modes_links_and_folders_arrive_as_they_are_listed()
    {
        foreach (var name in new[] { "sp ace", "new\nline", "é😀", "%41", "\"quoted\"", "-dash", ".hidden", "a\\b", new string('n', 200) })
            Write(name, name);
        Write("modes/setuid", "", 0b100_111_101_101);
        Write("modes/setgid", "", 0b010_111_101_101);
        Write("modes/none", "none", 0);
        Write("modes/all", "", 0b111_111_111);
        Directory.CreateDirectory(Path.Combine(Context, "empty/sticky"));
        File.SetUnixFileMode(Path.Combine(Context, "empty/sticky"), (UnixFileMode)0b001_111_111_111);
        File.CreateSymbolicLink(Path.Combine(Context, "to nowhere"), "/no/where");
        File.CreateSymbolicLink(Path.Combine(Context, "to a folder"), "modes");
        await RunAsync("ln", Path.Combine(Context, "sp ace"), Path.Combine(Context, "hard link"));
        using (var large = File.Create(Path.Combine(Context, "large")))
            large.SetLength(64 * 1024 * 1024);
        Write("Dockerfile", "FROM scratch\nCOPY . /\n");

        var (lines, error) = await buildKit.OfAsync(folder, [Context]);

        lines.ShouldNotBeNull(error);
        lines.ShouldBe(await Listing.OfAsync(Context, DockerIgnore.None));
    }

    [EngineFact]
    public async Task A_folders_mode_is_an_input_although_BuildKits_cache_passes_it_by()
    {
        Write("Dockerfile", "FROM scratch\nCOPY . /\n");
        Write("unique/file", Guid.NewGuid().ToString());
        await IsBuiltAsync();
        var before = await FingerprintAsync();
        await RunAsync("chmod", "750", Path.Combine(Context, "unique"));

        (await IsBuiltAsync()).ShouldBeFalse("when this changes, docs/fingerprints.md has to say so");
        (await FingerprintAsync()).ShouldNotBe(before);
        var (lines, _) = await buildKit.OfAsync(folder, ["--no-cache", Context]);
        lines!.ShouldContain("unique folder 0750", "a new build sees it");
    }

    [EngineFact]
    public async Task What_changes_the_fingerprint_is_what_misses_BuildKits_cache()
    {
        Write("Dockerfile", "FROM scratch\nCOPY . /\n");
        Write("Dockerfile.dockerignore", "*.log\n");
        Write("unique", Guid.NewGuid().ToString());
        Write("src/file", "content");
        Write("a.log", "ignored");
        File.CreateSymbolicLink(Path.Combine(Context, "link"), "src");
        await IsBuiltAsync();
        var before = await FingerprintAsync();

        await ShouldAgreeAsync("nothing", expected: false, () => Task.CompletedTask);
        await ShouldAgreeAsync("times", expected: false,
            () => RunAsync("touch", "-d", "2001-01-01", Path.Combine(Context, "src/file"), Path.Combine(Context, "src")));
        await ShouldAgreeAsync("the owner", expected: false, () => RunAsync("chown", "12:34", Path.Combine(Context, "src/file")));
        await ShouldAgreeAsync("an ignored file", expected: false, () => WriteAsync("a.log", "changed"));
        await ShouldAgreeAsync("the root's mode", expected: false, () => RunAsync("chmod", "700", Context));
        await ShouldAgreeAsync("a mode", expected: true, () => RunAsync("chmod", "664", Path.Combine(Context, "src/file")));
        await ShouldAgreeAsync("one byte", expected: true, () => WriteAsync("src/file", "Content"));
        await ShouldAgreeAsync("an empty folder", expected: true, () => RunAsync("mkdir", Path.Combine(Context, "empty")));
        await ShouldAgreeAsync("a link's target", expected: true, () => RunAsync("ln", "-sfn", "empty", Path.Combine(Context, "link")));
        await ShouldAgreeAsync("a name", expected: true,
            () => RunAsync("mv", Path.Combine(Context, "src/file"), Path.Combine(Context, "src/File")));

        async Task ShouldAgreeAsync(string what, bool expected, Func<Task> change)
        {
            await change();
            var after = await FingerprintAsync();
            (after != before).ShouldBe(expected, $"{what} and the fingerprint");
            (await IsBuiltAsync()).ShouldBe(expected, $"{what} and BuildKit's cache");
            before = after;
        }
    }

    private async Task<Fingerprint> FingerprintAsync()
    {
        var dockerfile = Path.Combine(Context, "Dockerfile");
        var ignore = await IgnoreFile.FindAsync(dockerfile, Context, CancellationToken.None);
        var reader = new ContextReader(Path.Combine(folder, "cache"));
        var listing = await reader.ReadAsync(Context, ignore, ContextScope.Everything, CancellationToken.None);
        await reader.RememberAsync(CancellationToken.None);
        return FingerprintInputs.Of(new FingerprintRequest
        {
            Dockerfile = await File.ReadAllBytesAsync(dockerfile),
            Context = listing,
            Platforms = ["linux/amd64"],
        }).Fingerprint;
    }

    private async Task<bool> IsBuiltAsync()
    {
        var (lines, error) = await buildKit.OfAsync(folder, [Context]);
        lines.ShouldNotBeNull(error);
        return !error.Contains("CACHED", StringComparison.Ordinal);
    }

    private Task WriteAsync(string path, string content) => File.WriteAllTextAsync(Path.Combine(Context, path), content);

    private void Write(string path, string content, int mode = 0b110_100_100)
    {
        var full = Path.Combine(Context, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        File.SetUnixFileMode(full, (UnixFileMode)mode);
    }

    private static async Task RunAsync(string program, params string[] arguments) =>
        (await new ProcessRunner().RunAsync(new Command(program, arguments), null, null, CancellationToken.None)).OrThrow();
}
