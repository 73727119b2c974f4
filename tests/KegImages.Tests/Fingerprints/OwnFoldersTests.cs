using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Contexts;
using KegImages.Fingerprints;
using KegImages.Ignore;
using KegImages.Tests.Building;

namespace KegImages.Tests.Fingerprints;

/// <summary>What the tool itself writes is in no context, for the fingerprint and for BuildKit alike.</summary>
public sealed class OwnFoldersTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("keg-[own] ").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("family", ".nuke/temp output")]
    [InlineData(".", "family/.nuke/temp family/output")]
    [InlineData("family/.nuke", "temp")]
    [InlineData("family/taps/evf", "")]
    [InlineData("family/output", "")]
    [InlineData("family/.nuke/temp/x", "")]
    [InlineData("beside", "")]
    [InlineData("link", ".nuke/temp output")]
    public void Those_that_lie_in_a_context_are_told(string context, string expected)
    {
        Write("family/.nuke/parameters.json", "{}");
        Directory.CreateSymbolicLink(Path.Combine(root, "link"), "family");

        new OwnFolders(Path.Combine(root, "family")).In(Path.Combine(root, context))
            .ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_folder_around_the_temporary_one_is_left_out_too_while_it_holds_nothing_else()
    {
        var own = new OwnFolders(root);
        own.In(root).ShouldBe([".nuke", "output"], "a first run makes it");
        Write(".nuke/temp/x", "1");
        own.In(root).ShouldBe([".nuke", "output"]);
        Write(".nuke/parameters.json", "{}");
        own.In(root).ShouldBe([".nuke/temp", "output"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!output\n!.nuke/temp\n")]
    [InlineData("!**\n")]
    [InlineData("*\n!**/o\n!a\n")]
    [InlineData("# a comment without an end")]
    public async Task They_are_left_out_whatever_the_ignore_file_says(string ignore)
    {
        Write("a", "1");
        Write("output/o", "1");
        Write("sub/output/o", "1");
        Write(".nuke/temp/local/o", "1");
        Write(".dockerignore", ignore);
        var own = new OwnFolders(root).In(root);

        var listing = await new ContextReader().ReadAsync(root,
            DockerIgnore.Parse(System.Text.Encoding.UTF8.GetBytes(ignore), "x")
                .Without(own), ContextScope.Everything, CancellationToken.None);

        var files = listing.Entries.OfType<ContextFile>().Select(file => file.Path).ToList();
        files.ShouldContain("a");
        files.ShouldContain("sub/output/o", "only the tool's own folder is meant");
        files.ShouldNotContain(file =>
            file.StartsWith("output/", StringComparison.Ordinal) || file.StartsWith(".nuke/temp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BuildKit_reads_a_copy_of_the_Dockerfile_with_an_ignore_file_of_its_own()
    {
        Write("d.Dockerfile", "FROM scratch\n");
        Write(".dockerignore", "!output\nb");
        var step = FamilyOf.Step("tap");
        step = step with { Image = step.Image with { DockerfilePath = Path.Combine(root, "d.Dockerfile"), ContextPath = root } };

        var prepared = await new BuildFiles(new OwnFolders(root), true, Path.Combine(root, ".nuke/temp/run")).OfAsync(step,
            CancellationToken.None);

        prepared.Image.DockerfilePath.ShouldBe(Path.Combine(root, ".nuke/temp/run/tap.dockerfile/d.Dockerfile"));
        prepared.Image.ContextPath.ShouldBe(root);
        File.ReadAllText(prepared.Image.DockerfilePath).ShouldBe("FROM scratch\n");
        File.ReadAllText(prepared.Image.DockerfilePath + ".dockerignore").ShouldBe("!output\nb\n/.nuke\n/.nuke/**\n/output\n/output/**\n");
    }

    [Fact]
    public async Task A_named_context_that_holds_them_is_copied_without_them()
    {
        Write("a b", "1");
        Write("output/o", "1");
        Write("ignored", "1");
        Write(".dockerignore", "ignored");
        File.CreateSymbolicLink(Path.Combine(root, "now"), "a b");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(root, "a b"), (UnixFileMode)0b111_101_101);
        var step = FamilyOf.Step("tap");
        step = step with { Contexts = ImmutableSortedDictionary<string, string>.Empty.Add("all", root).Add("far", "https://a.io/x.git#0") };
        var run = Path.Combine(root, ".nuke/temp/run");

        var prepared = await new BuildFiles(new OwnFolders(root), asksForFrontends: true, run).OfAsync(step, CancellationToken.None);

        prepared.Image.ShouldBe(step.Image);
        prepared.Contexts["far"].ShouldBe("https://a.io/x.git#0");
        var copy = prepared.Contexts["all"];
        copy.ShouldStartWith(run);
        var ignore = await IgnoreFile.FindAsync(root, CancellationToken.None);
        var before = await new ContextReader().ReadAsync(root, ignore.Without(new OwnFolders(root).In(root)), ContextScope.Everything,
            CancellationToken.None);
        var after = await new ContextReader().ReadAsync(copy, DockerIgnore.None, ContextScope.Everything, CancellationToken.None);
        after.ToString().ShouldBe(before.ToString());
        ContextCopy.Remove(run);
        Directory.Exists(run).ShouldBeFalse();
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
