using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KegImages.EngineTests.Engine;
using KegImages.LocalEngine;
using KegImages.Processes;

namespace KegImages.EngineTests.LocalEngine;

public sealed class LocalProfileTests(EngineFixture engine)
{
    [EngineFact]
    public async Task A_set_up_of_what_already_runs_takes_under_two_seconds()
    {
        var profile = new LocalProfile(EngineFixture.RepositoryRoot, new ProcessRunner());
        var (quickest, endpoint) = (TimeSpan.MaxValue, (LocalEndpoint?)null);

        // Others use this machine too: what is quick once is quick.
        for (var i = 0; i < 5 && quickest > TimeSpan.FromSeconds(2); i++)
        {
            var watch = Stopwatch.StartNew();
            endpoint = await profile.SetUpAsync(line => throw new InvalidOperationException($"it did something: {line}"),
                CancellationToken.None);
            quickest = watch.Elapsed;
        }

        quickest.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        endpoint!.DockerHost.ShouldBe(engine.Endpoint.DockerHost);
        endpoint.RootImage.ShouldBe(engine.Endpoint.RootImage);
    }

    [EngineFact]
    public async Task The_root_image_has_node_npm_yarn_certificates_and_a_user_node()
    {
        var said = await engine.DockerAsync("run", "--rm", "--user", "node",
            engine.Endpoint.RootImage.At(engine.Endpoint.RootDigest).ToString(),
            "sh", "-euc", "node --version; npm --version; yarn --version; id -un; id -u; test -s /etc/ssl/certs/ca-certificates.crt; "
                + "test -z \"$(find /tmp -name 'keg*')\"");

        var lines = said.Trim().Split('\n');
        lines.Length.ShouldBe(5);
        lines[0].ShouldStartWith($"v{engine.Endpoint.RootImage.Tag}.");
        lines[3..].ShouldBe(["node", "1000"]);
    }

    [EngineFact]
    public async Task A_build_on_it_installs_from_the_npm_registry_with_the_bundle_as_a_secret_and_is_pushed()
    {
        var context = Directory.CreateTempSubdirectory("keg context ");
        var image = $"{engine.NewNamespace()}/probe:1";
        await File.WriteAllTextAsync(Path.Combine(context.FullName, "Dockerfile"), """
            ARG PARENT
            FROM $PARENT
            WORKDIR /app
            RUN --mount=type=secret,id=ca NODE_EXTRA_CA_CERTS=/run/secrets/ca npm install --no-fund --no-audit is-number@7.0.0 && node -e 'require("is-number")'
            """);

        await engine.DockerAsync("buildx", "build", "--push", "--no-cache", "--provenance=false", "--tag", image,
            "--build-arg", $"PARENT={engine.Endpoint.RootImage.At(engine.Endpoint.RootDigest)}",
            "--secret", "id=ca,src=/etc/ssl/certs/ca-certificates.crt", context.FullName);

        var repository = image[(image.IndexOf('/', StringComparison.Ordinal) + 1)..^2];
        using var registry = new HttpClient();
        (await registry.GetStringAsync(new Uri($"http://{engine.Endpoint.Registry}/v2/{repository}/tags/list"))).ShouldContain("\"1\"");
        (await File.ReadAllTextAsync(engine.Endpoint.RegistryAccessLog)).ShouldContain($"PUT /v2/{repository}/manifests/1 ");
        context.Delete(recursive: true);
    }

    [EngineFact(Explicit = true)]
    public async Task A_second_clone_clashes_with_the_first_in_nothing()
    {
        await using var clone = await TestClone.CreateAsync();
        await clone.WantNetworkOfFixtureAsync();

        var second = await clone.SetUpAsync();

        second.DockerHost.ShouldNotBe(engine.Endpoint.DockerHost);
        second.Registry.ShouldNotBe(engine.Endpoint.Registry);
        (await clone.DockerAsync(second, "network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Subnet}}"))
            .ShouldNotBe(await engine.DockerAsync("network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Subnet}}"));
        await clone.StartContainerAsync(second);

        await clone.Profile.TearDownAsync(Console.WriteLine, CancellationToken.None);
        await engine.DockerAsync("run", "--rm", engine.Endpoint.RootImage.ToString(), "node", "--version");
    }

    [EngineFact]
    public async Task A_clone_starts_from_what_the_machine_keeps_and_makes_no_image()
    {
        await using var clone = await TestClone.CreateAsync();
        var cache = new MachineCache(Path.Combine(clone.Folder, "cache"), new ProcessRunner(), TimeProvider.System);
        var key = await MachineKey.OfThisMachineAsync(CancellationToken.None);
        await cache.KeepAsync(key, clone.Paths, (await LocalState.ReadAsync(clone.Paths, CancellationToken.None))!, CancellationToken.None);
        Directory.Delete(clone.Paths.Home, recursive: true);
        var said = new List<string>();

        var endpoint = await new LocalProfile(clone.Folder, new ProcessRunner(), cache.Folder).SetUpAsync(said.Add, CancellationToken.None);

        said.ShouldNotContain(line => line.StartsWith("making", StringComparison.Ordinal));
        said[0].ShouldBe($"packages and root image are those that this machine keeps in {cache.Folder}");
        endpoint.RootDigest.ShouldBe(engine.Endpoint.RootDigest);
        await clone.DockerAsync(endpoint, "pull", "--quiet", endpoint.RootImage.At(endpoint.RootDigest).ToString());
    }

    [EngineFact(Explicit = true)]
    public async Task Two_runs_at_once_set_up_one_engine()
    {
        await using var clone = await TestClone.CreateAsync();

        var endpoints = await Task.WhenAll(clone.SetUpAsync(),
            new LocalProfile(clone.Folder, new ProcessRunner()).SetUpAsync(_ => { }, CancellationToken.None));

        endpoints[0].Registry.ShouldBe(endpoints[1].Registry);
        await clone.DockerAsync(endpoints[0], "version");
        clone.ProcessOf("supervisor.sh").ShouldBeGreaterThan(0);
    }

    [EngineFact]
    public async Task Teardown_leaves_nothing_of_the_engine_and_its_containers_on_the_machine()
    {
        await using var clone = await TestClone.CreateAsync();
        var endpoint = await clone.SetUpAsync();
        await clone.StartContainerAsync(endpoint);
        TestClone.ParentOf(clone.ProcessOf("supervisor.sh")).ShouldNotBe(Environment.ProcessId,
            "whoever ends what this run has started must not end the engine with it");
        var before = await clone.TracesAsync();
        foreach (var kind in (string[])["process dockerd", "process docker-registry", clone.Paths.Bridge, "br-", "MASQUERADE", "FORWARD",
            "NOTRACK", clone.Paths.Run, "/sys/fs/cgroup"])
            before.ShouldContain(trace => trace.Contains(kind), kind);

        await clone.Profile.TearDownAsync(Console.WriteLine, CancellationToken.None);

        (await clone.TracesAsync()).ShouldBeEmpty();
        (await clone.Profile.FindRunningAsync(CancellationToken.None)).ShouldBeNull();
    }

    [EngineTheory]
    [InlineData("init.sh", Explicit = true)]
    [InlineData("supervisor.sh")]
    public async Task Killing_one_process_ends_all_and_leaves_nothing_and_the_next_run_recovers(string script)
    {
        await using var clone = await TestClone.CreateAsync();
        var endpoint = await clone.SetUpAsync();
        await clone.StartContainerAsync(endpoint);

        Kill(clone.ProcessOf(script));

        (await clone.TracesAtLastAsync()).ShouldBeEmpty();
        (await clone.SetUpAsync()).Registry.ShouldBe(endpoint.Registry);
        (await clone.DockerAsync(endpoint, "ps", "--all", "--quiet")).ShouldNotBeEmpty();
    }

    [EngineFact(Explicit = true)]
    public async Task What_stays_when_even_the_cleaner_is_killed_is_cleaned_by_the_next_run()
    {
        await using var clone = await TestClone.CreateAsync();
        var endpoint = await clone.SetUpAsync();
        var supervisor = clone.ProcessOf("supervisor.sh");

        Kill(clone.ProcessOf("clean.sh"));
        Kill(supervisor);
        await clone.EndAsync();
        (await clone.SetUpAsync()).Registry.ShouldBe(endpoint.Registry);

        (await clone.TracesAsync()).Count(trace => trace.Contains("MASQUERADE")).ShouldBe(1);
        clone.ProcessOf("supervisor.sh").ShouldNotBe(supervisor);
    }

    [EngineFact(Explicit = true)]
    public async Task A_registry_whose_port_was_taken_moves_and_keeps_its_images()
    {
        await using var clone = await TestClone.CreateAsync();
        var first = await clone.SetUpAsync();
        await clone.Profile.TearDownAsync(Console.WriteLine, CancellationToken.None);
        using var other = new TcpListener(IPAddress.Loopback, int.Parse(first.Registry.Split(':')[1], CultureInfo.InvariantCulture));
        other.Start();

        var second = await clone.SetUpAsync();

        second.Registry.ShouldNotBe(first.Registry);
        using var registry = new HttpClient();
        (await registry.GetStringAsync(new Uri($"http://{second.Registry}/v2/{second.RootImage.Repository}/tags/list"))).ShouldContain(
            $"\"{second.RootImage.Tag}\"");
    }

    [EngineFact]
    public async Task A_copy_of_a_clone_does_not_take_the_original_s_engine_for_its_own()
    {
        await using var clone = await TestClone.CreateAsync();
        var original = LocalPaths.Of(EngineFixture.RepositoryRoot);
        File.Copy(original.State, clone.Paths.State, overwrite: true);

        (await clone.Profile.FindRunningAsync(CancellationToken.None)).ShouldBeNull();
    }

    [EngineFact(Explicit = true)]
    public async Task Deleting_stops_the_engine_and_leaves_no_file()
    {
        await using var clone = await TestClone.CreateAsync();
        await clone.SetUpAsync();

        await clone.Profile.DeleteFilesAsync(CancellationToken.None);

        Directory.GetFiles(clone.Folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        Directory.Exists(clone.Paths.Run).ShouldBeFalse();
    }

    [EngineFact]
    public async Task Services_of_compose_find_each_other_by_name_and_publish_ports()
    {
        var folder = Directory.CreateTempSubdirectory("keg compose ");
        var file = Path.Combine(folder.FullName, "compose.yaml");
        await File.WriteAllTextAsync(file, $$"""
            name: probe-{{Guid.NewGuid():N}}
            services:
              web:
                image: {{engine.Endpoint.RootImage}}
                init: true
                command: ["node", "-e", "require('http').createServer((_, r) => r.end('hello')).listen(8000)"]
                ports: ["127.0.0.1::8000"]
                healthcheck:
                  test: ["CMD", "node", "-e", "fetch('http://localhost:8000').catch(() => process.exit(1))"]
                  interval: 300ms
              ask:
                image: {{engine.Endpoint.RootImage}}
                init: true
                command: ["sleep", "600"]
            """);
        try
        {
            await engine.DockerAsync("compose", "--file", file, "up", "--detach", "--wait");
            using var client = new HttpClient();
            var address = (await engine.DockerAsync("compose", "--file", file, "port", "web", "8000")).Trim();
            (await client.GetStringAsync(new Uri($"http://{address}/"))).ShouldBe("hello");
            (await engine.DockerAsync("compose", "--file", file, "exec", "--no-TTY", "ask", "node", "-e",
                "fetch('http://web:8000').then(r => r.text()).then(console.log)")).Trim().ShouldBe("hello");
        }
        finally
        {
            await engine.DockerAsync("compose", "--file", file, "down", "--timeout", "1");
            folder.Delete(recursive: true);
        }
    }

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }
}
