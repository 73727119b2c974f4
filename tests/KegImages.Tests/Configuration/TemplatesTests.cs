using KegImages.Configuration;

namespace KegImages.Tests.Configuration;

public sealed class TemplatesTests
{
    private static readonly KegSettings Settings =
        KegReader.Read("provider: a.io/b\ndefault: { tag: edge }\nargs: { NODE: '20', PATH_A: keg }\ngroups: { g: { folders: [x] } }",
            "keg.yml").Settings!;

    private static readonly ImageValues Values = ValuesReader.Read(
        "env:\n  PATH_A: /keg\n  PATH_B: '{{ envs.PATH_A }}/tap'\n  LOOP_A: '{{envs.LOOP_B}}'\n  LOOP_B: 'x{{envs.LOOP_A}}'\n  BAD: '{{ "
            + "cli.paths.x }}'", "v").Values;

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("{{ envs.PATH_A }}", "/keg")]
    [InlineData("{{envs.PATH_B}}/x", "/keg/tap/x")]
    [InlineData("a{{ envs.PATH_A }}b{{  envs.NODE  }}", "a/kegb20")]
    [InlineData("x:{{ cli.settings.docker.defaultTag }}", "x:edge")]
    [InlineData("{ not } a template }}", "{ not } a template }}")]
    public void A_template_is_filled_in_from_env_then_from_keg_yml(string text, string expected)
    {
        new Templates(Values, Settings).TryFill(text, out var filled, out _).ShouldBeTrue();
        filled.ShouldBe(expected);
    }

    [Theory]
    [InlineData("{{ envs.PATH_C }}", "'{{ envs.PATH_C }}' stands for nothing known (did you mean 'envs.PATH_A'?)")]
    [InlineData("{{ cli.taps.evf.path }}", "'{{ cli.taps.evf.path }}' stands for nothing known")]
    [InlineData("{{ }}", "'{{ }}' stands for nothing known")]
    [InlineData("{{ envs.BAD }}", "'{{ cli.paths.x }}' stands for nothing known")]
    [InlineData("{{ envs.LOOP_A }}", "'{{ envs.LOOP_A }}' stands for itself (LOOP_A → LOOP_B → LOOP_A)")]
    [InlineData("{{ envs.PATH_A }} {{ open", "'{{ envs.PATH_A }} {{ open' has '{{' without '}}'")]
    public void What_stands_for_nothing_is_refused(string text, string expected)
    {
        new Templates(Values, Settings).TryFill(text, out _, out var refusal).ShouldBeFalse();
        refusal.ShouldBe(expected);
    }

    [Theory]
    [InlineData("0123456789", "makes the value longer than 65536 characters")]
    [InlineData("", null)]
    [InlineData("{{ envs.NONE }}", "stands for nothing known")]
    public void Values_that_double_and_double_are_filled_in_or_refused_soon(string first, string? expected)
    {
        var entries = Enumerable.Range(1, 40).ToDictionary(i => $"A{i}", i => $"{{{{ envs.A{i - 1} }}}}{{{{ envs.A{i - 1} }}}}");
        entries["A0"] = first;

        new Templates(entries, Settings, new Dictionary<string, string>()).TryFill("A40", entries["A40"], out _, out var refusal)
            .ShouldBe(expected is null);

        (refusal ?? "").ShouldContain(expected ?? "");
    }

    [Fact]
    public void A_chain_of_values_has_an_end()
    {
        var entries = Enumerable.Range(1, 10_000).ToDictionary(i => $"A{i}", i => $"{{{{ envs.A{i - 1} }}}}");

        new Templates(entries, Settings, new Dictionary<string, string>()).TryFill("{{ envs.A10000 }}", out _, out var refusal)
            .ShouldBeFalse();

        refusal.ShouldContain("more than 50 times");
    }

    [Fact]
    public void Braces_without_end_are_read_once() =>
        new Templates(Values, Settings).TryFill(new string('{', 60_000), out _, out _).ShouldBeFalse();
}
