using KegImages.Processes;

namespace KegImages.LocalEngine;

/// <summary>Starts, finds and stops the daemons of one clone.</summary>
internal sealed class Supervision(LocalPaths paths, ICommandRunner runner)
{
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
        // Its streams are a file, so that it holds nothing of this process, and its session is its own, so that Ctrl+C here does not end
        // it.
        var command = new Command("setsid", "bash", "-c", "exec bash \"$0\" < /dev/null > \"$1\" 2>&1",
            Path.Combine(paths.Settings, "supervisor.sh"), log)
        {
            Environment = Variables.AddRange(
            [
                KeyValuePair.Create("KEG_NET", (string?)$"10.{state.Network}"),
                KeyValuePair.Create("KEG_PORT", (string?)state.RegistryPort.ToString(CultureInfo.InvariantCulture)),
                KeyValuePair.Create("LC_ALL", (string?)"C"),
            ]),
        };
        // It outlives this run: it is not awaited, and no token of this run ends it.
        var supervisor = runner.RunAsync(command, null, null, CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            while (!await AnswersAsync(state, limit.Token))
            {
                if (await Task.WhenAny(supervisor, Task.Delay(Pause, limit.Token)) == supervisor)
                    throw new FailedException($"the local engine ended right after its start{LogEnds()}");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FailedException($"the local engine did not answer within {StartLimit.TotalSeconds:0} s{LogEnds()}");
        }
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

    // A process id alone may be another process's by now: its start time, too, must be the one that was written down.
    private bool InitLives()
    {
        try
        {
            var written = File.ReadAllText(paths.Init).Split(' ', StringSplitOptions.TrimEntries);
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture,
                $"/proc/{int.Parse(written[0], CultureInfo.InvariantCulture)}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] != "Z" && fields[19] == written[1];
        }
        catch (Exception exception)
            when (exception is IOException or FormatException or IndexOutOfRangeException or UnauthorizedAccessException)
        {
            // No such file or process: it does not run.
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
