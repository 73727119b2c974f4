using System.Text;
using KegImages.Overviews;
using KegImages.Contexts;
using KegImages.Loading;
using KegImages.Locking;
using KegImages.References;

namespace KegImages.Tests.Configuration;

/// <summary>Files as editors on Windows leave them: CRLF, with a byte order mark, or mixed.</summary>
public sealed class LineEndingsTests
{
    private static readonly (string Path, string Text)[] Files =
    [
        ("keg.yml", "provider: a.io/b\ndefault: { aliases: [master] }\ngroups:\n  hub:\n    folders:\n      - images/tap\n  taps:\n    "
            + "folders: ['taps/*']\nargs:\n  NODE: '20'\n  TEXT: |\n    one\n    two\ntemplates:\n  cli.paths.x: y\nlint:\n  "
            + "root-server: error\n"),
        ("defaults.env", "SHARED=a # note\n"),
        ("images/tap/Dockerfile",
            "# escape=\\\nFROM node:20\nENV A=1 \\\n    # between\n    B=2\nRUN <<EOF\nset -e\nmake\nEOF\nONBUILD COPY . .\n"),
        ("images/tap/values.yml", "IMAGE: tap\nports:\n  - 80\n"),
        ("taps/evf/container/Dockerfile",
            "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\nARG TEXT\nCOPY a \\\n  b /c/\nRUN <<EOF\nmake\ninstall\nEOF\nRUN make; \\\n  "
                + "install\nEXPOSE $PORT\n"),
        ("taps/evf/container/values.yml",
            "alias: events\nsecrets:\n  - LICENSE\nenv:\n  PORT: 80\n  LICENSE:\n  LONG: >-\n    folded\n    text\n  APP: '{{ envs.LONG "
                + "}}/{{ cli.paths.x }}'\n"),
        ("taps/evf/container/values-local.yml", "env:\n  PORT: 81\n"),
        ("taps/evf/container/.env", "LICENSE=\"first\"\nX: y\n"),
        ("taps/evf/.dockerignore", "# a comment\n*.log\n!keep.log\n\nnode_modules/\n"),
        ("taps/evf/container/docker-compose.yml", "services:\n  evf:\n    environment:\n      - A\n"),
    ];

    [Theory]
    [InlineData("\r\n", false)]
    [InlineData("\r\n", true)]
    [InlineData("\n", true)]
    public async Task They_make_no_difference_to_the_family(string newLine, bool hasMark) =>
        (await SeenAsync(text => Encode(text.Replace("\n", newLine), hasMark))).ShouldBe(await SeenAsync(text => Encode(text, false)));

    [Fact]
    public async Task Mixed_ones_make_no_difference_either()
    {
        var expected = await SeenAsync(text => Encode(text, false));
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 20; i++)
            (await SeenAsync(text =>
                Encode(string.Concat(text.Select(c => c == '\n' && random.Next(2) == 0 ? "\r\n" : c.ToString())),
                    random.Next(2) == 0))).ShouldBe(expected, $"seed {seed}");
    }

    [Fact]
    public void A_lock_is_read_the_same()
    {
        var text = new KegLock(KegLock.Empty.Images.Add("node:20", new LockedImage(Digest.Of("x"u8), ["COPY . ."]))).ToString();

        text.ShouldNotContain("\r");
        KegLock.Parse(text.Replace("\n", "\r\n")).ToString().ShouldBe(text);
    }

    // All that is known of the family, as text.
    private static async Task<string> SeenAsync(Func<string, byte[]> encode)
    {
        using var folder = new FamilyFolder();
        foreach (var (path, text) in Files)
        {
            folder.Add(path, "");
            await File.WriteAllBytesAsync(Path.Combine(folder.Root, path), encode(text));
        }

        var model = await folder.LoadAsync();
        var seen = new StringBuilder();
        foreach (var image in model.Family.Images)
        {
            seen.AppendLine($"{image.Name} {image.Alias} {image.Group.Name} {string.Join(",", image.Ports)} "
                + $"{model.Shown(image.ContextPath)}");
            seen.AppendLine(string.Join("\n", image.Args.Select(arg => $"  {arg.Key}={arg.Value}")));
            seen.AppendLine(string.Join("\n", image.Parents.Select(parent => $"  {parent.Reference} {parent.Location} {parent.Member}")));
            seen.AppendLine(string.Join(" ", image.Use.DeclaredArgs) + " of " + string.Join(" ", image.Use.ContextSources ?? []) + " "
                + string.Join(" ", image.Use.Triggers));
            seen.AppendLine(string.Join("\n",
                image.Dockerfile.Instructions.Select(instruction => $"  {instruction.Line}-{instruction.EndLine} {instruction}")));
            seen.AppendLine(string.Join(" ",
                (await IgnoreFile.FindAsync(image.DockerfilePath, image.ContextPath, CancellationToken.None)).Patterns));
            var variables = await TapEnvironmentReader.ReadAsync(model, image, null, new Dictionary<string, string>(),
                CancellationToken.None);
            seen.AppendLine(string.Join("\n",
                variables.Variables.Concat(variables.Overridden)
                    .Select(variable => $"  {variable.Name}={variable.Value} {variable.Origin} {variable.IsSecret}")));
        }

        var report = await LintCommand.LintAsync(model, model.Family.Images, CancellationToken.None);
        report.Findings.Length.ShouldBeGreaterThan(3);
        return seen.AppendLine(string.Join("\n", report.ToLines())).ToString();
    }

    private static byte[] Encode(string text, bool hasMark) =>
        [.. hasMark ? Encoding.UTF8.Preamble.ToArray() : [], .. Encoding.UTF8.GetBytes(text)];
}
