using KegImages.Configuration;

namespace KegImages.Tests.Configuration;

public sealed class ValuesReaderTests
{
    [Fact]
    public void The_shape_of_the_keg_tools_is_read_and_their_own_keys_are_left_alone()
    {
        var (values, problems) = ValuesReader.Read(
            """
            actions:
              tap:
                serve:
                  detached: true
                  cmds:
                    - npx serve {{ envs.DOC_BUILD_PATH }} -l {{ envs.KEG_PROXY_PORT }}
            hooks: [a]
            env:
              # a comment
              KEG_CONTEXT_PATH: "{{ cli.taps.evf.path }}"
              KEG_BASE_IMAGE: ghcr.io/simpleviewinc/tap:develop
              IMAGE: evf
              VERSION: 1.0.0
              DISPLAY: ":0.0"
              USE_VNC: true
              EMPTY:
            """,
            "taps/evf/container/values.yml");

        problems.ShouldBeEmpty();
        values.Env.ToDictionary(entry => entry.Key, entry => entry.Value.Value).ShouldBe(new Dictionary<string, string>
        {
            ["DISPLAY"] = ":0.0",
            ["IMAGE"] = "evf",
            ["KEG_BASE_IMAGE"] = "ghcr.io/simpleviewinc/tap:develop",
            ["KEG_CONTEXT_PATH"] = "{{ cli.taps.evf.path }}",
            ["USE_VNC"] = "true",
            ["VERSION"] = "1.0.0",
        }, "what has no value is not set");
        values.Env["IMAGE"].Location.ToString().ShouldBe("taps/evf/container/values.yml:12:3");
    }

    [Fact]
    public void Our_own_keys_are_read_and_capitalised_ones_at_the_top_are_env_too()
    {
        var (values, problems) =
            ValuesReader.Read("IMAGE: a\nKEG_BASE_IMAGE: b\nenv: { IMAGE: c }\nalias: d\ncontext: ../..\ntarget: e\nports: [80, "
                + "443]\nargs: { F: g }", "v");

        problems.ShouldBeEmpty();
        values.Env["IMAGE"].Value.ShouldBe("c", "env is the nearer place");
        values.Env["KEG_BASE_IMAGE"].Value.ShouldBe("b");
        (values.Alias?.Value, values.Context?.Value, values.Target?.Value, values.Args["F"].Value).ShouldBe(("d", "../..", "e", "g"));
        values.Ports.ShouldBe([80, 443]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("env:\n  # all commented out\n")]
    public void A_file_that_says_nothing_is_no_problem(string text)
    {
        var (values, problems) = ValuesReader.Read(text, "v");

        problems.ShouldBeEmpty();
        values.Env.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("prots: [80]", "v:1:1: unknown key 'prots' (did you mean 'ports'?)")]
    [InlineData("ports: [a]", "v:1:9: ports: 'a' is not a whole number from 1 to 65535")]
    [InlineData("env: [a]", "v:1:6: env: expected a mapping, found a list")]
    [InlineData("alias: A", "v:1:8: alias: 'A' is not an alias")]
    [InlineData("args: { a-b: c }", "v:1:9: args: 'a-b' is not the name of a build arg")]
    [InlineData("env:\n  A: b\n A: c", "v:3:2: this is not YAML")]
    public void Wrong_text_is_refused_with_line_and_column(string text, string problem) =>
        ValuesReader.Read(text, "v").Problems.ShouldHaveSingleItem().ToString().ShouldStartWith(problem);
}
