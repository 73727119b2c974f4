using KegImages.Environments;
using KegImages.Loading;
using KegImages.Tests.Configuration;

namespace KegImages.Tests.Environments;

public sealed class TapEnvironmentReaderTests : IDisposable
{
    private const string Values = "taps/evf/container/values.yml";

    private static readonly string[] Places =
    [
        "defaults.env", Values, "taps/evf/container/values_staging.yml", "taps/evf/container/values-staging.yml",
        "taps/evf/container/.env", "taps/evf/container/staging.env", "taps/evf/container/.env.staging",
    ];

    private readonly FamilyFolder folder = new FamilyFolder()
        .Keg("provider: a.io/b\nargs: { NODE: '20' }\ngroups: { taps: { folders: ['taps/*'], parent: 'node:20' } }\ntemplates: { "
            + "cli.paths.cli: ../keg-cli, cli.git.org: keg-hub }\n")
        .Add("taps/evf/container/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n")
        .Add("taps/snack/Dockerfile", "FROM node:20\n");

    public void Dispose() => folder.Dispose();

    /// <summary>Each row of the table in docs/values.md: what it says wins over all rows above it.</summary>
    [Fact]
    public async Task Of_several_places_the_later_one_wins()
    {
        for (var last = 0; last < Places.Length; last++)
        {
            Say(Places[last], "X", $"from {last}");

            var read = await ReadAsync("staging");

            read.Variables.ShouldHaveSingleItem().ShouldBe(new TapVariable("X", $"from {last}", Line(last), false));
            read.Overridden.Select(lost => lost.Value)
                .ShouldBe(Enumerable.Range(0, last).Reverse().Select(at => $"from {at}"), "the nearest place first");
        }

        var process = await ReadAsync("staging", ("X", "from the process"));

        process.Variables.ShouldHaveSingleItem().ShouldBe(new TapVariable("X", "from the process", "the process's environment", false));
        process.Overridden.Length.ShouldBe(Places.Length);
        process.Files.ShouldBe(Places);
    }

    [Fact]
    public void The_table_of_the_docs_has_these_places_in_this_order()
    {
        var page = File.ReadAllLines(Path.Combine(ThisClone.Root, "docs/values.md"));

        page.SkipWhile(line => line != "| place | what it is for |").Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|')[1].Trim()).ShouldBe([
            .. Places.Select(place => Path.GetFileName(place).Replace("staging", "<env>") switch
            {
                "defaults.env" => "`defaults.env` beside `keg.yml`",
                var name when name.Contains(".env") => $"`{name}` beside `values.yml`",
                var name => $"`{name}`",
            }),
            "the process's environment",
        ]);
    }

    [Fact]
    public async Task Files_of_another_environment_are_not_read()
    {
        Say(Values, "X", "plain");
        foreach (var place in Places.Where(place => place.Contains("staging")))
            Say(place, "X", "of staging");

        (await ReadAsync(null)).Find("X").ShouldBe("plain");
        (await ReadAsync("qa")).Find("X").ShouldBe("plain");
    }

    [Theory]
    [InlineData("staging", "ci", "staging")]
    [InlineData(null, "ci", "ci")]
    [InlineData(null, "", "local")]
    [InlineData(null, null, "local")]
    public async Task The_environment_is_what_the_option_says_then_the_variable_of_the_keg_tools_then_local(string? option,
        string? variable, string expected)
    {
        (string, string)[] process = variable is null ? [] : [("KEG_DEFAULT_ENV", variable)];

        (await ReadAsync(option, process)).Name.ShouldBe(expected);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData(".hidden")]
    public async Task What_is_no_part_of_a_file_name_is_no_environment(string name) =>
        (await Should.ThrowAsync<WrongUseException>(ReadAsync(name))).Message.ShouldStartWith(
            $"--env '{name}' is not the name of an environment");

    [Fact]
    public async Task Templates_are_filled_from_the_values_that_win()
    {
        folder.Add(Values, "env:\n  APP: /keg/tap\n  BUILD: '{{ envs.APP }}-build'\n  OUT: '{{envs.BUILD}}/{{ envs.NODE }}:{{ "
            + "cli.settings.docker.defaultTag }}'\n  IN: '{{ cli.settings.defaultEnv }}'\n")
            .Add("taps/evf/container/values-staging.yml", "env: { APP: /srv }");

        var read = await ReadAsync("staging");

        read.Find("BUILD").ShouldBe("/srv-build");
        read.Find("OUT").ShouldBe("/srv-build/20:develop");
        read.Find("IN").ShouldBe("staging");
        (await ReadAsync("staging", ("APP", "/{{ taken as it is }}"))).Find("BUILD").ShouldBe("/{{ taken as it is }}-build");
    }

    [Fact]
    public async Task Templates_of_the_keg_tools_stand_for_folders_and_for_what_keg_yml_says()
    {
        folder.Add(Values, "alias: events\nenv:\n  A: '{{ cli.taps.events.path }}/container'\n  B: '{{ cli.taps.links.snack }}'\n  C: "
            + "'{{ cli.paths.cli }}/x'\n  D: '{{ cli.git.org }}'\n");

        var read = await ReadAsync(null);

        read.Find("A").ShouldBe(Path.Combine(folder.Root, "taps/evf") + "/container");
        read.Find("B").ShouldBe(Path.Combine(folder.Root, "taps/snack"));
        read.Find("C").ShouldBe(Path.Combine(Path.GetDirectoryName(folder.Root)!, "keg-cli") + "/x");
        read.Find("D").ShouldBe("keg-hub");
    }

    [Fact]
    public async Task Every_template_that_stands_for_nothing_is_an_error_with_its_place()
    {
        folder.Add(Values, "env:\n  A: '{{ cli.paths.hub }}'\n  B: fine\n  C: '{{ envs.AA }}'\n")
            .Add("taps/evf/container/.env", "# x\nD={{ open\n");

        var problems = (await Should.ThrowAsync<WrongUseException>(ReadAsync(null))).Problems.Select(problem =>
            problem.ToString().Split(Environment.NewLine)[0]);

        problems.ShouldBe([
            $"{Values}:2:3: A: '{{{{ cli.paths.hub }}}}' stands for nothing known (did you mean 'cli.paths.cli'?)",
            $"{Values}:4:3: C: '{{{{ envs.AA }}}}' stands for nothing known (did you mean 'envs.A'?)",
            "taps/evf/container/.env:2: D: '{{ open' has '{{' without '}}'",
        ]);
    }

    [Fact]
    public async Task A_template_that_a_later_place_replaces_is_no_error()
    {
        folder.Add(Values, "env: { A: '{{ cli.nothing.known }}' }").Add("taps/evf/container/.env", "A=b");

        (await ReadAsync(null)).Find("A").ShouldBe("b");
    }

    [Fact]
    public async Task Of_the_process_only_declared_names_are_taken_and_none_that_describes_the_machine()
    {
        folder.Add(Values, "env:\n  GIT_KEY:\n  DISPLAY: ':0.0'\n  IMAGE: evf\n  OTHER:\n").Add("taps/evf/container/.env", "NPM_TOKEN\n");

        var read = await ReadAsync(null, ("GIT_KEY", "k"), ("NPM_TOKEN", "t"), ("DISPLAY", ":1"), ("IMAGE", "other"), ("UNDECLARED", "u"));

        read.Variables.Select(variable => $"{variable.Name}={variable.Value} {variable.Origin}").ShouldBe([
            $"DISPLAY=:0.0 {Values}:3", "GIT_KEY=k the process's environment", $"IMAGE=evf {Values}:4",
                "NPM_TOKEN=t the process's environment",
        ]);
        read.Unset.ShouldHaveSingleItem().ToString().ShouldBe($"[OTHER, {Values}:5:3]");
    }

    [Fact]
    public async Task Secrets_are_known_by_name_by_declaration_and_by_what_they_are_made_from_and_never_print_their_value()
    {
        folder.Add(Values, "secrets: [LICENSE]\nenv:\n  LICENSE: abc\n  NPM_TOKEN: def\n  URL: 'https://{{ envs.NPM_TOKEN }}@x'\n  DEEP: "
            + "'{{ envs.URL }}/y'\n  PLAIN: x\n");

        var read = await ReadAsync(null);

        read.Variables.Where(variable => variable.IsSecret).Select(variable => variable.ToString())
            .ShouldBe(["DEEP=***", "LICENSE=***", "NPM_TOKEN=***", "URL=***"]);
        read.Find("DEEP").ShouldBe("https://def@x/y");
    }

    [Theory]
    [InlineData("values-local.yml", "args: { A: b }", ":1:9: args: an environment's file says how the image runs")]
    [InlineData("values-local.yml", "target: x", ":1:9: target: an environment's file")]
    [InlineData("values_local.yml", "env: { IMAGE: x }", ":1:8: IMAGE: an environment's file")]
    [InlineData("values-local.yml", "env: [a]", ":1:6: env: expected a mapping, found a list")]
    [InlineData("local.env", "A b", ":1: this line is neither NAME=value nor a comment")]
    public async Task What_an_overlay_may_not_say_is_refused_with_its_place(string file, string text, string problem)
    {
        folder.Add($"taps/evf/container/{file}", text);

        (await Should.ThrowAsync<WrongUseException>(ReadAsync(null))).Message.ShouldStartWith($"taps/evf/container/{file}{problem}");
    }

    [Fact]
    public async Task An_overlay_changes_nothing_that_is_built()
    {
        folder.Add("taps/evf/container/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\nARG APP\nRUN make $APP\n")
            .Add(Values, "env: { APP: one }");
        var before = (await folder.LoadAsync()).Family.Find("evf")!.Args;

        folder.Add("taps/evf/container/values-local.yml", "env: { APP: two }").Add("taps/evf/container/.env", "APP=three")
            .Add("defaults.env", "APP=four");

        (await folder.LoadAsync()).Family.Find("evf")!.Args.ShouldBe(before);
        (await ReadAsync(null)).Find("APP").ShouldBe("three");
    }

    [Fact]
    public async Task An_image_without_values_has_the_variables_of_its_other_files()
    {
        folder.Add("defaults.env", "A=b").Add("taps/snack/.env", "C=d");
        var model = await folder.LoadAsync();

        var read = await TapEnvironmentReader.ReadAsync(model, model.Family.Find("snack")!, null, new Dictionary<string, string>(),
            CancellationToken.None);

        read.Variables.Select(variable => $"{variable} {variable.Origin}").ShouldBe(["A=b defaults.env:1", "C=d taps/snack/.env:1"]);
    }

    private static string Line(int place) =>
        Places[place].EndsWith("yml", StringComparison.Ordinal) ? $"{Places[place]}:2" : $"{Places[place]}:1";

    private void Say(string place, string name, string value) =>
        folder.Add(place, place.EndsWith("yml", StringComparison.Ordinal) ? $"env:\n  {name}: {value}\n" : $"{name}={value}\n");

    private async Task<TapEnvironment> ReadAsync(string? environment, params (string Name, string Value)[] process)
    {
        var model = await folder.LoadAsync();
        return await TapEnvironmentReader.ReadAsync(model, model.Family.Find("evf")!, environment,
            process.ToDictionary(pair => pair.Name, pair => pair.Value), CancellationToken.None);
    }
}
