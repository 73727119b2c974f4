using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Pruning;
using KegImages.Records;

namespace KegImages.ReliabilityTests.Families;

/// <summary>The product's commands as they are run here: words, and what the build's targets do for them.</summary>
internal static class Product
{
    /// <summary>Runs one command; options stand behind it as <c>name=value</c>.</summary>
    public static async Task RunAsync(IReadOnlyList<string> words, RunOptions options, World world, CancellationToken cancellationToken)
    {
        var said = words.Skip(1).Select(word => word.Split('=', 2)).ToLookup(pair => pair[0], pair => pair[1]);
        var tag = said["tag"].FirstOrDefault();
        options = options with { Taps = [.. said["tap"]], Images = [.. said["image"]], Tag = tag };
        switch (words[0])
        {
            case "push":
                await PushAsync(options with { Push = true, Force = said["force"].Any() }, world, cancellationToken);
                break;
            case "plan":
                var plan = await (options with { Push = true }).OpenAsync(world, willBuild: false, cancellationToken);
                await plan.PlanAsync(cancellationToken);
                await plan.ExplainAsync(cancellationToken);
                break;
            case "status":
                await (await RecordsAsync()).StatusAsync(cancellationToken);
                break;
            case "promote":
                await options.EndAsync((await RecordsAsync()).PromoteAsync(said["to"].Single(), cancellationToken), cancellationToken);
                break;
            case "rollback":
                await options.EndAsync((await RecordsAsync()).RestoreAsync(said["to"].Single(), cancellationToken), cancellationToken);
                break;
            case "prune":
                var asked = new PruneOptions { OlderThan = said["older"].FirstOrDefault(), Restore = said["restore"].FirstOrDefault(),
                    Branch = said["branch"].FirstOrDefault() };
                await options.PruneAsync(asked, world, cancellationToken);
                break;
            default:
                throw new ArgumentException($"there is no command '{words[0]}'", nameof(words));
        }

        Task<RecordCommands> RecordsAsync() => RecordCommands.OpenAsync(options.At(world), options.Selection, cancellationToken);
    }

    // As the targets do it: what failed in one stage stops no other, and nothing is published then.
    private static async Task PushAsync(RunOptions options, World world, CancellationToken cancellationToken)
    {
        var run = await options.OpenAsync(world, willBuild: true, cancellationToken);
        await run.PlanAsync(cancellationToken);
        FailedException? first = null;
        foreach (var target in Staging.Targets)
        {
            try
            {
                await run.BuildAsync(target, cancellationToken);
            }
            catch (FailedException exception)
            {
                first ??= exception;
            }
        }

        if (first is not null)
            throw first;
        await run.PublishAsync(cancellationToken);
    }
}
