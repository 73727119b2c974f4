using System.Text.Json;
using System.Text.Json.Nodes;
using KegImages.EngineTests.Engine;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Texts;

/// <summary>Whatever stands in a branch, an option or a value: it is refused or it arrives, whole, and nothing is carried out.</summary>
public sealed class HostileTextTests(EngineFixture engine)
{
    private const int CommandsApart = 3;

    // Every command, with each option that takes a text.
    private static readonly string[][] Commands =
    [
        ["plan", "tag="], ["plan", "tap="], ["plan", "image="], ["push", "tag="], ["push", "tap="], ["status", "tag="], ["promote", "to="],
            ["promote", "to=x", "tag="], ["rollback", "to="],
        ["prune", "restore="], ["prune", "older="], ["prune", "branch="],
    ];

    [EngineFact]
    public async Task Any_text_in_any_option_is_refused_or_arrives_whole_and_nothing_is_carried_out()
    {
        await using var family = await ReliableFamily.CreateAsync(engine.Endpoint);
        await family.SucceedAsync(family.Checkout, "push");
        var runner = new RecordingRunner();
        family.Runner = runner;
        for (var i = 0; i < HostileText.All.Length; i++)
        {
            var text = HostileText.All[i];
            // Each text meets some commands, and each command some texts of every kind.
            foreach (var command in Commands.Where((_, place) => place % CommandsApart == i % CommandsApart))
            {
                var words = command.Select((word, place) => place == command.Length - 1 ? word + text : word).ToArray();
                var ending = await family.RunAsync(family.Checkout, null, words);
                ending.Problems().ShouldBeEmpty($"{string.Join(' ', words)}: {ending}");
            }
        }

        Judge(family, runner, HostileText.All);
    }

    [EngineFact]
    public async Task Any_branch_that_git_takes_has_legal_tags_and_nothing_is_carried_out()
    {
        await using var family = await ReliableFamily.CreateAsync(engine.Endpoint);
        await family.SucceedAsync(family.Checkout, "push");
        var runner = new RecordingRunner();
        family.Runner = runner;
        foreach (var branch in HostileText.Branches)
        {
            await family.Checkout.GitAsync("switch", "--quiet", "--create", branch);
            foreach (var command in (string[])["plan", "push", "status"])
            {
                var ending = await family.RunAsync(family.Checkout, null, command);
                ending.IsSuccess.ShouldBeTrue($"{command} on '{branch}': {ending}");
                ending.Problems().ShouldBeEmpty();
            }
        }

        Judge(family, runner, HostileText.Branches);
    }

    [EngineFact]
    public async Task Any_value_arrives_in_the_image_as_it_is_written()
    {
        await using var family = await ReliableFamily.CreateAsync(engine.Endpoint);
        var runner = new RecordingRunner();
        family.Runner = runner;
        var values = HostileText.Values.Select((text, place) => (Name: $"X{place}", Text: text)).ToList();
        family.Checkout.Write("keg.yml", family.Checkout.Read("keg.yml") + "\nimages:\n  base:\n    folder: images/base\n    args:\n"
            + string.Concat(values.Select(value => $"      {value.Name}: {JsonSerializer.Serialize(value.Text)}\n")));
        family.Checkout.Write(ReliableFamily.DockerfileOf("base"),
            "FROM scratch\nCOPY file /base\n" + string
            .Concat(values.Select(value => $"ARG {value.Name}\nENV {value.Name}=${value.Name}\n")));
        await family.Checkout.CommitAsync("Values");

        await family.SucceedAsync(family.Checkout, "push");

        var view = await family.Registry.LookAsync();
        var manifest = (await family.Registry.ManifestAsync("base", view["base:develop"]!))!;
        var config = JsonNode.Parse(await family.Registry.BlobAsync("base", (string)manifest.Json["config"]!["digest"]!))!;
        var environment = config["config"]!["Env"]!.AsArray().Select(variable => (string)variable!).ToHashSet();
        foreach (var (name, text) in values)
            environment.ShouldContain($"{name}={text}");
        Judge(family, runner, HostileText.Values);
    }

    // Whoever finds a part of a text in a word of a command finds all of it there: nobody took it apart.
    private static void Judge(ReliableFamily family, RecordingRunner runner, IEnumerable<string> texts)
    {
        var traps = texts.Where(text => text.Contains(HostileText.Trap, StringComparison.Ordinal)).ToList();
        foreach (var word in runner.Commands.SelectMany(command => command.Arguments)
            .Where(word => word.Contains("touch", StringComparison.Ordinal)))
            traps.ShouldContain(text => word.Contains(text, StringComparison.Ordinal), $"'{word}' has a part of a text");
        foreach (var folder in (string[])[family.Checkout.Root, Environment.CurrentDirectory, Path.GetTempPath()])
            File.Exists(Path.Combine(folder, HostileText.Trap)).ShouldBeFalse($"a text was carried out in {folder}");
    }
}
