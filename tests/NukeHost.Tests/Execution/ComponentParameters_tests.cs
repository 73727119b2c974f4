using System.ComponentModel;
using Nuke.Common.IO;
using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Execution;

public sealed class ComponentParameters_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Fact]
    public async Task What_is_not_given_is_what_the_component_says()
    {
        var run = await Run.Of<Stranger>(_root, "Show --no-logo");
        run.ExitCode.ShouldBe(0, run.Text);
        Shown(run).ShouldBe("tag latest; no cache False; taps ; retries ; policy Missing; folder none; token none; user nobody");
    }

    [Fact]
    public async Task Values_reach_a_component_from_everywhere()
    {
        _root.With(".nuke/parameters.json", """{ "Retries": 3, "Folder": "out" }""");
        var run = await Run.Of<Stranger>(_root, "Show --no-logo --tag v1 --no-cache --taps a b --policy always", variables:
            new() { ["REGISTRY_TOKEN"] = "hunter2hunter2", ["RegistryUser"] = "me" });
        run.ExitCode.ShouldBe(0, run.Text);
        Shown(run).ShouldBe("tag v1; no cache True; taps a b; retries 3; policy Always; folder ROOT/out; token ***; user me");
    }

    [Fact]
    public async Task Wrong_values_of_a_component_are_said_as_those_of_the_class()
    {
        var run = await Run.Of<Stranger>(_root, "Show --policy alway --registri-token x --retries few --no-cache maybe");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldBeApproved();
    }

    [Fact]
    public async Task Help_and_schema_know_a_components_parameters()
    {
        var run = await Run.Of<Stranger>(_root, "--help --no-logo");
        run.Text.ShouldBeApproved("help");
        _root[".nuke/build.schema.json"].ShouldBeApproved("schema");
    }

    [Fact]
    public async Task A_required_value_of_a_component_is_named_with_its_prefix()
    {
        var run = await Run.Of<Stranger>(_root, "Login");
        run.Text.ShouldContain("Target 'Login' requires a value for 'RegistryToken': give --registry-token, or REGISTRY_TOKEN in the "
            + "environment, or \"RegistryToken\" in .nuke/parameters.json");
        run.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task A_class_takes_a_parameter_over_with_a_default_of_its_own()
    {
        Shown(await Run.Of<OwnDefaults>(_root, "Show")).ShouldStartWith("tag mine; no cache False; taps ; retries 7;");
        Shown(await Run.Of<OwnDefaults>(_root, "Show --tag v1 --retries 2")).ShouldStartWith("tag v1; no cache False; taps ; retries 2;");
        (await Run.Of<OwnDefaults>(_root, "--help")).Out.ShouldContain("How often this one tries");
    }

    [Fact]
    public async Task A_component_takes_a_parameter_over_from_one_that_it_extends()
    {
        Shown(await Run.Of<Patient>(_root, "Show")).ShouldContain("; retries 9;");
        var help = (await Run.Of<Patient>(_root, "--help")).Out;
        help.ShouldContain("How often the patient try");
        help.ShouldNotContain("How often.");
    }

    [Fact]
    public async Task One_name_for_two_kinds_of_values_is_refused()
    {
        var run = await Run.Of<TwoKinds>(_root, "--help");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldStartWith("Parameter 'Retries' is String in the build class and Int32 in IHaveSettings: "
            + "[Parameter(Name = …)] gives one of them another name\n");
    }

    [Fact]
    public async Task What_is_no_parameter_cannot_be_asked_for()
    {
        var run = await Run.Of<Asking>(_root, "Ask");
        run.ExitCode.ShouldBe(2, run.Text);
        run.Text.ShouldContain("IAsk.Nothing is asked for a value and is no parameter: it needs [Parameter]");
    }

    public void Dispose() => _root.Dispose();

    private static string Shown(Run run) => run.Out.Split('\n').Single(line => line.StartsWith("tag ", StringComparison.Ordinal));

    enum Policy
    {
        Missing,
        Always,
    }

    interface IHaveSettings : INukeBuild
    {
        [Parameter("The tag."), Category("Images")]
        string Tag => TryGetValue(() => Tag) ?? "latest";

        [Parameter("Builds all."), Category("Images")]
        bool NoCache => TryGetValue<bool?>(() => NoCache) ?? false;

        [Parameter("Only these.")]
        string[] Taps => TryGetValue(() => Taps) ?? [];

        [Parameter("How often.")]
        int? Retries => TryGetValue<int?>(() => Retries);

        [Parameter("When it pulls.")]
        Policy Policy => TryGetValue<Policy?>(() => Policy) ?? Policy.Missing;

        [Parameter("Where files go.")]
        AbsolutePath? Folder => TryGetValue(() => Folder);
    }

    [ParameterPrefix("Registry")]
    interface IHaveRegistry : INukeBuild
    {
        [Parameter("What it lets in."), Secret]
        string? Token => TryGetValue(() => Token);

        [Parameter("Who it lets in.")]
        string User => TryGetValue(() => User) ?? "nobody";

        Target Login => _ => _.Requires(() => Token).Executes(() => Console.WriteLine("did Login"));
    }

    interface IShow : IHaveSettings, IHaveRegistry
    {
        Target Show => _ => _.Executes(() => Console.WriteLine($"tag {Tag}; no cache {NoCache}; taps {string.Join(' ', Taps)}; "
            + $"retries {Retries}; policy {Policy}; folder {Folder?.ToString() ?? "none"}; token {Token ?? "none"}; user {User}"));
    }

    sealed class Stranger : NukeBuild, IShow;

    sealed class OwnDefaults : NukeBuild, IShow
    {
        public string Tag => ((INukeBuild)this).TryGetValue(() => Tag) ?? "mine";

        [Parameter("How often this one tries.")]
        int? IHaveSettings.Retries => ((INukeBuild)this).TryGetValue<int?>(() => ((IHaveSettings)this).Retries) ?? 7;
    }

    interface IShowPatiently : IShow
    {
        [Parameter("How often the patient try.")]
        int? IHaveSettings.Retries => TryGetValue<int?>(() => Retries) ?? 9;
    }

    sealed class Patient : NukeBuild, IShowPatiently;

    sealed class TwoKinds : NukeBuild, IShow
    {
        [Parameter]
        readonly string? Retries;
    }

    interface IAsk : INukeBuild
    {
        string? Nothing => TryGetValue(() => Nothing);

        [Parameter]
        string? Something => TryGetValue(() => Something);

        Target Ask => _ => _.Executes(() => Console.WriteLine(Nothing));
    }

    sealed class Asking : NukeBuild, IAsk;
}
