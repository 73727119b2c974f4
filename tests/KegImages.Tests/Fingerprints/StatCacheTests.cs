using System.Runtime.Versioning;
using KegImages.Contexts;
using KegImages.Fingerprints;
using KegImages.Ignore;

namespace KegImages.Tests.Fingerprints;

[SupportedOSPlatform("linux")]
public sealed class StatCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Clock clock = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_that_did_not_change_is_not_read_again()
    {
        folder.Write("context/a", "one");
        var first = await ReadAsync();
        // Only a digest that was remembered can be wrong: this one is made wrong, with a checksum that fits.
        Rewrite(text => text.Replace(first, new string('0', 64), StringComparison.Ordinal));

        (await ReadAsync()).ShouldBe(new string('0', 64));
    }

    [Fact]
    public async Task Every_name_that_a_file_may_have_is_found_again()
    {
        string[] names = ["a", "a b", "a%20b", "A", "aa/b", "aa.b", "é", "\uffff", "\U0001F600", "z\u202e", "~", "\"q\""];
        foreach (var name in names)
            folder.Write($"context/{name}", $"what {name} holds");
        var first = await ReadAsync("context");
        Rewrite(text => string.Join('\n', text.Split('\n').Select(line => line.Split(' ') is [_, .., { Length: 64 } sha256, _]
            ? line.Replace(sha256, new string('0', 64), StringComparison.Ordinal) : line)));

        var again = await ReadAsync("context");

        first.Entries.OfType<ContextFile>().ShouldAllBe(file => !file.Sha256.StartsWith("000000", StringComparison.Ordinal));
        again.Entries.OfType<ContextFile>().Select(file => (file.Path, file.Sha256))
            .ShouldBe(first.Entries.OfType<ContextFile>().Select(file => (file.Path, new string('0', 64))));
        again.Entries.OfType<ContextFile>().Count().ShouldBe(names.Length);
    }

    [Fact]
    public async Task A_file_that_changed_is_stored_beside_those_that_did_not()
    {
        foreach (var i in Enumerable.Range(0, 40))
            folder.Write($"context/{i}", $"{i}");
        await ReadAsync("context");
        folder.Write("context/17", "anew");
        var changed = await ReadAsync("context");
        var stored = File.ReadAllLines(CacheFile());

        stored.Length.ShouldBe(43, "the header, the context, its files and the checksum");
        stored[2..^1].Select(line => line.Split(' ')[^1]).ShouldBe(
            Enumerable.Range(0, 40).Select(i => $"{i}").Order(StringComparer.Ordinal));
        stored.ShouldContain(line => line.Contains(changed.Entries.OfType<ContextFile>().Single(file => file.Path == "17").Sha256));
    }

    [Fact]
    public async Task A_change_that_keeps_size_and_modification_time_is_seen()
    {
        folder.Write("context/a", "one");
        var first = await ReadAsync();
        var time = File.GetLastWriteTimeUtc(folder["context/a"]);
        File.WriteAllText(folder["context/a"], "two");
        File.SetLastWriteTimeUtc(folder["context/a"], time);

        (await ReadAsync()).ShouldNotBe(first);
    }

    [Fact]
    public async Task Another_file_put_in_its_place_is_seen()
    {
        folder.Write("context/a", "one");
        folder.Write("b", "two");
        var first = await ReadAsync();
        File.SetLastWriteTimeUtc(folder["b"], File.GetLastWriteTimeUtc(folder["context/a"]));
        File.Move(folder["b"], folder["context/a"], overwrite: true);

        (await ReadAsync()).ShouldNotBe(first);
    }

    [Fact]
    public async Task A_file_as_young_as_the_reading_is_not_remembered()
    {
        folder.Write("context/a", "one");
        clock.Ahead = TimeSpan.Zero;
        await ReadAsync();

        File.ReadAllLines(CacheFile()).Length.ShouldBe(3, "the header, the context and the checksum");
    }

    [Theory]
    [InlineData("")]
    [InlineData("keg-stat-cache/1\n")]
    [InlineData("keg-stat-cache/2\n")]
    [InlineData("keg-stat-cache/3\n")]
    [InlineData("keg-stat-cache/3\nwhat ever\n0000")]
    [InlineData("\0\0\0")]
    public async Task A_damaged_cache_is_an_empty_one(string text)
    {
        folder.Write("context/a", "one");
        var first = await ReadAsync();
        File.WriteAllText(CacheFile(), text);

        (await ReadAsync()).ShouldBe(first);
        File.ReadAllText(CacheFile()).ShouldContain(first);
    }

    [Fact]
    public async Task A_cache_with_one_wrong_byte_is_an_empty_one()
    {
        folder.Write("context/a", "one");
        var first = await ReadAsync();
        var text = File.ReadAllText(CacheFile());
        for (var i = 0; i < text.Length; i += 5)
        {
            File.WriteAllText(CacheFile(), $"{text[..i]}{(text[i] == '7' ? '8' : '7')}{text[(i + 1)..]}");

            (await ReadAsync()).ShouldBe(first);
        }
    }

    [Fact]
    public async Task A_cache_folder_that_cannot_be_made_changes_nothing()
    {
        folder.Write("context/a", "one");
        folder.Write("cache", "a file where the folder should be");

        (await ReadAsync()).Length.ShouldBe(64);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_forgotten()
    {
        folder.Write("context/a", "one");
        folder.Write("context/b", "two");
        await ReadAsync();
        File.Delete(folder["context/b"]);
        await ReadAsync();

        File.ReadAllText(CacheFile()).ShouldNotContain(" b\n");
    }

    [Fact]
    public async Task Contexts_that_were_not_read_this_time_are_remembered_for_a_month()
    {
        folder.Write("context/a", "one");
        folder.Write("other/b", "two");
        await ReadAsync("context", "other");
        folder.Write("context/c", "three");
        await ReadAsync("context");
        File.ReadAllText(CacheFile()).ShouldContain(" b\n");

        clock.Ahead = TimeSpan.FromDays(32);
        folder.Write("context/d", "four");
        await ReadAsync("context");

        File.ReadAllText(CacheFile()).ShouldContain(" d\n");
        File.ReadAllText(CacheFile()).ShouldNotContain(" b\n");
    }

    private async Task<string> ReadAsync()
    {
        var listing = await ReadAsync("context");
        return ((ContextFile)listing.Entries[0]).Sha256;
    }

    private async Task<ContextListing> ReadAsync(params string[] contexts)
    {
        var reader = new ContextReader(folder["cache"], clock);
        ContextListing? last = null;
        foreach (var context in contexts)
            last = await reader.ReadAsync(folder[context], DockerIgnore.None, ContextScope.Everything, CancellationToken.None);
        await reader.RememberAsync(CancellationToken.None);
        return last!;
    }

    private string CacheFile() => Directory.GetFiles(folder["cache"]).Single();

    private void Rewrite(Func<string, string> change)
    {
        var text = change(File.ReadAllText(CacheFile()));
        var body = text[..(text.LastIndexOf('\n') + 1)];
        File.WriteAllText(CacheFile(), body
            + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body))));
    }

    /// <summary>A clock that is ahead, so that files of a moment ago are old.</summary>
    private sealed class Clock : TimeProvider
    {
        public TimeSpan Ahead { get; set; } = TimeSpan.FromMinutes(1);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
