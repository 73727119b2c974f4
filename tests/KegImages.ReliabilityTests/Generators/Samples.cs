using System.Collections.Immutable;

namespace KegImages.ReliabilityTests.Generators;

/// <summary>Valid texts of every grammar, and the words that they are made of.</summary>
internal static class Samples
{
    private static readonly string Hash = new('b', 64);

    private static string Filled(string json) =>
        json.Replace("HASH", Hash, StringComparison.Ordinal).Replace("COMMIT", new string('c', 40), StringComparison.Ordinal);

    public static ImmutableArray<string> Dockerfiles { get; } =
    [
        "# syntax=docker/dockerfile:1\n# escape=\\\nARG V=1\n"
            + "FROM --platform=$BUILDPLATFORM node:${V:-20} AS a\n"
            + "RUN --mount=type=secret,id=x --mount=from=a,target=/b \\\n  # c\n  echo $V && ls\nONBUILD COPY . .\n",
        "FROM scratch as x\nCOPY --from=0 --chown=a:b [\"a b\", \"/c\"]\nADD https://a/b.tgz /b\n"
            + "RUN <<E cat <<-F\nx\nE\n\ty\n\tF\nFROM x\nARG A=$B\nENV C=${A:+d} E=\"f g\"\n",
        string.Concat(Enumerable.Range(1, 30).Select(i => $"ARG A{i}=$A{i - 1}$A{i - 1}\n")
            .Prepend("ARG A0=0123456789\n")) + "FROM a:$A30\n",
    ];

    public static ImmutableArray<string> DockerfileWords { get; } =
    [
        "FROM ", "ARG ", "RUN ", "COPY ", "ADD ", "ENV ", "ONBUILD ", "AS ", "--from=", "--mount=", "--platform=", "<<E\n", "E\n", "\\\n",
            "\n", "# ", "${", "}", ":-", "\"", "'", "[", "]", "=", ",",
        "type=bind", "scratch", "a", "$A", "`", "HEALTHCHECK ", "SHELL ", "escape=`",
    ];

    public static ImmutableArray<string> Settings { get; } =
    [
        "provider: ghcr.io/a\ndefault: { branch: develop, tag: develop, aliases: [master] }\ngroups:\n"
            + "  base: { folders: [images/base] }\n  taps:\n    folders: ['taps/*']\n"
            + "contexts: { hub: 'https://a/b.git#main' }\nimages:\n"
            + "  base: { folder: images/base, context: ., args: { A: b } }\n",
        "provider: localhost:5000/x/y\ncommon: &c { folders: [a] }\ngroups:\n  a: { <<: *c }\n  b: *c\nexternal: [nginx]\n",
    ];

    public static ImmutableArray<string> Values { get; } =
    [
        "env:\n  IMAGE: tap\n  KEG_BASE_IMAGE: a/b:c\n  PORT: 80\n  X: '{{ envs.PORT }}'\nsecrets: [A]\n",
            "x: &a { A: b }\nenv:\n  <<: *a\n  C: \"d\\n{{ cli.paths.x }}\"\nsecrets: { T: { env: T } }\n"
            + "ssh: [default]\n",
        "env:\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"  A{i}: '{{{{ envs.A{i - 1} }}}}{{{{ envs.A{i - 1} }}}}'\n")),
    ];

    public static ImmutableArray<string> YamlWords { get; } =
    [
        ": ", "- ", "\n", "  ", "\n  ", "{", "}", "[", "]", ",", "'", "\"", "|\n", ">\n", "&a ", "*a", "<<: ", "!!str ", "? ", "#", "env",
            "provider", "groups", "folders", "images", "secrets", "args", "null", "~", "1", "{{ envs.A }}", "---\n", "...\n", "%YAML 1.2\n",
    ];

    public static string RecordIndex { get; } =
        Filled("""{"version":2,"tag":"develop","branch":"a/b","commit":"COMMIT","source":"https://a.b/c","images":501,"shards":2}""");

    public static string RecordShard { get; } = Filled("""
        {"version":1,"inputs":[{"digest":"sha256:HASH","size":7}],
         "images":[{"name":"tap","digest":"sha256:HASH","fingerprint":"fp2:HASH","parents":["ghcr.io/a/b@sha256:HASH"],
         "standsOn":"b@sha256:HASH","commit":"COMMIT","commitTime":"2026-01-02T03:04:05+00:00","size":7,"inputs":0,
         "lastBuild":{"seconds":1.5,"platforms":["linux/amd64"]}}]}
        """);

    public static string Record { get; } =
        Filled("""
        {"version":1,"tag":"develop","branch":"develop","commit":"COMMIT",
        "commitTime":"2026-01-02T01:04:05+00:00","source":"https://a/b","inputs":[{"digest":"sha256:HASH",
        "size":3}],"images":[{"name":"tap","digest":"sha256:HASH","fingerprint":"fp1:HASH",
        "parents":["ghcr.io/a/base@sha256:HASH"],"commit":"COMMIT","size":7,"inputs":0,
        "manifest":{"mediaType":"a/b","data":"e30="}}]}
        """);

    public static string Lock { get; } = Filled("""
        {"version":1,"images":{"node:20":{"digest":"sha256:HASH","onBuild":["RUN a"]}}}
        """);

    public static string Manifest { get; } =
        Filled("""
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"a/b",
        "config":{"mediaType":"c/d","digest":"sha256:HASH","size":2},"layers":[{"mediaType":"e/f",
        "digest":"sha256:HASH","size":2,"data":"e30="}],"subject":{"mediaType":"g","digest":"sha256:HASH",
        "size":1},"annotations":{"h":"i"}}
        """);

    public static string Index { get; } =
        Filled("""
        {"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"sha256:HASH","size":2,
        "platform":{"os":"linux","architecture":"amd64"}}]}
        """);

    public static string Config { get; } =
        Filled("""
        {"os":"linux","architecture":"amd64","created":"2026-01-02T03:04:05Z",
        "config":{"Labels":{"io.keg.branch":"x"},"OnBuild":["RUN a"],"ExposedPorts":{"80/tcp":{}}},
        "rootfs":{"type":"layers","diff_ids":["sha256:HASH"]}}
        """);

    public static string KeptInputs { get; } = Filled("""{"fp1:HASH":"keg-fingerprint/1\nfile a 0644:HASH\n"}""");

    public static string FingerprintManifest { get; } =
        $"keg-fingerprint/1\narg A b\ncontext c git:{Hash[..40]}:\ndockerfile sha256:{Hash}\nexternal node:20 node:20@sha256:{Hash}\n"
        + $"file a 0644:{Hash}\nfolder b 0755\nline 1 {Hash[..16]}\nlink d a\n"
        + $"parent $KEG_BASE_IMAGE tap@fp1:{Hash}\nplatform linux/amd64\n";

    public static ImmutableArray<string> Progress { get; } =
    [
        Filled("""
        {"vertexes":[{"digest":"sha256:HASH","name":"[1/2] FROM a","started":"2026-01-02T03:04:05Z",
        "completed":"2026-01-02T03:04:06Z","cached":true,"error":"x"}],"statuses":[{"id":"a",
        "vertex":"sha256:HASH","current":1,"total":2}],"logs":[{"vertex":"sha256:HASH","stream":1,
        "data":"YQpiDWM="}],"warnings":[{"vertex":"sha256:HASH","short":"YQ==",
        "range":[{"start":{"line":3}}]}]}
        """),
        "{\n \"logs\": [ { \"vertex\": \"a\", \"data\": \"YQ==\" } ]\n}\nERROR: failed to solve: x\n",
    ];

    public static ImmutableArray<string> JsonWords { get; } =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "1e400", "99999999999999999999", "\"\\ud800\"", "\"digest\":",
            "\"layers\":", "\"images\":", "\"version\":", "\"size\":", "\"parents\":", "\"logs\":", "\"vertex\":", "\"manifest\":",
        $"\"sha256:{Hash}\"", "\"a\":", "[null]", "{\"a\":null}", " ",
    ];

    /// <summary>Names of files that a pattern may meet.</summary>
    public static ImmutableArray<string> Paths { get; } =
    [
        "a", "a/b/c.txt", "node_modules/x/y/z.js", $"{new string('a', 120)}.tg",
            "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z.tgx",
        string.Join('/', Enumerable.Repeat("a", 60)),
    ];
}
