using System.Net;
using KegImages.Engines;
using KegImages.TestFiles;
using KegImages.Testing;

namespace KegImages.ImageTesting;

/// <summary>A container that runs what its image runs: it becomes healthy, and its ports answer.</summary>
internal sealed class ServiceRun(World world, TestSpace space, LoadedTests tests, string image, ImageFacts facts) : IAsyncDisposable
{
    private const int LastLines = 10;
    private const int MostAnswered = 1024 * 1024;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(10);

    private readonly TestSuite suite = tests.Suite;
    private HttpClient? client;
    private string? id;
    private string? notReady;

    /// <summary>Makes and starts the container.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var atMost = (suite.Health?.Timeout ?? TimeSpan.Zero) + (suite.Http.Length * suite.Timeout);
        var isRemote = world.Engine.Address.Host is not null;
        id = await space.MakeAsync(new ContainerOrder
        {
            Image = image,
            Variables = [.. suite.Variables.Select(pair => $"{pair.Key}={GoVariables.Expand(pair.Value, facts.Variables)}")],
            Network = !suite.Http.IsEmpty ? await space.NetworkAsync(suite.Network, atMost, cancellationToken) : suite.Network ? null
                : "none",
            Ports = [.. suite.Http.Select(test => test.Port).Distinct()],
            PublishedOn = isRemote ? null : "127.0.0.1",
            Labels = space.Labels(atMost),
        }, cancellationToken);
        await world.Engine.Containers.StartAsync(id, cancellationToken);
    }

    /// <summary>What is wrong; nothing where the image's own check says that it is healthy.</summary>
    public async Task<ImmutableArray<string>> HealthAsync(HealthTest test, CancellationToken cancellationToken)
    {
        if (!facts.HasHealthCheck)
            return NotReady("the image has no HEALTHCHECK");
        if (await world.Engine.Containers.WaitAsync(id!, test.Timeout, world.Clock, cancellationToken) is not { } why)
            return [];
        var container = await world.Engine.Containers.FindAsync(id!, cancellationToken);
        var check = container is { HealthOutput.Length: > 0 } ? $"; the check says: {Expectation.Shown(container.HealthOutput)}" : "";
        return NotReady($"{why}{check}; it printed last: {await PrintedAsync(cancellationToken)}");
    }

    /// <summary>What is wrong; nothing where the port answers as expected.</summary>
    public async Task<IEnumerable<string>> HttpAsync(HttpTest test, CancellationToken cancellationToken)
    {
        if (notReady is not null)
            return [$"not asked: {notReady}"];
        if (world.Engine.Address.Program is not null)
            return [$"ports of the engine at {world.Engine.Address} are not reached from here: choose one that is, with DOCKER_HOST"];
        client ??= new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = OneTry };
        var last = "it does not answer";
        while (true)
        {
            try
            {
                var container = await world.Engine.Containers.FindAsync(id!, cancellationToken);
                if (container is not { IsRunning: true })
                    return [$"the container ended with {container?.ExitCode}; it printed last: {await PrintedAsync(cancellationToken)}"];
                if (container.Published.TryGetValue(test.Port, out var address))
                {
                    if (world.Engine.Address.Host is { } host)
                        address = $"{host}{address[address.LastIndexOf(':')..]}";
                    using var answer = await client.GetAsync(new Uri($"http://{address}{test.Path}"),
                        HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                    var failures = TestChecks.Of(test, (int)answer.StatusCode, await BodyAsync(answer, cancellationToken)).ToList();
                    // What is still starting behind a gateway says so.
                    if (failures.Count == 0 || answer.StatusCode is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable))
                        return failures;
                    last = failures[0];
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                last = exception.GetBaseException().Message;
            }

            try
            {
                await Task.Delay(BetweenTries, world.Clock, cancellationToken);
            }
            catch (OperationCanceledException exception)
            {
                throw new OperationCanceledException(last, exception, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        if (id is not null)
            await space.RemoveAsync(id);
    }

    private ImmutableArray<string> NotReady(string why)
    {
        notReady = why.Split(';')[0];
        return [why];
    }

    private async Task<string> PrintedAsync(CancellationToken cancellationToken) => Expectation.Shown(
        string.Join('\n', await world.Engine.Containers.LastLinesAsync(id!, LastLines, cancellationToken)));

    private static async Task<string> BodyAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[MostAnswered + 1];
        var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return count <= MostAnswered ? Encoding.UTF8.GetString(bytes, 0, count)
            : throw new TestEndedException($"the answer has more than {MostAnswered / 1024} KiB: what is expected could be in the rest");
    }
}
