using Docker.DotNet;
using KegImages.Processes;
using Api = Docker.DotNet.DockerClient;

namespace KegImages.Engines;

/// <summary>
/// A docker engine, asked and ordered by its own API: everything but builds, Compose and shells, which docker's programs do. Nothing is
/// opened before the first question. See <see href="https://docs.docker.com/reference/api/engine/"/>.
/// </summary>
public sealed class Engine : IDisposable
{
    // What the library's documents are made from; an engine that speaks less is spoken to in what it speaks.
    private static readonly Version Newest = new(1, 54);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock oneAtATime = new();
    private readonly WithheldVariables withheld;
    private EngineTransport? transport;
    private Task<Api>? opening;

    /// <summary>The engine at an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="withheld">What a program that leads to it does not inherit.</param>
    public Engine(EngineAddress address, WithheldVariables? withheld = null)
    {
        Address = address;
        this.withheld = withheld ?? new WithheldVariables();
        Images = new EngineImages(this);
        Containers = new EngineContainers(this);
        Networks = new EngineNetworks(this);
    }

    /// <summary>Where it is.</summary>
    public EngineAddress Address { get; }

    /// <summary>Is told each question and order that has ended, with its time; null where nobody listens.</summary>
    public Action<string>? Told { get; init; }

    /// <summary>The images in its store.</summary>
    public EngineImages Images { get; }

    /// <summary>Its containers.</summary>
    public EngineContainers Containers { get; }

    /// <summary>Its networks.</summary>
    public EngineNetworks Networks { get; }

    /// <summary>Its version as it writes it. Throws <see cref="EngineException"/> when none answers.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken) =>
        (await AskAsync("say its version", Patience, (engine, token) => engine.System.GetVersionAsync(token), cancellationToken)).Version;

    /// <summary>Asks whether it is there, once for all who ask. Throws <see cref="EngineException"/> when it is not.</summary>
    public Task RequireAsync(CancellationToken cancellationToken) => GuardedAsync("answer", Patience, OpenAsync, cancellationToken);

    /// <summary>Asks whether it answers now. Throws <see cref="EngineException"/> when it does not.</summary>
    public Task PingAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        OrderAsync("answer", patience, (engine, token) => engine.System.PingAsync(token), cancellationToken);

    /// <summary>The folder that it keeps everything in, on its own machine.</summary>
    public async Task<string> RootFolderAsync(CancellationToken cancellationToken) =>
        (await AskAsync("describe itself", (engine, token) => engine.System.GetSystemInfoAsync(token), cancellationToken)).DockerRootDir;

    /// <inheritdoc/>
    public void Dispose() => transport?.Dispose();

    /// <summary>A question: <paramref name="asked"/> completes "the engine could not …".</summary>
    internal Task<T> AskAsync<T>(string asked, Func<IDockerClient, CancellationToken, Task<T>> ask, CancellationToken cancellationToken) =>
        AskAsync(asked, Patience, ask, cancellationToken);

    internal Task<T> AskAsync<T>(string asked, TimeSpan patience, Func<IDockerClient, CancellationToken, Task<T>> ask,
        CancellationToken cancellationToken) =>
        GuardedAsync(asked, patience, async token => await ask(await OpenAsync(token), token)
            ?? throw new FormatException("null"), cancellationToken);

    /// <summary>An order that takes as long as it takes.</summary>
    internal Task OrderAsync(string asked, Func<IDockerClient, CancellationToken, Task> order, CancellationToken cancellationToken) =>
        OrderAsync(asked, Timeout.InfiniteTimeSpan, order, cancellationToken);

    private async Task OrderAsync(string asked, TimeSpan patience, Func<IDockerClient, CancellationToken, Task> order,
        CancellationToken cancellationToken) =>
        await AskAsync(asked, patience, async (engine, token) =>
        {
            await order(engine, token);
            return this;
        }, cancellationToken);

    private async Task<T> GuardedAsync<T>(string asked, TimeSpan patience, Func<CancellationToken, Task<T>> ask,
        CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        var begun = TimeProvider.System.GetTimestamp();
        try
        {
            return await ask(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw EngineException.Of(Address, asked, new TimeoutException($"{Address} did not answer within {patience:g}"))!;
        }
        catch (Exception exception) when (EngineException.Of(Address, asked, exception) is { } failure)
        {
            throw failure;
        }
        finally
        {
            Told?.Invoke($"engine: {asked}  {Human.Duration(TimeProvider.System.GetElapsedTime(begun))}");
        }
    }

    // One that failed is opened anew: the engine may be back. Who waits for it may stop waiting, and the others do not.
    private Task<Api> OpenAsync(CancellationToken cancellationToken)
    {
        lock (oneAtATime)
        {
            if (opening is null or { IsCompleted: true, IsCompletedSuccessfully: false })
                opening = NegotiateAsync();
            return opening.WaitAsync(cancellationToken);
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "A client is nothing but its transport, which lives as long as the engine.")]
    private async Task<Api> NegotiateAsync()
    {
        transport ??= new EngineTransport(Address, withheld);
        using var limit = new CancellationTokenSource(Patience);
        await Client(null).System.PingAsync(limit.Token);
        var speaks = transport.Speaks ?? throw new FormatException("it does not say which version of its API it speaks");
        return Client(speaks < Newest ? speaks : Newest);
    }

    // Which engine is in force was decided before: with an address, the library reads neither variables nor settings.
    private Api Client(Version? version) => new DockerClientBuilder().WithEndpoint(Address.Uri).WithApiVersion(version)
        .WithTimeout(Timeout.InfiniteTimeSpan).WithTransportOptions(transport!, Address).Build();
}
