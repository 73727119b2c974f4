using System.Text.Json.Nodes;
using KegImages.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KegImages.Tests.Configuration;

public sealed class KegSchemaTests
{
    // Each key once, each value legal.
    private const string Whole = """
        provider: ghcr.io/simpleviewinc
        providers: [quay.io/simpleviewinc]
        default: { branch: main, tag: edge, aliases: [latest] }
        tags: { branches: ["{variant}-{branch}"], releases: ["{version}"], references: ["{branch}-{commit}"] }
        groups:
          base: { folders: [images/base] }
          taps: { folders: ['taps/*', '!taps/old'], parent: keg-base }
        args: { NODE_IMAGE: node:20, EMPTY: '', PORT: 80, YES: true }
        contexts: { keg-hub: samples }
        secrets: { NPM_TOKEN: { env: TOKEN }, npmrc: { file: ~/.npmrc } }
        ssh: [default, deploy=~/.ssh/id]
        notSecret: [CSRF_TOKEN]
        templates: { cli.paths.cli: ../keg-cli }
        platforms: [linux/amd64]
        builders: [{ name: far, slots: 2, platforms: [linux/arm64] }]
        runners: { linux/amd64: [self-hosted, big] }
        attest: { provenance: max, sbom: true, generator: 'a.io/scanner@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }
        sign: { key: env://KEY, publicKey: a.pub, issuer: https://a.io, log: false }
        requireSigned: true
        external: [old]
        lint: { hidden-failure: off, undeclared-arg: warning, unknown-variable: error, expose-undeclared: off, floating-parent: warning, keg-image-tag: error, remote-add: error, secret-name: off, secret-value: warning, secret-supply: warning, no-dockerignore: error, missing-source: error, root-server: off, unused-arg: warning, container-name: error, bare-variable: off }
        proxy: { domain: taps.example.com, network: taps, entrypoint: web }
        workflows: { environment: live, before: ./.github/actions/before, after: ./.github/actions/after, cache: on, takeOver: merged }
        downstream: [acme/other-images]
        images:
          keg-core: { folder: images/core, group: base, alias: core, dockerfile: a/Dockerfile, context: a, target: t, platforms: [linux/amd64], args: { A: b }, contexts: { c: d }, ports: [80], secrets: { A: { env: B }, C: { file: d } }, ssh: [default], tests: [a/test.yaml],
            variants: { OS: [a, b], include: [{ OS: c }], exclude: [{ OS: b }], name: "{OS}", default: a, settings: { a: { dockerfile: a/Dockerfile, context: a, target: t, platforms: [linux/amd64], args: { A: b }, contexts: { c: d }, ports: [80], secrets: { A: { env: B }, C: { file: d } }, ssh: [default], tests: [b/test.yaml] } } } }
        """;

    // Who signs by an identity has no key.
    private static readonly string Keyless = Whole.Replace("key: env://KEY, publicKey: a.pub", "identity: 'https://a.io/*'",
        StringComparison.Ordinal);

    private static readonly JsonObject Schema = JsonNode.Parse(KegSchema.Write())!.AsObject();

    [Fact]
    public void The_file_at_the_root_is_what_the_reader_s_format_says() =>
        File.ReadAllText(Path.Combine(ThisClone.Root, KegSchema.FileName))
            .ShouldBe(KegSchema.Write(), $"{KegSchema.FileName} is out of date: write KegSchema.Write() to it");

    [Fact]
    public void A_file_with_every_key_of_the_schema_is_accepted_by_schema_and_reader()
    {
        var (root, keyless) = (Parse(Whole), Parse(Keyless));

        MiniSchema.Problems(Schema, root).Concat(MiniSchema.Problems(Schema, keyless)).ShouldBeEmpty();
        KegReader.Read(Whole, "keg.yml").Problems.Concat(KegReader.Read(Keyless, "keg.yml").Problems).ShouldBeEmpty();
        UnusedKeys(Schema, root, "").Intersect(UnusedKeys(Schema, keyless, "")).ShouldBe([".tags.default"],
            "the examples above are to hold each key of the schema once, but for what default.tag says already");
    }

    [Theory]
    [InlineData("parent: { image: tap, arg: BASE_IMAGE }", true)]
    [InlineData("parent: { image: tap }", true)]
    [InlineData("parent: { arg: BASE_IMAGE }", false)]
    [InlineData("parent: { image: tap, args: BASE_IMAGE }", false)]
    [InlineData("parent: { image: tap, arg: BASE-IMAGE }", false)]
    [InlineData("parent: [tap]", false)]
    public void A_parent_is_an_image_or_an_image_with_its_ARG(string parent, bool isLegal)
    {
        var text = $"provider: a.io/b\ngroups:\n  base:\n    folders: [base]\n    {parent}\n";

        (MiniSchema.Problems(Schema, Parse(text)).Count == 0).ShouldBe(isLegal);
        (KegReader.Read(text, "keg.yml").Problems.Count == 0).ShouldBe(isLegal);
    }

    [Fact]
    public void Whatever_the_schema_refuses_the_reader_refuses_too_and_both_refuse_every_broken_key()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var refused = 0;
        for (var round = 0; round < 300; round++)
        {
            var root = Parse(Whole);
            var isBroken = Break(root, random);
            var text = Text(root);
            var bySchema = MiniSchema.Problems(Schema, Parse(text));
            var byReader = KegReader.Read(text, "keg.yml").Problems;

            if (bySchema.Count > 0 || isBroken)
                byReader.ShouldNotBeEmpty($"seed {seed}, round {round}: the schema says {string.Join("; ", bySchema)} of\n{text}");
            if (isBroken)
                bySchema.ShouldNotBeEmpty($"seed {seed}, round {round}: the reader says {string.Join("; ", byReader)} of\n{text}");
            refused += bySchema.Count > 0 ? 1 : 0;
        }

        refused.ShouldBeInRange(90, 299, "the mutations are to be of both kinds");
    }

    // Renames a key of a record, or gives it a value of a wrong kind (both break the file), or makes a text random (which may).
    private static bool Break(YamlNode root, Random random)
    {
        var mappings = root.AllNodes.OfType<YamlMappingNode>().Where(mapping => mapping.Children.Count > 0).ToList();
        var isRecord = random.Next(2) == 0;
        var mapping = isRecord ? (YamlMappingNode)root : mappings[random.Next(mappings.Count)];
        var (key, value) = mapping.Children.ElementAt(random.Next(mapping.Children.Count));
        switch (random.Next(3))
        {
            case 0 when isRecord:
                mapping.Children.Remove(key);
                mapping.Add(new YamlScalarNode(key + "x"), value);
                return true;
            case 1:
                mapping.Children[key] = OfWrongKind(key, value);
                return true;
            default:
                var texts = root.AllNodes.OfType<YamlScalarNode>().ToList();
                var characters = "aZ0/.:-_* !";
                var text = texts[random.Next(texts.Count)];
                // Quoted, because YamlDotNet writes a changed plain text as it is, even where that is no YAML.
                text.Style = ScalarStyle.SingleQuoted;
                text.Value = new string([.. Enumerable.Range(0, random.Next(1, 6))
                    .Select(_ => characters[random.Next(characters.Length)])]);
                return false;
        }
    }

    // A platform's runner has one label or a list of them.
    private static YamlNode OfWrongKind(YamlNode key, YamlNode value) =>
        key.ToString().StartsWith("linux/", StringComparison.Ordinal)
            ? new YamlMappingNode(new YamlScalarNode("a"), new YamlScalarNode("a"))
            : value is YamlScalarNode ? new YamlSequenceNode(new YamlScalarNode("a")) : new YamlScalarNode("a");

    private static IEnumerable<string> UnusedKeys(JsonObject schema, YamlNode node, string path)
    {
        foreach (var (name, shape) in schema["properties"]?.AsObject() ?? [])
        {
            var entry = ((YamlMappingNode)node).Children.FirstOrDefault(child => child.Key.ToString() == name);
            if (entry.Value is null)
                yield return $"{path}.{name}";
            else
            {
                foreach (var unused in UnusedKeys(shape!.AsObject(), entry.Value, $"{path}.{name}"))
                    yield return unused;
            }
        }

        if (schema["additionalProperties"] is JsonObject values)
        {
            // Some entry is to have it: the groups have different keys.
            var unused = ((YamlMappingNode)node).Children.Values.Select(value => UnusedKeys(values, value, path + ".*").ToList()).ToList();
            foreach (var key in unused.SelectMany(keys => keys).Distinct().Where(key => unused.All(keys => keys.Contains(key))))
                yield return key;
        }
    }

    private static YamlNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }

    private static string Text(YamlNode root)
    {
        var writer = new StringWriter();
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
        var text = writer.ToString().TrimEnd();
        return text.EndsWith("\n...", StringComparison.Ordinal) ? text[..^3] : text;
    }
}
