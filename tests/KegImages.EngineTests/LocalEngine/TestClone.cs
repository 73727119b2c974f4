using System.Collections.Immutable;
using KegImages.Commands;
using KegImages.EngineTests.Engine;
using KegImages.LocalEngine;
using KegImages.Processes;

namespace KegImages.EngineTests.LocalEngine;

/// <summary>
/// Another clone on the same machine, in a path with a space, with the packages and registry of the fixture's: provisioned, and not
/// running.
/// </summary>
internal sealed class TestClone : IAsyncDisposable
{
    private readonly ProcessRunner _runner = new();

    private TestClone(DirectoryInfo folder)
    {
        Folder = folder.FullName;
        Paths = LocalPaths.Of(Folder);
        Profile = new LocalProfile(Folder, _runner);
    }

    public string Folder { get; }

    public LocalPaths Paths { get; }

    public LocalProfile Profile { get; }

    public static async Task<TestClone> CreateAsync()
    {
        // Beside the fixture's files, so that links to them can be made.
        var folder = Path.Combine(EngineFixture.RepositoryRoot, ".nuke", "temp", "clones", $"a clone {Guid.NewGuid():N}"[..14]);
        var clone = new TestClone(Directory.CreateDirectory(folder));
        var from = LocalPaths.Of(EngineFixture.RepositoryRoot);
        Directory.CreateDirectory(clone.Paths.Home);
        await clone.RunAsync("cp", "-al", from.Packages, from.Programs, from.RegistryData, clone.Paths.Home);
        var state = await LocalState.ReadAsync(from, CancellationToken.None);
        await (LocalState.For(clone.Paths) with { RootImage = state!.RootImage, RootDigest = state.RootDigest }).WriteAsync(clone.Paths,
            CancellationToken.None);
        return clone;
    }

    /// <summary>Has it want the very network that the fixture's engine is on, as one in two hundred clones does by its path.</summary>
    public async Task WantNetworkOfFixtureAsync()
    {
        var other = await LocalState.ReadAsync(LocalPaths.Of(EngineFixture.RepositoryRoot), CancellationToken.None);
        var own = await LocalState.ReadAsync(Paths, CancellationToken.None);
        await (own! with { Network = other!.Network }).WriteAsync(Paths, CancellationToken.None);
    }

    /// <summary>Has its engine keep images in containerd's store, as a setting of the user's own engine would: the first dockerd on its
    /// PATH is a script that adds the feature and starts the real one.</summary>
    public async Task WantContainerdStoreAsync()
    {
        var script = Path.Combine(Paths.Programs, "dockerd");
        await File.WriteAllTextAsync(script, """
            #!/bin/sh
            sed -i 's/"buildkit": true/"buildkit": true, "containerd-snapshotter": true/' "$2"
            exec "$KEG_INSIDE/packages/usr/sbin/dockerd" "$@"

            """);
        await RunAsync("chmod", "+x", script);
    }

    public Task<LocalEndpoint> SetUpAsync() => Profile.SetUpAsync(Console.WriteLine, CancellationToken.None);

    public async Task<string> DockerAsync(LocalEndpoint endpoint, params IEnumerable<string> arguments) =>
        (await _runner.RunAsync(new Command(endpoint.DockerExecutable, arguments) { Environment = endpoint.Environment,
            WorkingDirectory = Folder }, null, null, CancellationToken.None))
            .OrThrow().StandardOutput;

    /// <summary>
    /// Starts a container on a network of its own, from an image of nothing but this machine's shell and sleep: a whole system would take
    /// seconds to unpack.
    /// </summary>
    public async Task StartContainerAsync(LocalEndpoint endpoint)
    {
        var libraries = (await RunAsync("ldd", "/bin/bash", "/bin/sleep")).Split((char[])[' ', '\t', '\n'],
            StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith('/') && !word.EndsWith(':'));
        var tar = Path.Combine(Folder, "shell.tar");
        await RunAsync("tar", ["--create", "--dereference", "--absolute-names", "--file", tar, "/bin/bash", "/bin/sleep",
            .. libraries.Distinct()]);
        await DockerAsync(endpoint, "import", tar, "shell");
        await DockerAsync(endpoint, "network", "create", "apart");
        await DockerAsync(endpoint, "run", "--detach", "--network", "apart", "--publish", "127.0.0.1::8000", "shell", "/bin/sleep", "600");
    }

    /// <summary>The process id of the one script of the engine whose command line ends with these words.</summary>
    public int ProcessOf(string script) => Processes()
        .Single(process => process.CommandLine is ["bash", var file, ..] && file == Path.Combine(Paths.Settings, script)
            && process.Environment.Contains($"KEG_ID={Paths.Id}") && !process.IsFork).Id;

    /// <summary>The process that a process is a child of.</summary>
    public static int ParentOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until the engine does not answer any more: the kernel ends what a killed process held a moment after it.</summary>
    public async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await Profile.FindRunningAsync(limit.Token) is not null)
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
    }

    /// <summary>All that the machine shows of this clone's engine: processes, mounts, devices, packet rules, folders, cgroups.</summary>
    public async Task<ImmutableArray<string>> TracesAsync()
    {
        var state = (await LocalState.ReadAsync(Paths, CancellationToken.None))!;
        string[] marks = [Paths.Id, $"10.{state.Network}.", Folder];
        var output = string.Concat(
            await RunAsync("ip", "-o", "address", "show"),
            await RunAsync("ip", "-o", "route", "show"),
            await RunAsync("iptables", "-S"),
            await RunAsync("iptables", "-t", "nat", "-S"),
            await RunAsync("iptables", "-t", "raw", "-S"),
            await File.ReadAllTextAsync("/proc/self/mounts"));
        return
        [
            .. Processes().Where(process => process.Environment.Contains($"KEG_ID={Paths.Id}"))
            .Select(process => $"process {string.Join(' ', process.CommandLine)}"),
            .. output.Split('\n').Where(line => marks.Any(line.Contains)),
            .. Directory.GetFileSystemEntries("/run", $"*{Paths.Id}*"),
            .. Directory.GetDirectories("/sys/fs/cgroup", $"*{Paths.Id}*",
                new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }),
        ];
    }

    /// <summary>Waits until the machine shows nothing of the engine; returns what is still there when it takes too long.</summary>
    public async Task<ImmutableArray<string>> TracesAtLastAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var traces = await TracesAsync();
            if (traces.IsEmpty || limit.IsCancellationRequested)
                return traces;
            await Task.Delay(100, CancellationToken.None);
        }
    }

    public async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var path = $"{Paths.Programs}:{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin";
        var command = new Command("env", ["PATH=" + path, program, .. arguments]);
        return (await _runner.RunAsync(command, null, null, CancellationToken.None)).OrThrow().StandardOutput;
    }

    public async ValueTask DisposeAsync()
    {
        await Profile.DeleteFilesAsync(CancellationToken.None);
        Directory.Delete(Folder, recursive: true);
    }

    private static IEnumerable<(int Id, string[] CommandLine, string[] Environment, bool IsFork)> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            string[] commandLine, environment, parentLine;
            try
            {
                commandLine = File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
                environment = File.ReadAllText(Path.Combine(folder, "environ")).Split('\0');
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var parent = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
                parentLine = File.Exists($"/proc/{parent}/cmdline")
                    ? File.ReadAllText($"/proc/{parent}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries) : [];
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended while it was looked at.
                continue;
            }

            if (commandLine.Length > 0)
                yield return (int.Parse(Path.GetFileName(folder),
                    System.Globalization.CultureInfo.InvariantCulture), commandLine, environment, parentLine.SequenceEqual(commandLine));
        }
    }
}
