using System.Text;
using System.Text.Json;
using KegImages.Commands;
using KegImages.EngineTests.Engine;
using KegImages.Environments;
using KegImages.Processes;
using KegImages.Running;

namespace KegImages.EngineTests.Running;

/// <summary>Docker Compose is asked what it reads from files that are made up: ours is the same, or refused.</summary>
public sealed class DotEnvTests(EngineFixture engine, ITestOutputHelper output) : IDisposable
{
    private const int Files = 600;
    private const int Values = 100;
    private static readonly string[] Pieces =
    [
        "A", "B", "C_1", "é", "x", " ", "  ", "\t", "#", " #", "=", ":", "'", "\"", "\\", "\\n", "\\'", "\\\"", "\\$", "\\\\", "\\0123",
            "\\012", "\\q", "$", "$$", "$A", "$B", "${A}", "${B:-x}", "${B-x}",
        "${GIVEN}", "${A:+y}", "${A+y}", "${NONE:-${A}}", "${NONE:-{}}", "}", "{", "${A:?no}", "-", ".", "1", "😀", "\r", "\u00a0",
            "{{ envs.A }}",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("keg-dotenv-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [EngineFact]
    public async Task Files_are_read_to_the_values_that_Compose_reads()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KEG_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed} (set KEG_SEED to run it again)");
        var random = new Random(seed);
        var expected = new List<(string Text, SortedDictionary<string, string?> Read)>();
        var made = 0;
        for (; expected.Count < Files; made++)
        {
            var text = File(random);
            var (entries, problems) = DotEnv.Read(text, "x", name => name == "GIVEN" ? "from outside" : null);
            if (problems.Count > 0)
                continue;
            // A name that is declared has a value only where the process gives it one.
            expected.Add((text, new SortedDictionary<string,
                string?>(entries.Where(entry => entry.Value is not null).GroupBy(entry => entry.Name)
                .ToDictionary(all => all.Key, all => all.Last().Value), StringComparer.Ordinal)));
        }

        var values = Enumerable.Range(0, Values)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(6))
            .Select(_ => Pieces[random.Next(Pieces.Length)])) + (random.Next(4) == 0 ? "\nmore" : "")).ToList();
        output.WriteLine($"{made} files made, {expected.Count} compared; {values.Count} values written");
        var written = EnvironmentText.Of(values.Select((value, i) => new TapVariable($"V{i}", value, "x", false)));

        var read = await ComposeAsync([.. expected.Select(file => file.Text), written]);

        for (var i = 0; i < expected.Count; i++)
            read[i].ShouldBe(expected[i].Read, $"seed {seed}, file {i}:\n{expected[i].Text}\n");
        for (var i = 0; i < values.Count; i++)
            read[^1][$"V{i}"].ShouldBe(values[i], $"seed {seed}");
    }

    // All files in one project, each of a service of its own.
    private async Task<List<SortedDictionary<string, string?>>> ComposeAsync(IReadOnlyList<string> texts)
    {
        var project = new StringBuilder("services:\n");
        for (var i = 0; i < texts.Count; i++)
        {
            await System.IO.File.WriteAllTextAsync(Path.Combine(folder, $"{i}.env"), texts[i], new UTF8Encoding(false));
            project.Append($"  s{i}:\n    image: x\n    env_file: {i}.env\n");
        }

        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, "compose.yml"), project.ToString());
        var command = new Command(engine.Endpoint.DockerExecutable, "compose", "--file", Path.Combine(folder, "compose.yml"), "config",
            "--format", "json");
        command = command with { Environment = engine.Endpoint.Environment.SetItem("GIVEN", "from outside").SetItem("A", null)
            .SetItem("B", null).SetItem("x", null), WorkingDirectory = folder };
        var result = (await new ProcessRunner().RunAsync(command, null, null, CancellationToken.None)).OrThrow();
        // What is printed is a compose file again, in which a '$' is written twice.
        using var document = JsonDocument.Parse(result.StandardOutput.Replace("$$", "$", StringComparison.Ordinal));
        return
        [
            .. Enumerable.Range(0, texts.Count)
                .Select(i => document.RootElement.GetProperty("services").GetProperty($"s{i}")
                .TryGetProperty("environment", out var variables)
                ? new SortedDictionary<string,
                    string?>(variables.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString()),
                    StringComparer.Ordinal)
                : []),
        ];
    }

    private static string File(Random random)
    {
        var text = new StringBuilder(random.Next(10) == 0 ? "\uFEFF" : "");
        for (var lines = random.Next(1, 6); lines > 0; lines--)
        {
            text.Append(random.Next(12) switch
            {
                0 => "# a comment",
                1 => "",
                2 => Name(random),
                3 => "export " + Name(random) + "=" + Value(random),
                _ => (random.Next(6) == 0 ? "  " : "") + Name(random) + (random.Next(8) == 0 ? " " : "") + (random.Next(5) == 0 ? ":"
                    : "=") + (random.Next(6) == 0 ? " " : "") + Value(random),
            });
            text.Append(random.Next(8) == 0 ? "\r\n" : "\n");
        }

        return text.ToString();
    }

    private static string Name(Random random) => new[] { "A", "B", "C_1", "d.e", "F-g", "_h" }[random.Next(6)];

    private static string Value(Random random)
    {
        var inner = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Pieces[random.Next(Pieces.Length)]));
        return random.Next(5) switch
        {
            0 => $"'{inner.Replace("'", @"\'", StringComparison.Ordinal)}{(random.Next(6) == 0 ? "\nnext line" : "")}'",
            1 => $"\"{inner.Replace("\"", "\\\"", StringComparison.Ordinal)}{(random.Next(6) == 0 ? "\r\nnext line"
                : "")}\"{(random.Next(4) == 0 ? " # note" : "")}",
            2 => $"'{inner}'",
            _ => inner,
        };
    }
}
