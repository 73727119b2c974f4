using KegImages.Processes;

namespace KegImages.LocalEngine;

/// <summary>Starts, finds and stops the daemons of one clone.</summary>
internal sealed class Supervision(LocalPaths paths, ICommandRunner runner)
{
    private const int Kill = 9;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task<bool> AnswersAsync(LocalState state, CancellationToken cancellationToken)
    {
        if (!InitLives())
            return false;
        var answers = await Task.WhenAll(
            AnswersAsync(new Uri("http://engine/_ping"), UnixSocket.Handler(paths.Socket), cancellationToken),
            AnswersAsync(new Uri($"http://{state.Registry()}/v2/"), new SocketsHttpHandler { UseProxy = false }, cancellationToken));
        return answers.All(answer => answer);
    }

    /// <summary>Starts the daemons and returns when they answer. Throws <see cref="FailedException"/> with the ends of their logs when they
    /// do not; <see cref="StopAsync"/> takes away what was started by then.</summary>
    public async Task StartAsync(LocalState state, CancellationToken cancellationToken)
    {
        var log = Path.Combine(paths.Logs, "supervisor.log");
        var id = Path.Combine(paths.Logs, "supervisor.pid");
        File.Delete(id);
        // It outlives this run. Its streams are a file, so that it holds nothing of this process; its session is its own, so that a
        // terminal's Ctrl+C does not reach it; and it is nobody's child, because whoever is interrupted ends the children it has.
        var command = new Command("setsid", "--fork", "bash", "-c", "echo $$ > \"$2\"; exec bash \"$0\" < /dev/null > \"$1\" 2>&1",
            Path.Combine(paths.Settings, "supervisor.sh"), log, id)
        {
            Environment = Variables.AddRange(
            [
                KeyValuePair.Create("KEG_NET", (string?)$"10.{state.Network}"),
                KeyValuePair.Create("KEG_PORT", (string?)state.RegistryPort.ToString(CultureInfo.InvariantCulture)),
                KeyValuePair.Create("LC_ALL", (string?)"C"),
            ]),
        };
        (await runner.RunAsync(command, null, null, CancellationToken.None)).OrThrow();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            while (!await AnswersAsync(state, limit.Token))
            {
                if (HasEnded(id))
                    throw new FailedException($"the local engine ended right after its start{LogEnds()}");
                await Task.Delay(Pause, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FailedException($"the local engine did not answer within {StartLimit.TotalSeconds:0} s{LogEnds()}");
        }
        catch (OperationCanceledException)
        {
            await EndAsync(id);
            throw;
        }
    }

    // All of an engine that is only just starting ends with its supervisor, and the cleaner takes away what it made; it has nothing to
    // bring to an end, and would be asked in vain for a while.
    private static async Task EndAsync(string id)
    {
        for (var waited = TimeSpan.Zero; waited < AnswerLimit && NumberIn(id) is null; waited += Pause)
            await Task.Delay(Pause);
        if (NumberIn(id) is { } number && Lives(number, _ => true))
            _ = NativeSignals.Send(int.Parse(number, CultureInfo.InvariantCulture), Kill);
    }

    /// <summary>Stops the daemons and takes away all that they, or a killed run, left on the machine. Harmless where there is
    /// nothing.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var command = new Command("bash", "-s", "stop") { StandardInput = Scripts.Clean + "\n", Environment = Variables };
        (await runner.RunAsync(command, null, null, cancellationToken)).OrThrow();
        if (Directory.Exists(paths.Run) || Directory.Exists($"/sys/class/net/{paths.Bridge}"))
            throw new FailedException($"{paths.Run} or the bridge {paths.Bridge} could not be taken away: is this root?");
    }

    /// <summary>Whether the registry has the root image that the state names.</summary>
    public static Task<bool> HasRootImageAsync(LocalState state, CancellationToken cancellationToken) => AnswersAsync(
        new Uri($"http://{state.Registry()}/v2/{state.RootImage!.Split(':')[0]}/manifests/{state.RootDigest}"),
        new SocketsHttpHandler { UseProxy = false }, cancellationToken, "application/vnd.docker.distribution.manifest.v2+json");

    public bool LeftAnything() => Directory.Exists(paths.Run) || Directory.Exists($"/sys/class/net/{paths.Bridge}");

    private ImmutableSortedDictionary<string, string?> Variables => new Dictionary<string, string?>
    {
        ["KEG_ID"] = paths.Id,
        ["KEG_RUN"] = paths.Run,
        ["KEG_HOME"] = paths.Home,
        ["KEG_INSIDE"] = paths.HomeInside,
        ["KEG_BRIDGE"] = paths.Bridge,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    // Where it has not said yet which process it is, it has only just begun.
    private static bool HasEnded(string id) => NumberIn(id) is { } number && !Lives(number, _ => true);

    private static string? NumberIn(string id) => File.Exists(id) && File.ReadAllText(id) is [.. var number, '\n'] ? number : null;

    // A process id alone may be another process's by now: its start time, too, must be the one that was written down.
    private bool InitLives()
    {
        try
        {
            var written = File.ReadAllText(paths.Init).Split(' ', StringSplitOptions.TrimEntries);
            return Lives(written[0], start => start == written[1]);
        }
        catch (Exception exception)
            when (exception is IOException or FormatException or IndexOutOfRangeException or UnauthorizedAccessException)
        {
            // No such file or process: it does not run.
            return false;
        }
    }

    private static bool Lives(string id, Func<string, bool> isMeant)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture,
                $"/proc/{int.Parse(id, CultureInfo.InvariantCulture)}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] != "Z" && isMeant(fields[19]);
        }
        catch (Exception exception)
            when (exception is IOException or FormatException or IndexOutOfRangeException or UnauthorizedAccessException)
        {
            // No such process: it does not run.
            return false;
        }
    }

    private static async Task<bool> AnswersAsync(Uri address, SocketsHttpHandler handler, CancellationToken cancellationToken,
        string accept = "*/*")
    {
        using var client = new HttpClient(handler) { Timeout = AnswerLimit };
        client.DefaultRequestHeaders.Accept.ParseAdd(accept);
        try
        {
            using var response = await client.GetAsync(address, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private string LogEnds()
    {
        var ends = Directory.EnumerateFiles(paths.Logs, "*.log")
            .Select(file => (file, lines: File.ReadLines(file).TakeLast(5).ToArray()))
            .Where(log => log.lines.Length > 0);
        return string.Concat(ends.Select(log =>
            $"{Environment.NewLine}{log.file}:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", log.lines)}"));
    }
}
