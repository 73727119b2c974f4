using System.Collections.Immutable;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using KegImages.Commands;
using KegImages.Contexts;
using KegImages.Fingerprints;
using KegImages.Processes;
using KegImages.References;

namespace KegImages.Tests.Fingerprints;

[UnsupportedOSPlatform("windows")]
public sealed partial class DocumentationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_documented_example_gives_the_documented_fingerprint_with_sha256sum_alone_and_with_this_library()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(ThisClone.Root, "docs", "fingerprints.md"));
        var documented = Documented().Match(page).Groups["fingerprint"].Value;

        var printed = await RunAsync(Script().Match(page).Groups["script"].Value);
        var manifest = await ManifestAsync();

        printed.ShouldBe($"{manifest}{documented}\n");
        manifest.Fingerprint.ToString().ShouldBe(documented);
    }

    private async Task<FingerprintInputs> ManifestAsync()
    {
        var context = folder["example"];
        var dockerfile = Path.Combine(context, "Dockerfile");
        return FingerprintInputs.Of(new FingerprintRequest
        {
            Dockerfile = await File.ReadAllBytesAsync(dockerfile),
            Context = await new ContextReader().ReadAsync(context, await IgnoreFile.FindAsync(dockerfile, context, CancellationToken.None),
                ContextScope.Everything, CancellationToken.None),
            Platforms = ["linux/amd64"],
            Args = ImmutableSortedDictionary<string, string>.Empty.Add("NODE_ENV", "production"),
            Parents = [new FamilyParent(ImageName.Parse("tap"), Fingerprint.Parse("fp2:" + new string('0', 64)), "KEG_BASE_IMAGE")],
        });
    }

    private async Task<string> RunAsync(string script)
    {
        var command = new Command("sh", "-s") { StandardInput = script, WorkingDirectory = folder.Path };
        return (await new ProcessRunner().RunAsync(command, null, null, CancellationToken.None)).OrThrow().StandardOutput;
    }

    [GeneratedRegex(@"^```sh\n(?<script>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex(@"^```\n(?<fingerprint>fp2:[0-9a-f]{64})\n```$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Documented();
}
