using System.Collections.Immutable;
using System.Text;
using KegImages.Fingerprints;
using KegImages.References;

namespace KegImages.Tests.Fingerprints;

/// <summary>An image's inputs that have one of everything.</summary>
internal static class Requests
{
    public static readonly string Sha256 = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    public static FingerprintRequest Full { get; } = new()
    {
        Dockerfile = Bytes("ARG KEG_BASE_IMAGE\nFROM ${KEG_BASE_IMAGE}\nCOPY . /app\n"),
        Context = new ContextListing([new ContextFolder("src", 0b111_101_101), new ContextFile("src/app.js", 0b110_100_100, Sha256),
            new ContextLink("now", "src")]),
        Platforms = ["linux/amd64"],
        Target = "run",
        Args = ImmutableSortedDictionary<string, string>.Empty.Add("NODE_ENV", "production").Add("EMPTY", ""),
        Contexts = ImmutableSortedDictionary<string, ContextIdentity>.Empty.Add("keg-hub", ContextIdentity.OfCommit(Sha256[..40])),
        Parents = [new FamilyParent(ImageName.Parse("tap"), Fingerprint.Parse($"fp1:{Sha256}"), "KEG_BASE_IMAGE")],
        Externals = [new ExternalParent(ImageReference.Parse("docker.io/library/node:20"), Digest.Parse($"sha256:{Sha256}"))],
    };

    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
