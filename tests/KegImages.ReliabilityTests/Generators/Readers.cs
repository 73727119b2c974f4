using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Configuration;
using KegImages.Dockerfiles;
using KegImages.Environments;
using KegImages.Fingerprints;
using KegImages.Ignore;
using KegImages.Linting.Shell;
using KegImages.Locking;
using KegImages.Pruning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;
using KegImages.Reports;
using KegImages.Revisions;
using KegImages.Running;
using KegImages.Tagging;

namespace KegImages.ReliabilityTests.Generators;

/// <summary>Every reader of outside text that the product has.</summary>
internal static class Readers
{
    private static readonly string Hash = new('a', 64);

    public static ImmutableArray<Reader> All { get; } =
    [
        Reader.OfText("Dockerfile", Samples.Dockerfiles, Samples.DockerfileWords, text => ReadDockerfile(text)),
        Reader.OfText("expansion", ["${A:-b} $C \\$D ${E:+${F}}", "${A##*/}${B%.*}${C/x/y}"],
            ["${", "}", ":-", ":+", "$A", "\\", "#", "%", "/", "'", "\"", "*", "?"], Expand),
        Reader.OfText("mounts", ["type=bind,from=x,source=/a,target=/b", "type=secret,id=\"a,b\",required"],
            ["type=", "bind", "secret", ",", "=", "\"", "from=", "id=", "ssh"], text => RunMount.Parse(text)),
        Reader.OfText("triggers", ["COPY --from=x . .", "RUN --mount=type=cache,target=/x a", "ARG A=b"], Samples.DockerfileWords, text =>
            DockerfileTrigger.Parse(text, "x:1")),
        Reader.OfText("shell", ["set -e; a && b || true | c", "if a; then b; fi; for x in $(ls); do c; done"],
            ["&&", "||", "|", ";", "$(", ")", "`", "'", "\"", "if ", "then ", "fi", "\\", "\n", "<<E"], text =>
            HiddenFailures.Of(text)),
        Reader.OfText("references", ["ghcr.io/a/b:c", $"localhost:5000/a@sha256:{Hash}", "nginx", $"a.b/c/d:e@sha256:{Hash}"],
            [":", "/", "@", "sha256:", "a", "-", "_", ".", "localhost", "A", Hash], text =>
        {
            if (ImageReference.TryParse(text, out var reference))
                ImageReference.Parse(reference.ToString()).ToString().ShouldBe(reference.ToString());
            _ = Provider.TryParse(text, out _);
            _ = Tag.TryParse(text, out _);
            _ = Digest.TryParse(text, out _);
            _ = ImageName.TryParse(text, out _);
            _ = SourceUrl.Of(text);
        }),
        Reader.OfText("branches", ["feature/x", "a.b-c", "release/2026.1"], ["/", "-", ".", "A", "ä", "@{", ".lock", "~", "^", " ", "\\"],
            text =>
        {
            if (BranchName.TryParse(text, out _))
                _ = BranchSlug.TryParse(text, out _);
            _ = CommitId.TryParse(text, out _);
            _ = Fingerprint.TryParse(text, out _);
            _ = Period.TryParse(text, out _);
            _ = RemovalId.TryParse(text, out _);
        }),
        new Reader("ignore files", ["*\n!a\n**/b\n# c\n[a-z]?.txt\n", "node_modules\n!node_modules/x/**\n"],
            ["*", "**", "?", "[", "]", "^", "-", "!", "/", "\\", "\n", "a", ".", "#"], bytes =>
        {
            var ignore = DockerIgnore.Parse(bytes, ".dockerignore");
            foreach (var path in Samples.Paths)
                ignore.Ignores(path);
        }),
        Reader.OfText("keg.yml", Samples.Settings, Samples.YamlWords, text => KegReader.Read(text, "keg.yml")),
        Reader.OfText("values.yml", Samples.Values, Samples.YamlWords, text => ValuesReader.Read(text, "values.yml")),
        Reader.OfText(".env", ["A=b\nexport C='d'\nE=\"f\\n$G\" # h\nI: j\n", "C='it\\'s'\nD=${A:-b}\n"],
            ["=", "'", "\"", "\\", "#", "export ", "\n", "$", "{", "}", ":", " ", "A"], text =>
                DotEnv.Read(text, ".env", name => name.Length % 2 == 0 ? name : null)),
        new Reader("records", [Samples.Record], Samples.JsonWords, bytes => FamilyRecordJson.Read(bytes)),
        new Reader("record indexes", [Samples.RecordIndex], Samples.JsonWords, bytes => RecordIndex.Read(bytes, 2, "an index")),
        new Reader("record shards", [Samples.RecordShard], Samples.JsonWords, bytes => RecordShard.Read(bytes, 0, 2, "a shard")),
        Reader.OfText("locks", [Samples.Lock], Samples.JsonWords, text => KegLock.Parse(text)),
        new Reader("manifests", [Samples.Manifest, Samples.Index], Samples.JsonWords, bytes =>
        {
            var manifest = RegistryManifest.Parse(bytes, MediaTypes.OciManifest);
            _ = manifest.Config;
            _ = manifest.Subject;
            _ = manifest.CompressedSize;
        }),
        new Reader("configurations", [Samples.Config], Samples.JsonWords, bytes => ImageConfig.Parse(bytes)),
        new Reader("kept inputs", [Samples.KeptInputs], Samples.JsonWords, bytes => KeptInputs.Read(bytes)),
        Reader.OfText("fingerprint manifests", [Samples.FingerprintManifest],
            ["keg-fingerprint/1\n", "keg-fingerprint/2\n", "file ", "arg ", "parent ", "line ", " ", "\n", "\\", "\"", "sha256:", Hash,
            "0644:", "%41", "\n\nfolder-context "], text =>
        {
            _ = FingerprintInputs.TryParse(text, out _);
            _ = ImageInputs.TryParse(text, out _);
        }),
        Reader.OfText("challenges", ["Bearer realm=\"https://a/t\",service=\"s\",scope=\"repository:a:pull\"",
            "Basic realm=\"x\", Bearer realm=https://a"],
            ["Bearer ", "Basic ", "realm=", "\"", ",", "\\", "=", " ", "service=", "scope=", "https://a", "a=\"b\\\""], text =>
                Challenge.Parse([text])),
        Reader.OfText("Retry-After", ["120", "1m30s", "Fri, 31 Dec 1999 23:59:59 GMT", "retry-after: 148.926µs, allowed: 44000/minute"],
            ["1", "s", "ms", "m", "h", ".", "retry-after", ":", " ", "!", "µs", "Fri, ", "GMT"], text =>
                RetryDelay.Of(text, text, DateTimeOffset.UnixEpoch)),
        Reader.OfText("progress", Samples.Progress, [.. Samples.JsonWords, "\r", "\n", "\u001b[", "m", "{\n", "}\n"], text =>
        {
            var reader = new RawJsonReader();
            foreach (var line in text.Split('\n'))
                reader.Read(line);
            reader.Complete();
        }),
        new Reader("logs", ["#1 a\r#2 b\r\u001b[1mc\u001b[0m\n", "50%\r60%\r70%"],
            ["\r", "\n", "\u001b", "[", "1;2", "m", "]", "\u0007", "x", "\\"], bytes =>
        {
            var lines = new LogLines();
            foreach (var part in bytes.Chunk(512))
                lines.Add(part);
            _ = lines.Complete().Count();
        }),
        Reader.OfText("buildx text", ["Dockerfile:5\n----\n   4 | FROM a\n   5 | >>> RUN b\n----\nERROR: failed to solve: x\n"],
            ["ERROR: ", "failed to solve: ", "----", "\n", ">>> ", " | ", "9999999", ":", "Dockerfile"], text =>
            BuildxText.Parse(text.Split('\n'))),
        Reader.OfText("BuildKit metadata",
            [$$"""{"containerimage.digest":"sha256:{{Hash}}","containerimage.config.digest":"sha256:{{Hash}}"}"""], Samples.JsonWords,
            text => BuildMetadata.Parse(text)),
        Reader.OfText("compose models",
            ["""{"name":"x","services":{"a":{"image":"b:c","ports":[{"target":80,"published":"8080"}],"build":{"context":"."}}}}"""],
            Samples.JsonWords, text =>
            ComposeModel.Parse(text, "docker-compose.yml")),
        Reader.OfText("reports", ["""{"version":1,"images":[{"image":"tap","state":"built","reference":"a/b:c","tags":[]}]}"""],
            Samples.JsonWords, text => FamilyReport.Parse(text)),
    ];

    // Who calls it says where, and so it says only what.
    private static void Expand(string text)
    {
        try
        {
            Expansion.Of(text, '\\', name => name.Length % 2 == 0 ? name : null);
        }
        catch (FormatException exception)
        {
            throw new FailedException(exception.Message, exception);
        }
    }

    private static void ReadDockerfile(string text)
    {
        var dockerfile = Dockerfile.Parse(text, "Dockerfile");
        dockerfile.Resolve(new DockerfileInputs());
    }
}
