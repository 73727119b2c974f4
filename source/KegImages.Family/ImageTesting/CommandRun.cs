using KegImages.Engines;
using KegImages.TestFiles;
using KegImages.Testing;

namespace KegImages.ImageTesting;

/// <summary>A command in a container of its own, with what is run before and after it.</summary>
internal sealed class CommandRun(World world, TestSpace space, LoadedTests tests, CommandTest test, string image, ImageFacts facts)
{
    // What a test looks at was printed by somebody who meant it to be looked at.
    private const int MostPrinted = 1024 * 1024;

    private readonly ImmutableDictionary<string, string> variables = Expanded(facts.Variables,
        tests.Suite.Variables.Concat(tests.EnvFile).Concat(test.Variables));

    /// <summary>What is wrong; nothing where all is as expected.</summary>
    public async Task<ImmutableArray<string>> RunAsync(CancellationToken cancellationToken)
    {
        var current = image;
        foreach (var command in test.Setup)
        {
            var (ended, next) = await OneAsync(current, command, isKept: true, cancellationToken);
            if (ended.ExitCode != 0)
                return [Failed("setup", command, ended)];
            current = next!;
        }

        var isKept = !test.Teardown.IsEmpty;
        var (found, after) = await OneAsync(current, test.Command, isKept, cancellationToken);
        var failures = TestChecks.Of(test, found).ToList();
        foreach (var command in test.Teardown)
        {
            var (ended, next) = await OneAsync(after!, command, isKept: true, cancellationToken);
            if (ended.ExitCode != 0)
                failures.Add(Failed("teardown", command, ended));
            after = next;
        }

        return [.. failures];
    }

    private static string Failed(string when, ImmutableArray<string> command, CommandFacts ended) =>
        $"{when}: '{string.Join(' ', command)}' ended with {ended.ExitCode}; it printed: "
            + Expectation.Shown(ended.Error.Length > 0 ? ended.Error : ended.Output);

    private async Task<(CommandFacts Found, string? After)> OneAsync(string from, ImmutableArray<string> command, bool isKept,
        CancellationToken cancellationToken)
    {
        var id = await space.MakeAsync(new ContainerOrder
        {
            Image = from,
            Command = [.. command.Select(word => GoVariables.Expand(word, variables))],
            Variables = [.. variables.Except(facts.Variables).Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)],
            User = tests.Suite.Options.User,
            Terminal = tests.Suite.Options.Terminal,
            Capabilities = tests.Suite.Options.Capabilities,
            Network = tests.Suite.Network ? null : "none",
            Labels = space.Labels(tests.Suite.Timeout),
        }, cancellationToken);
        try
        {
            await world.Engine.Containers.StartAsync(id, cancellationToken);
            var code = await world.Engine.Containers.WaitForEndAsync(id, cancellationToken);
            var (output, error, isAll) = await world.Engine.Containers.PrintedAsync(id, MostPrinted, cancellationToken);
            if (!isAll)
                throw new TestEndedException(
                    $"'{command[0]}' printed more than {MostPrinted / 1024} KiB: what is expected could be in the rest");
            return (new CommandFacts(code, output, error), isKept ? (await space.CommitAsync(id, cancellationToken)).ToString() : null);
        }
        finally
        {
            await space.RemoveAsync(id);
        }
    }

    // Each is said over those before it, and may use them.
    private static ImmutableDictionary<string, string> Expanded(IEnumerable<KeyValuePair<string, string>> first,
        IEnumerable<TestVariable> said)
    {
        var all = ImmutableDictionary.CreateRange(StringComparer.Ordinal, first);
        foreach (var variable in said)
            all = all.SetItem(variable.Key, GoVariables.Expand(variable.Value, all));
        return all;
    }
}

/// <summary>What ends a test that cannot be told to pass, with the reason as a sentence.</summary>
internal sealed class TestEndedException(string message) : Exception(message);
