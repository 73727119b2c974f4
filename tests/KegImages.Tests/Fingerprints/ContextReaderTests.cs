using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using KegImages.Commands;
using KegImages.Contexts;
using KegImages.Fingerprints;
using KegImages.Ignore;
using KegImages.Processes;

namespace KegImages.Tests.Fingerprints;

[UnsupportedOSPlatform("windows")]
public sealed class ContextReaderTests : IDisposable
{
    private const string Sha256OfContent = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_listing_has_files_folders_and_links_with_their_modes()
    {
        folder.Write("src/app.js");
        File.SetUnixFileMode(folder["src/app.js"], (UnixFileMode)0b110_100_000);
        Directory.CreateDirectory(folder["src/empty"]);
        File.SetUnixFileMode(folder["src/empty"], (UnixFileMode)0b1_111_111_111);
        File.SetUnixFileMode(folder["src"], (UnixFileMode)0b111_000_000);
        File.CreateSymbolicLink(folder["link"], "nowhere/at all");

        (await ReadAsync()).ShouldBe([
            new ContextLink("link", "nowhere/at all"),
            new ContextFolder("src", 0b111_000_000),
            new ContextFile("src/app.js", 0b110_100_000, Sha256OfContent),
            new ContextFolder("src/empty", 0b1_111_111_111),
        ]);
    }

    [Fact]
    public async Task Odd_names_are_read_as_they_are()
    {
        string[] names = ["sp ace", "new\nline", "é😀", "-", "%41", "\"", "a\\b"];
        foreach (var name in names)
            folder.Write(name);

        (await ReadAsync()).Select(entry => entry.Path).ShouldBe(names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_is_ignored_arrives_when_something_in_it_is_brought_back()
    {
        folder.Write("a/b/keep");
        folder.Write("a/b/drop");
        folder.Write("a/c/drop");

        (await ReadAsync("*\n!a/b/keep")).Select(entry => entry.Path).ShouldBe(["a", "a/b", "a/b/keep"]);
    }

    [Fact]
    public async Task A_folder_stays_as_an_empty_one_when_only_what_is_in_it_is_ignored()
    {
        folder.Write("a/b");

        (await ReadAsync("a/*")).Select(entry => entry.Path).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Patterns_that_contradict_each_other_leave_a_file_without_its_content()
    {
        folder.Write("x/y");

        (await ReadAsync("x\n!x/y\nx")).OfType<ContextFile>()
            .Single().Sha256.ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    [Fact]
    public async Task Pipes_and_sockets_are_named_together()
    {
        Directory.CreateDirectory(folder["in"]);
        await new ProcessRunner().RunAsync(new Command("mkfifo", folder["in/pipe"]), null, null, CancellationToken.None);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder["socket"]));

        var refusal = await Should.ThrowAsync<WrongUseException>(() => ReadAsync());

        refusal.Problems.Select(problem => problem.Message).Order().ShouldBe([
            "'in/pipe' is a pipe: an image cannot be built from one",
            "'socket' is a socket: an image cannot be built from one",
        ]);
        (await ReadAsync("in/pipe\nsocket")).Select(entry => entry.Path).ShouldBe(["in"]);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named() =>
        (await Should.ThrowAsync<WrongUseException>(() =>
            new ContextReader().ReadAsync(folder["none"], DockerIgnore.None, ContextScope.Everything, CancellationToken.None)))
            .Message.ShouldContain(folder["none"]);

    [Fact]
    public async Task Ignored_folders_are_not_looked_into()
    {
        folder.Write("node_modules/x/y");
        folder.Write("kept");
        // Looked into, the pipe would be an error.
        await new ProcessRunner().RunAsync(new Command("mkfifo", folder["node_modules/pipe"]), null, null, CancellationToken.None);

        (await ReadAsync("node_modules\n!kept")).Select(entry => entry.Path).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        folder.Write("a");

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new ContextReader().ReadAsync(folder.Path, DockerIgnore.None, ContextScope.Everything, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("src", "src src/app.js src/lib src/lib/x.js")]
    [InlineData("./src/lib/", "src src/lib src/lib/x.js")]
    [InlineData("/package.json", "package.json")]
    [InlineData("package*.json", "package-lock.json package.json")]
    [InlineData("s*/lib", "src src/lib src/lib/x.js")]
    [InlineData("*/lib", "!odd README.md dir-link package-lock.json package.json src src/app.js src/lib src/lib/x.js")]
    [InlineData("../package.json", "package.json")]
    [InlineData("!odd", "!odd")]
    [InlineData("nothing", "")]
    [InlineData("dir-link", "!odd README.md dir-link package-lock.json package.json src src/app.js src/lib src/lib/x.js")]
    [InlineData("dir-link/x.js", "!odd README.md dir-link package-lock.json package.json src src/app.js src/lib src/lib/x.js")]
    [InlineData("$SOURCE", "!odd README.md dir-link package-lock.json package.json src src/app.js src/lib src/lib/x.js")]
    [InlineData("[ps]*", "!odd README.md dir-link package-lock.json package.json src src/app.js src/lib src/lib/x.js")]
    [InlineData(".", "!odd README.md dir-link package-lock.json package.json src src/app.js src/lib src/lib/x.js")]
    [InlineData("src/..", "!odd README.md dir-link package-lock.json package.json src src/app.js src/lib src/lib/x.js")]
    public async Task A_scope_is_what_its_sources_cover_and_all_when_that_is_not_sure(string source, string paths)
    {
        foreach (var path in new[] { "README.md", "package.json", "package-lock.json", "src/app.js", "src/lib/x.js", "!odd" })
            folder.Write(path);
        File.CreateSymbolicLink(folder["dir-link"], "src/lib");

        (await ReadAsync(scope: ContextScope.Of([source]))).Select(entry => entry.Path)
            .ShouldBe(paths.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_build_that_reads_no_context_needs_none() =>
        (await new ContextReader().ReadAsync(folder["none"], DockerIgnore.None, ContextScope.Of([]),
            CancellationToken.None)).Entries.ShouldBeEmpty();

    private async Task<IEnumerable<ContextEntry>> ReadAsync(string ignore = "", ContextScope? scope = null)
    {
        var rules = DockerIgnore.Parse(Encoding.UTF8.GetBytes(ignore), ".dockerignore");
        return (await new ContextReader().ReadAsync(folder.Path, rules, scope ?? ContextScope.Everything, CancellationToken.None)).Entries;
    }
}
