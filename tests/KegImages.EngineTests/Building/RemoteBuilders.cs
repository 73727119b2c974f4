using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using KegImages.Building;
using KegImages.EngineTests.Engine;
using KegImages.Processes;

namespace KegImages.EngineTests.Building;

/// <summary>
/// Three real BuildKits that are nobody's engine: daemons with containerd's image store, each behind a forwarder, as buildx builders
/// <c>far1</c>, <c>far2</c> and <c>far3</c> of the driver <c>remote</c>. They see the registry of the engine, and end with these tests.
/// </summary>
public sealed class RemoteBuilders(EngineFixture engine) : IAsyncLifetime
{
    private const int Count = 3;

    private readonly List<GrpcForwarder> forwarders = [];
    private readonly string sockets = Directory.CreateTempSubdirectory("keg-far-").FullName;
    private string? data;
    private Process? daemons;

    /// <summary>The client, which knows these builders and the engine's own.</summary>
    public DockerClient Docker => new(engine.Endpoint.DockerExecutable)
    {
        Environment = engine.Endpoint.Environment.SetItem("BUILDX_CONFIG", Path.Combine(sockets, "buildx")),
        Host = engine.Endpoint.DockerHost,
    };

    /// <summary>The builders' names.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Enumerable.Range(1, Count).Select(number => $"far{number}")];

    /// <summary>What stands before one of them.</summary>
    public GrpcForwarder Of(string name) => forwarders[Names.IndexOf(name)];

    public async ValueTask InitializeAsync()
    {
        if (EngineFixture.WhySkipped is not null)
            return;
        // Overlay mounts need a file system that bears them: that of the clone does, for its engine is there.
        data = Directory.CreateDirectory(Path.Combine(EngineFixture.RepositoryRoot, ".nuke", "temp", $"far-{Guid.NewGuid():N}")).FullName;
        var home = Path.GetDirectoryName(engine.Endpoint.DockerConfig)!;
        var id = Path.GetFileName(Path.GetDirectoryName(engine.Endpoint.DockerHost["unix://".Length..]))!["keg-".Length..];
        var start = new ProcessStartInfo("bash", ["-c", Script]) { RedirectStandardInput = true };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["KEG_PACKAGES"] = Path.Combine(home, "packages"),
            ["KEG_PROGRAMS"] = Path.Combine(home, "bin"),
            ["KEG_RUN"] = sockets,
            ["KEG_DATA"] = data,
            ["KEG_ID"] = id,
            ["KEG_COUNT"] = $"{Count}",
        })
            start.Environment[name] = value;
        daemons = Process.Start(start)!;
        foreach (var (name, number) in Names.Zip(Enumerable.Range(1, Count)))
        {
            var forwarder = new GrpcForwarder(Path.Combine(sockets, $"{number}.sock"));
            forwarders.Add(forwarder);
            await WaitAsync(forwarder);
            await DockerAsync("buildx", "create", "--name", name, "--driver", "remote", $"tcp://{IPAddress.Loopback}:{forwarder.Port}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var forwarder in forwarders)
            await forwarder.DisposeAsync();
        if (daemons is not null)
        {
            // Its standard input is what it lives by, so that it ends too where these tests are killed.
            daemons.StandardInput.Close();
            await daemons.WaitForExitAsync();
            daemons.Dispose();
        }

        Directory.Delete(sockets, recursive: true);
        if (data is not null)
            Directory.Delete(data, recursive: true);
    }

    private async Task DockerAsync(params string[] arguments) =>
        (await new ProcessRunner().RunAsync(Docker.Command(arguments), null, null, CancellationToken.None)).OrThrow();

    private async Task WaitAsync(GrpcForwarder forwarder)
    {
        var watch = Stopwatch.StartNew();
        while (!await forwarder.AnswersAsync())
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(60) || daemons!.HasExited)
                throw new InvalidOperationException($"the builders do not answer: {await LogAsync()}");
            await Task.Delay(50);
        }
    }

    private async Task<string> LogAsync() => string.Join('\n', await Task.WhenAll(Directory.GetFiles(sockets, "*.log")
        .Select(async file => string.Join('\n', (await File.ReadAllLinesAsync(file)).TakeLast(5)))));

    // Process and mount namespaces of their own, as the local engine has them: the end of the first process is the end of all.
    private const string Script = """
        set -eu
        export PATH="$KEG_PROGRAMS:$KEG_PACKAGES/usr/bin:$KEG_PACKAGES/usr/sbin:$PATH:/usr/sbin:/sbin"
        net=$(ip -o -4 address show dev "keg$KEG_ID" | sed -n 's/.* inet \([0-9]*\.[0-9]*\)\..*/\1/p')
        cat > "$KEG_RUN/containerd.toml" <<END
        version = 2
        root = "$KEG_DATA/containerd"
        state = "$KEG_RUN/containerd"
        disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
        [grpc]
          address = "$KEG_RUN/containerd.sock"
        END
        for number in $(seq "$KEG_COUNT"); do
          cat > "$KEG_RUN/$number.json" <<END
        { "hosts": ["unix://$KEG_RUN/$number.sock"], "containerd": "$KEG_RUN/containerd.sock", "containerd-namespace": "far$number",
          "containerd-plugins-namespace": "plugins$number", "data-root": "$KEG_DATA/$number", "exec-root": "$KEG_RUN/exec$number",
          "pidfile": "$KEG_RUN/$number.pid", "bridge": "keg$KEG_ID", "fixed-cidr": "$net.0.$((64 + number * 32))/27",
          "iptables": false, "ip6tables": false, "ip-forward": false, "ip-masq": false, "userland-proxy": false,
          "exec-opts": ["native.cgroupdriver=cgroupfs"], "cgroup-parent": "/keg-$KEG_ID", "shutdown-timeout": 1,
          "features": { "containerd-snapshotter": true } }
        END
        done
        unshare --mount --pid --fork --kill-child --propagation slave bash -c '
          mount -t proc proc /proc
          for folder in containerd docker; do
            mkdir -p "/run/$folder"
            mount -t tmpfs -o mode=711 keg "/run/$folder"
          done
          containerd --config "$KEG_RUN/containerd.toml" > "$KEG_RUN/containerd.log" 2>&1 &
          until [ -S "$KEG_RUN/containerd.sock" ]; do sleep 0.02; done
          for number in $(seq "$KEG_COUNT"); do
            dockerd --config-file "$KEG_RUN/$number.json" > "$KEG_RUN/$number.log" 2>&1 &
          done
          wait' < /dev/null > /dev/null 2>&1 &
        cat > /dev/null
        # That it was killed is what was wanted, and is not said.
        exec 2> /dev/null
        kill -KILL $!
        wait || :
        """;
}
