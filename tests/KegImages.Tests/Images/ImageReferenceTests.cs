using KegImages.References;

namespace KegImages.Tests.Images;

public sealed class ImageReferenceTests
{
    private const string Sha = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("tap", null, "tap", null, null)]
    [InlineData("tap:develop", null, "tap", "develop", null)]
    [InlineData("simpleviewinc/tap:develop", null, "simpleviewinc/tap", "develop", null)]
    [InlineData("ghcr.io/simpleviewinc/tap", "ghcr.io", "simpleviewinc/tap", null, null)]
    [InlineData("ghcr.io/simpleviewinc/tap:develop", "ghcr.io", "simpleviewinc/tap", "develop", null)]
    [InlineData("localhost/tap", "localhost", "tap", null, null)]
    [InlineData("localhost:5000/tap", "localhost:5000", "tap", null, null)]
    [InlineData("localhost:5000/a/b/c/tap:1.0", "localhost:5000", "a/b/c/tap", "1.0", null)]
    [InlineData("127.0.0.1:5000/tap:x", "127.0.0.1:5000", "tap", "x", null)]
    [InlineData("[::1]:5000/tap:x", "[::1]:5000", "tap", "x", null)]
    [InlineData("[2001:db8::1]/tap", "[2001:db8::1]", "tap", null, null)]
    [InlineData("registry:5000/tap", "registry:5000", "tap", null, null)]
    [InlineData("Registry/tap", "Registry", "tap", null, null)]
    [InlineData("GHCR.io/tap:Develop", "GHCR.io", "tap", "Develop", null)]
    [InlineData("tap@" + Sha, null, "tap", null, Sha)]
    [InlineData("localhost:5000/tap@" + Sha, "localhost:5000", "tap", null, Sha)]
    [InlineData("localhost:5000/tap:develop@" + Sha, "localhost:5000", "tap", "develop", Sha)]
    [InlineData("a__b--c/d.e_f:_x", null, "a__b--c/d.e_f", "_x", null)]
    [InlineData("tap:5000", null, "tap", "5000", null)]
    public void A_reference_is_read_into_its_parts_and_written_back_as_it_was(string text, string? registry, string repository, string? tag,
        string? digest)
    {
        var reference = ImageReference.Parse(text);

        reference.Registry.ShouldBe(registry);
        reference.Repository.ShouldBe(repository);
        reference.Tag?.ToString().ShouldBe(tag);
        (reference.Tag is null).ShouldBe(tag is null);
        reference.Digest?.ToString().ShouldBe(digest);
        (reference.Digest is null).ShouldBe(digest is null);
        reference.ToString().ShouldBe(text);
        ImageReference.Parse(reference.ToString()).ShouldBe(reference);
        ImageReference.Of(reference.Registry, reference.Repository, reference.Tag, reference.Digest).ShouldBe(reference);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("tap ")]
    [InlineData("tap:")]
    [InlineData(":develop")]
    [InlineData("tap@")]
    [InlineData("tap@sha256:abc")]
    [InlineData("tap@md5:0123456789abcdef0123456789abcdef")]
    [InlineData("Tap")]
    [InlineData("simpleviewinc/Tap")]
    [InlineData("ghcr.io/Simpleviewinc/tap")]
    [InlineData("ghcr.io/")]
    [InlineData("/tap")]
    [InlineData("a//b")]
    [InlineData("tap:a:b")]
    [InlineData("tap:a/b")]
    [InlineData("-tap")]
    [InlineData("tap-")]
    [InlineData("a___b")]
    [InlineData("a..b/c")]
    [InlineData("host:port/tap")]
    [InlineData("[::1/tap")]
    [InlineData("https://ghcr.io/tap")]
    [InlineData("$KEG_BASE_IMAGE")]
    [InlineData("tap:.develop")]
    [InlineData("täp")]
    [InlineData("tap\n")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("tap@" + Sha + "@" + Sha)]
    [InlineData("ghcr.io:/tap")]
    [InlineData("ghcr..io/tap")]
    [InlineData("-ghcr.io/tap")]
    [InlineData("gh_cr.io/tap")]
    [InlineData("[]:5000/tap")]
    [InlineData("[::1]x/tap")]
    [InlineData("a_-b")]
    [InlineData("a._b")]
    [InlineData("<none>:<none>")]
    public void What_is_no_reference_is_refused_and_quoted(string text)
    {
        ImageReference.TryParse(text, out var reference).ShouldBeFalse();
        reference.ShouldBeNull();
        Should.Throw<WrongUseException>(() => ImageReference.Parse(text)).Message.ShouldContain($"'{text}'");
    }

    [Fact]
    public void A_repository_of_more_than_255_characters_is_refused()
    {
        ImageReference.TryParse(new string('a', 255), out _).ShouldBeTrue();
        ImageReference.TryParse(new string('a', 256), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("docker.io/library/node:20", "node:20")]
    [InlineData("index.docker.io/library/node:20", "node:20")]
    [InlineData("docker.io/library/node:latest", "node")]
    [InlineData("docker.io/library/node", "node")]
    [InlineData("library/node", "node")]
    [InlineData("docker.io/simpleviewinc/tap:develop", "simpleviewinc/tap:develop")]
    [InlineData("docker.io/library/a/b", "library/a/b")]
    [InlineData("node:latest", "node")]
    [InlineData("ghcr.io/library/node:latest", "ghcr.io/library/node")]
    [InlineData("node:latest@" + Sha, "node:latest@" + Sha)]
    [InlineData("docker.io/library/node@" + Sha, "node@" + Sha)]
    [InlineData("ghcr.io/simpleviewinc/tap:develop", "ghcr.io/simpleviewinc/tap:develop")]
    public void The_familiar_form_is_the_one_that_BuildKit_compares_context_keys_with(string text, string familiar) =>
        ImageReference.Parse(text).Familiar.ShouldBe(familiar);

    [Theory]
    [InlineData("app-base", "app-base:latest")]
    [InlineData("app-base", "docker.io/library/app-base:latest")]
    [InlineData("app-base:1", "library/app-base:1")]
    [InlineData("docker.io/app-base", "index.docker.io/library/app-base")]
    [InlineData("acme/app-base:1", "docker.io/acme/app-base:1")]
    [InlineData("acme/app-base:1", "index.docker.io/acme/app-base:1")]
    [InlineData("ghcr.io/acme/app-base", "ghcr.io/acme/app-base:latest")]
    [InlineData("app-base:1@" + Sha, "docker.io/app-base:1@" + Sha)]
    public void References_that_are_one_to_Docker_are_equal(string text, string other)
    {
        var (one, two) = (ImageReference.Parse(text), ImageReference.Parse(other));

        one.ShouldBe(two);
        one.GetHashCode().ShouldBe(two.GetHashCode());
        (one.Host, one.Path, one.IsOfficial).ShouldBe((two.Host, two.Path, two.IsOfficial));
        (one.Locator, one.Familiar).ShouldBe((two.Locator, two.Familiar));
        (one.ToString(), two.ToString()).ShouldBe((text, other));
    }

    [Theory]
    [InlineData("app-base", "app-base:1")]
    [InlineData("app-base:a", "app-base:A")]
    [InlineData("app-base", "acme/app-base")]
    [InlineData("app-base", "localhost/app-base")]
    [InlineData("app-base", "ghcr.io/library/app-base")]
    [InlineData("library/a/b", "a/b")]
    [InlineData("app-base@" + Sha, "app-base")]
    [InlineData("app-base:latest@" + Sha, "app-base@" + Sha)]
    [InlineData("ghcr.io/app-base", "GHCR.io/app-base")]
    [InlineData("localhost:5000/app-base", "localhost:5001/app-base")]
    [InlineData("registry-1.docker.io/library/app-base", "app-base")]
    public void References_that_are_two_to_Docker_are_not_equal(string text, string other) =>
        ImageReference.Parse(text).ShouldNotBe(ImageReference.Parse(other));

    [Fact]
    public void A_tag_replaces_tag_and_digest_and_a_digest_replaces_both()
    {
        var reference = ImageReference.Parse($"localhost:5000/keg/tap:develop@{Sha}");

        reference.With(Tag.Parse("x")).ToString().ShouldBe("localhost:5000/keg/tap:x");
        reference.At(Digest.Parse(Sha)).ToString().ShouldBe($"localhost:5000/keg/tap@{Sha}");
        reference.Name.ShouldBe("tap");
        reference.Locator.ShouldBe("localhost:5000/keg/tap");
    }

    [Fact]
    public void Every_reference_made_of_sound_parts_round_trips_and_equals_every_other_spelling_of_itself()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        string Pick(params string[] choices) => choices[random.Next(choices.Length)];
        for (var i = 0; i < 5000; i++)
        {
            var registry = Pick("", "docker.io/", "index.docker.io/", "ghcr.io/", "localhost/", "localhost:50/", "[::1]:8/", "a.b/", "UP/");
            var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick("a", "keg-core", "a__b", "x.y", "0", "a---b", "library"));
            var path = string.Join('/', parts);
            var tag = Pick("", ":latest", ":develop", ":_", ":A.b-c", ":5000", ":" + new string('x', 128));
            var digest = Pick("", "@" + Sha);
            var text = registry + path + tag + digest;
            // The first part of a path without a registry would itself be one, were it to hold a dot.
            if (registry.Length == 0 && path.Contains('/', StringComparison.Ordinal) && path.StartsWith("x.y", StringComparison.Ordinal))
                continue;

            var reference = ImageReference.Parse(text);

            reference.ToString().ShouldBe(text, $"seed {seed}");
            reference.Repository.ShouldBe(path, $"seed {seed}");
            ImageReference.Parse(reference.Familiar).ShouldBe(reference, $"seed {seed}");
            ImageReference.Parse(reference.Familiar).Familiar.ShouldBe(reference.Familiar, $"seed {seed}");
            ImageReference.Parse($"{reference.Host}/{reference.Path}{tag}{digest}").ShouldBe(reference, $"seed {seed}");
            (reference.Locator == ImageReference.Parse($"{reference.Host}/{reference.Path}").Familiar).ShouldBeTrue($"seed {seed}");
        }
    }

    [Fact]
    public void Any_text_is_a_reference_or_none_within_its_length()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        const string Alphabet = "a0A/:.@-_[]ä \n$";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 24)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            if (ImageReference.TryParse(text, out var reference))
                reference.ToString().ShouldBe(text, $"seed {seed}");
        }

        // Doubling the text at most doubles the work: what matters is that this ends.
        ImageReference.TryParse(string.Concat(Enumerable.Repeat("a-_", 300_000)), out _).ShouldBeFalse();
        ImageReference.TryParse(new string('a', 1_000_000) + "/" + new string('-', 1_000_000), out _).ShouldBeFalse();
    }
}
