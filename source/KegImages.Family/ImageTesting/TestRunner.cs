using System.Diagnostics;
using KegImages.Engines;
using KegImages.TestFiles;
using KegImages.Testing;

namespace KegImages.ImageTesting;

/// <summary>An image that is tested.</summary>
/// <param name="Tests">How.</param>
/// <param name="Pinned">The image, by digest or content tag.</param>
/// <param name="Pins">The same of itself and of all that are started with it.</param>
internal sealed record TestTask(ImageTests Tests, ImageReference Pinned, IReadOnlyDictionary<ImageName, ImageReference> Pins)
{
    /// <summary>Its name.</summary>
    public ImageName Name => Tests.Image.Name;
}

/// <summary>Runs the tests of images in the engine, several at once. Whatever ends it, what it made is removed.</summary>
/// <param name="temporaryFolder">Where files of a run lie.</param>
/// <param name="parallel">How many tests run at once.</param>
/// <param name="tell">Told what happens, one event at a time.</param>
internal sealed class TestRunner(World world, string temporaryFolder, int parallel, Action<TestEvent> tell) : IDisposable
{
    // What an engine needs to say so, beside the time that the check itself has.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim slots = new(parallel);
    private readonly Lock telling = new();

    /// <inheritdoc/>
    public void Dispose() => slots.Dispose();

    /// <summary>Tests the images, in no order.</summary>
    /// <exception cref="FailedException">The engine does not answer, or an image is not to be had.</exception>
    public async Task<ImmutableArray<TestedImage>> RunAsync(IReadOnlyCollection<TestTask> tasks, CancellationToken cancellationToken)
    {
        await world.Engine.RequireAsync(cancellationToken);
        await using var space = new TestSpace(world);
        await space.SweepAsync(cancellationToken);
        // When one cannot be tested at all, the others end before what they made is removed.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = tasks.Select(task => ImageAsync(space, task, ended)).ToList();
        return [.. await Task.WhenAll(running)];
    }

    private async Task<TestedImage> ImageAsync(TestSpace space, TestTask task, CancellationTokenSource ended)
    {
        try
        {
            return await ImageAsync(space, task, ended.Token);
        }
        catch
        {
            await ended.CancelAsync();
            throw;
        }
    }

    private async Task<TestedImage> ImageAsync(TestSpace space, TestTask task, CancellationToken cancellationToken)
    {
        Tell(new TestingBegun(task.Name, task.Tests.Count));
        var begun = Stopwatch.GetTimestamp();
        await space.BringAsync(task.Pinned, cancellationToken);
        var facts = await world.Engine.Images.FactsAsync(task.Pinned.ToString(), cancellationToken)
            ?? throw new FailedException($"{task.Pinned} was brought to be tested, and the engine does not have it");
        var cases = await Task.WhenAll(task.Tests.Files.Select(file => FileAsync(space, task, file, facts, cancellationToken)));
        var tested = new TestedImage
        {
            Name = task.Name,
            Pinned = task.Pinned,
            Files = [.. task.Tests.Files.Select(file => file.Suite.File)],
            Count = task.Tests.Count,
            Cases = [.. cases.SelectMany(some => some)],
            Duration = Stopwatch.GetElapsedTime(begun),
        };
        Tell(new TestingEnded(tested));
        return tested;
    }

    private async Task<TestCase[]> FileAsync(TestSpace space, TestTask task, LoadedTests tests, ImageFacts facts,
        CancellationToken cancellationToken)
    {
        var (suite, image) = (tests.Suite, task.Pinned.ToString());
        await using var files = new FileRun(world, space, tests, image, facts);
        List<Task<TestCase[]>> all =
        [
            .. suite.Commands.Select(test => OneAsync(task, "command", test.Name, suite.Timeout,
                async token => await new CommandRun(world, space, tests, test, image, facts).RunAsync(token), cancellationToken)),
            .. suite.Existence.Select(test => OneAsync(task, "file", test.Name, suite.Timeout,
                token => files.CheckAsync(test, token), cancellationToken)),
            .. suite.Contents.Select(test => OneAsync(task, "content", test.Name, suite.Timeout,
                token => files.CheckAsync(test, token), cancellationToken)),
        ];
        if (suite.Metadata is { } metadata)
            all.Add(OneAsync(task, "metadata", "configuration", suite.Timeout, _ => Task.FromResult(TestChecks.Of(metadata, facts)),
                cancellationToken));
        if (suite.Health is not null || !suite.Http.IsEmpty)
            all.Add(ServiceAsync(space, task, tests, facts, cancellationToken));
        if (suite.Compose is { } compose)
            all.Add(OneAsync(task, "compose", compose.File, compose.Timeout,
                async token => await new ComposeRun(world, space, tests, temporaryFolder, task.Pins).RunAsync(token), cancellationToken));
        return [.. (await Task.WhenAll(all)).SelectMany(some => some)];
    }

    // One container answers all of them, one after the other.
    private async Task<TestCase[]> ServiceAsync(TestSpace space, TestTask task, LoadedTests tests, ImageFacts facts,
        CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            await using var service = new ServiceRun(world, space, tests, task.Pinned.ToString(), facts);
            string? notStarted = null;
            try
            {
                await service.StartAsync(cancellationToken);
            }
            catch (EngineException exception) when (exception.Status is not null)
            {
                notStarted = exception.Message;
            }

            var cases = new List<TestCase>();
            if (tests.Suite.Health is { } health)
                cases.Add(await CaseAsync(task, "health", "HEALTHCHECK", health.Timeout + Margin, async token => notStarted is not null
                    ? [notStarted] : await service.HealthAsync(health, token), cancellationToken));
            foreach (var test in tests.Suite.Http)
                cases.Add(await CaseAsync(task, "http", test.Name, test.Timeout ?? tests.Suite.Timeout, async token =>
                    notStarted is not null
                    ? [notStarted] : await service.HttpAsync(test, token), cancellationToken));
            return [.. cases];
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<TestCase[]> OneAsync(TestTask task, string kind, string name, TimeSpan limit,
        Func<CancellationToken, Task<IEnumerable<string>>> run, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            return [await CaseAsync(task, kind, name, limit, run, cancellationToken)];
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<TestCase> CaseAsync(TestTask task, string kind, string name, TimeSpan limit,
        Func<CancellationToken, Task<IEnumerable<string>>> run, CancellationToken cancellationToken)
    {
        Tell(new TestBegun(task.Name, kind, name));
        var begun = Stopwatch.GetTimestamp();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(limit);
        ImmutableArray<string> failures;
        try
        {
            failures = [.. await run(late.Token)];
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Only what waits for something says what it waits for.
            failures = [$"did not end within {limit.TotalSeconds:0} s{(exception.InnerException is OperationCanceledException
                ? $": {exception.Message}" : "")}"];
        }
        catch (EngineException exception) when (exception.Status is not null)
        {
            failures = [exception.Message];
        }
        catch (TestEndedException exception)
        {
            failures = [exception.Message];
        }

        var test = new TestCase(kind, name, failures, Stopwatch.GetElapsedTime(begun));
        Tell(new TestEnded(task.Name, test));
        return test;
    }

    private void Tell(TestEvent happened)
    {
        lock (telling)
            tell(happened);
    }
}
