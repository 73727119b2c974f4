using System.Collections.Immutable;
using System.Runtime.Versioning;
using KegImages.Contexts;
using KegImages.Fingerprints;
using KegImages.Ignore;

namespace KegImages.Tests.Fingerprints;

/// <summary>What a build can see changes the fingerprint, what it cannot see does not: on made-up contexts, with a printed seed.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FingerprintPropertyTests : IDisposable
{
    private const string Ignore = "ignored\n**/*.log\n!keep.log\n.git\n";

    private readonly TemporaryFolder folder = new();
    private readonly Random random;

    public FingerprintPropertyTests(ITestOutputHelper output)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KEG_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed} (set KEG_SEED to run it again)");
        random = new Random(seed);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Any_change_that_a_build_can_see_changes_the_fingerprint()
    {
        for (var round = 0; round < 8; round++)
        {
            var root = folder[$"{round}"];
            MakeContext(root);
            var seen = new Dictionary<Fingerprint, string> { [await OfAsync(root)] = "nothing" };
            foreach (var (name, change) in VisibleChanges(root).OrderBy(_ => random.Next()))
            {
                change();
                var fingerprint = await OfAsync(root);
                seen.TryAdd(fingerprint, name)
                    .ShouldBeTrue(
                        $"round {round}: after '{name}' the fingerprint is the one after '{seen.GetValueOrDefault(fingerprint)}'");
            }
        }
    }

    [Fact]
    public async Task No_change_that_a_build_cannot_see_changes_the_fingerprint()
    {
        for (var round = 0; round < 8; round++)
        {
            var root = folder[$"{round}"];
            MakeContext(root);
            var before = await OfAsync(root);
            foreach (var (name, change) in HiddenChanges(root).OrderBy(_ => random.Next()))
            {
                change();
                (await OfAsync(root)).ShouldBe(before, $"round {round}: after '{name}'");
            }

            var elsewhere = folder[$"elsewhere/{round}/deeper"];
            Copy(root, elsewhere);
            (await OfAsync(elsewhere)).ShouldBe(before, $"round {round}: in another folder, listed in another order");
        }
    }

    private IEnumerable<(string Name, Action Change)> VisibleChanges(string root)
    {
        var files = Files(root);
        var file = files[random.Next(files.Count)];
        var other = files[random.Next(files.Count)];
        yield return ("one byte", () => FlipByte(file));
        yield return ("one byte more", () => File.AppendAllText(other, "x"));
        yield return ("a mode", () => File.SetUnixFileMode(other, File.GetUnixFileMode(other) ^ UnixFileMode.OtherExecute));
        yield return ("a folder's mode", () =>
            File.SetUnixFileMode(Path.Combine(root, "folder"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        yield return ("a link's target", () => Relink(Path.Combine(root, "link"), "another"));
        yield return ("an empty file", () => File.WriteAllText(Path.Combine(root, "empty file"), ""));
        yield return ("an empty folder", () => Directory.CreateDirectory(Path.Combine(root, "empty folder")));
        yield return ("a name", () => File.Move(Path.Combine(root, "folder/name"), Path.Combine(root, "folder/Name")));
        yield return ("a file that is brought back", () => File.WriteAllText(Path.Combine(root, "keep.log"), "kept"));
    }

    private static IEnumerable<(string Name, Action Change)> HiddenChanges(string root)
    {
        yield return ("an ignored file", () => File.WriteAllText(Path.Combine(root, "ignored/file"), "changed"));
        yield return ("an ignored file's name", () => File.Move(Path.Combine(root, "folder/a.log"), Path.Combine(root, "folder/b.log")));
        yield return ("a folder that is ignored", () => Directory.CreateDirectory(Path.Combine(root, ".git/objects")));
        yield return ("times", () => Files(root).ForEach(file => File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch)));
        yield return ("the root's own mode", () =>
            File.SetUnixFileMode(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    private void MakeContext(string root)
    {
        Directory.CreateDirectory(Path.Combine(root, "folder/deeper"));
        Directory.CreateDirectory(Path.Combine(root, "ignored"));
        File.WriteAllText(Path.Combine(root, "ignored/file"), "ignored");
        File.WriteAllText(Path.Combine(root, "folder/a.log"), "ignored");
        File.WriteAllText(Path.Combine(root, "folder/name"), "name");
        File.CreateSymbolicLink(Path.Combine(root, "link"), "nowhere");
        foreach (var at in new[] { "", "folder", "folder/deeper" })
        {
            for (var i = random.Next(1, 5); i > 0; i--)
                File.WriteAllBytes(Path.Combine(root, at, $"file {i}"), Bytes(random.Next(1, 100_000)));
        }
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private void FlipByte(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        var time = File.GetLastWriteTimeUtc(file);
        File.WriteAllBytes(file, bytes);
        File.SetLastWriteTimeUtc(file, time);
    }

    private static List<string> Files(string root) =>
        [.. Directory.EnumerateFiles(root, "file *", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static void Relink(string link, string target)
    {
        File.Delete(link);
        File.CreateSymbolicLink(link, target);
    }

    // Names are made in a random order, so that the listing's order is another one.
    private void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).GetFileSystemInfos().OrderBy(_ => random.Next()))
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link)
                File.CreateSymbolicLink(target, link);
            else if (entry is FileInfo)
                File.Copy(entry.FullName, target);
            else
                Copy(entry.FullName, target);
            if (entry.LinkTarget is null)
                File.SetUnixFileMode(target, entry.UnixFileMode);
        }
    }

    private async Task<Fingerprint> OfAsync(string root)
    {
        var ignore = DockerIgnore.Parse(System.Text.Encoding.UTF8.GetBytes(Ignore), ".dockerignore");
        // With a cache, so that it is shown to change nothing.
        var reader = new ContextReader(folder["cache"], new Later());
        var context = await reader.ReadAsync(root, ignore, ContextScope.Everything, CancellationToken.None);
        await reader.RememberAsync(CancellationToken.None);
        var uncached = await new ContextReader().ReadAsync(root, ignore, ContextScope.Everything, CancellationToken.None);
        context.Sha256.ShouldBe(uncached.Sha256);
        return FingerprintInputs.Of(Requests.Full with { Context = context,
            Contexts = ImmutableSortedDictionary<string, ContextIdentity>.Empty.Add("same", ContextIdentity.Of(context)) }).Fingerprint;
    }

    private sealed class Later : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromMinutes(1);
    }
}
