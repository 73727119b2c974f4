using System.Text.Json.Nodes;
using KegImages.Overviews;
using KegImages.Pipeline;
using KegImages.Tests.Configuration;
using KegImages.Tests.Scaffolding;

namespace KegImages.Tests.Environments;

public sealed class EnvironmentReportTests : IDisposable
{
    private readonly FamilyFolder folder = new FamilyFolder()
        .Keg("provider: a.io/b\ngroups: { base: { folders: [base] }, taps: { folders: ['taps/*'], parent: base } }\n")
        .Add("base/Dockerfile", "FROM node:20\n")
        .Add("taps/evf/Dockerfile", "ARG KEG_BASE_IMAGE\nFROM $KEG_BASE_IMAGE\n")
        .Add("taps/evf/values.yml", "env:\n  PORT: 80\n  NPM_TOKEN:\n  OTHER:\n  TEXT: \"a\\nb\"\n")
        .Add("taps/evf/.env", "PORT=81\nNPM_TOKEN=npm-secret\n");

    private readonly Machine machine = new();

    public void Dispose()
    {
        folder.Dispose();
        machine.Dispose();
    }

    [Fact]
    public async Task Every_variable_is_shown_with_its_place_secrets_masked_and_what_it_overrides_below()
    {
        await ShowAsync();

        machine.Printed().ShouldBe([
            "evf, environment 'local': taps/evf/values.yml, taps/evf/.env",
            "  NPM_TOKEN    ***        taps/evf/.env:2",
            "  PORT         81         taps/evf/.env:1",
            "    overrides  80         taps/evf/values.yml:2",
            "  TEXT         a\\nb       taps/evf/values.yml:5",
            "  OTHER        (not set)  declared at taps/evf/values.yml:4",
        ]);
    }

    [Theory]
    [InlineData("values-staging.yml")]
    [InlineData("values_staging.yml")]
    [InlineData("staging.env")]
    [InlineData(".env.staging")]
    public async Task An_environment_that_no_file_has_is_said_aloud(string file)
    {
        folder.Add($"taps/evf/{file}", "");

        await ShowAsync(environment: "stagin");
        machine.Printed()[0].ShouldBe("Note: no file is of the environment 'stagin' (did you mean 'staging'?)");

        await ShowAsync(environment: "prod");
        machine.Printed()[0].ShouldBe("Note: no file is of the environment 'prod'; there are files of staging");

        await ShowAsync(environment: "staging");
        machine.Printed()[0].ShouldStartWith("evf, environment 'staging': ");
    }

    [Fact]
    public async Task Where_no_environment_has_a_file_the_names_that_one_would_have_are_said()
    {
        await ShowAsync(environment: "prod");
        machine.Printed()[0].ShouldBe("Note: no file is of the environment 'prod'; values-prod.yml or prod.env beside values.yml would be");
    }

    [Fact]
    public async Task The_same_is_said_as_json()
    {
        using var json = new StringWriter();

        await ShowAsync(json);

        json.ToString().ShouldNotContain("npm-secret");
        var image = JsonNode.Parse(json.ToString())!["images"]![0]!;
        image["environment"]!.GetValue<string>().ShouldBe("local");
        image["variables"]!.AsArray()
            .Select(variable => $"{variable!["name"]} {variable["value"]} {variable["origin"]} {variable["secret"]} "
                + $"{variable["overrides"]!.AsArray().Count}").ShouldBe([
            "NPM_TOKEN *** taps/evf/.env:2 true 0", "PORT 81 taps/evf/.env:1 false 1", "TEXT a\nb taps/evf/values.yml:5 false 0",
        ]);
        machine.Printed().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_in_one_image_does_not_hide_the_others()
    {
        folder.Add("taps/snack/Dockerfile", "FROM node:20\n").Add("taps/snack/values.yml", "env: { A: '{{ cli.nothing }}' }");

        (await Should.ThrowAsync<WrongUseException>(ShowAsync())).Message.ShouldStartWith(
            "taps/snack/values.yml:1:8: A: '{{ cli.nothing }}' stands for nothing known");

        machine.Printed()[0].ShouldStartWith("evf, environment 'local'");
    }

    private Task ShowAsync(TextWriter? json = null, string? environment = null) =>
        EnvironmentCommand.ShowAsync(new RunOptions { Root = folder.Root, Json = json }.At(machine.World), new Selection(), environment,
            CancellationToken.None);
}
