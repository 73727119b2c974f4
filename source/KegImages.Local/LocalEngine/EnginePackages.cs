using KegImages.Building;

namespace KegImages.LocalEngine;

/// <summary>Brings the engine's packages below the clone: found in the machine's own sources, downloaded, unpacked, never
/// installed.</summary>
internal sealed class EnginePackages(LocalPaths paths, ICommandRunner runner)
{
    private static readonly ImmutableArray<string> ProgramFolders = ["usr/sbin", "usr/bin", "sbin", "bin"];

    /// <summary>What signs and verifies, where the suite has it.</summary>
    public const string Cosign = "cosign";

    /// <summary>Reads the package lists and picks the suites: the machine's own for what works close to its kernel and libraries, and the
    /// first of its own and its successors that has buildx for the engine.</summary>
    public async Task<(AptView Own, AptView Engine)> FindAsync(Work work, CancellationToken cancellationToken)
    {
        var distribution = Distribution.Of(await File.ReadAllTextAsync("/etc/os-release", cancellationToken))
            ?? throw new WrongUseException("/etc/os-release names neither Debian nor Ubuntu");
        var machine = await MachineSourcesAsync(cancellationToken);
        var architecture = (await RunAsync("dpkg", ["--print-architecture"], cancellationToken)).Trim();

        AptView? own = null;
        foreach (var suite in distribution.Candidates())
        {
            var sources = distribution.SourcesFor(suite, machine);
            if (sources.Length == 0)
                throw new WrongUseException(
                    $"no source in /etc/apt carries the suite '{distribution.Codename}' that /etc/os-release names",
                    next: "Add the system's own mirror to /etc/apt/sources.list, or use your own Docker without --profile local.");
            var view = new AptView(Path.Combine(paths.Work, suite), suite, sources, architecture, runner);
            await work.StepAsync($"reading the package lists of {suite}", step => view.UpdateAsync(step, cancellationToken));
            own ??= view;
            if ((await view.KnownAsync(["docker-buildx", "docker-registry"], cancellationToken)).Count == 2)
                return (own, view);
        }

        throw new WrongUseException(
            $"none of the suites {string.Join(", ", distribution.Candidates())} has the packages docker-buildx and docker-registry",
            next: "Install Docker with buildx from its own site, and leave --profile local out.");
    }

    /// <summary>Unpacks what makes the root image: mmdebstrap, and Perl where the machine has only its smallest part.</summary>
    public async Task UnpackBootstrapAsync(AptView own, CancellationToken cancellationToken)
    {
        var perl = new Command("perl", "-MEnglish", "-MGetopt::Long", "-MPod::Usage", "-MFile::Find", "-e", "1");
        if ((await runner.RunAsync(perl, null, null, cancellationToken)).ExitCode == 0)
            await own.UnpackAsync(["mmdebstrap"], paths.Packages, cancellationToken);
        else
            await own.UnpackMissingAsync(["mmdebstrap", "perl"], paths.Packages, cancellationToken);
    }

    public async Task UnpackEngineAsync(AptView own, AptView engine, Work work, CancellationToken cancellationToken)
    {
        string[] needed = ["docker.io", "docker-buildx", "containerd", "docker-registry"];
        var known = await engine.KnownAsync(["docker-cli", "docker-compose", "docker-compose-v2", "tini", Cosign], cancellationToken);
        // Ubuntu's docker-compose is the first one, in Python; where both are known, the second one has a name of its own.
        string[] chosen = [.. needed, .. known.Contains("docker-compose-v2") ? known.Remove("docker-compose") : known];
        await work.StepAsync($"bringing {string.Join(", ", chosen)} of {engine.Suite}",
            step => engine.UnpackAsync(chosen, paths.Packages, cancellationToken, step));
        await SayNoCosignAsync(known, cancellationToken);
        // A later suite's runc needs a later C library than the machine has.
        await work.StepAsync($"bringing runc of {own.Suite}", step => own.UnpackAsync(["runc"], paths.Packages, cancellationToken, step));

        var missing = new[] { ("ip", "iproute2"), ("iptables", "iptables") }.Where(tool => !IsOnThisMachine(tool.Item1)).ToImmutableArray();
        if (missing.Length > 0)
            await work.StepAsync($"bringing {string.Join(", ", missing.Select(tool => tool.Item2))}",
                _ => own.UnpackMissingAsync(missing.Select(tool => tool.Item2), paths.Packages, cancellationToken));
        Directory.CreateDirectory(paths.Programs);
        foreach (var (program, _) in missing)
            await WriteProgramAsync(program, cancellationToken);
    }

    /// <summary>Brings what signs and verifies into packages that an earlier version unpacked.</summary>
    public async Task UnpackCosignAsync(AptView engine, Work work, CancellationToken cancellationToken)
    {
        var known = await engine.KnownAsync([Cosign], cancellationToken);
        await SayNoCosignAsync(known, cancellationToken);
        if (!known.IsEmpty)
            await work.StepAsync($"bringing {Cosign} of {engine.Suite}",
                step => engine.UnpackAsync([Cosign], paths.Packages, cancellationToken, step));
    }

    private async Task SayNoCosignAsync(ImmutableHashSet<string> known, CancellationToken cancellationToken)
    {
        if (!known.Contains(Cosign))
            await File.WriteAllTextAsync(paths.NoCosign, "", cancellationToken);
    }

    private async Task WriteProgramAsync(string program, CancellationToken cancellationToken)
    {
        if (program != "iptables")
        {
            await WriteProgramAsync(program, program, "", cancellationToken);
            return;
        }

        // The kernel has one of the two tables, or both: the newer one is what distributions choose.
        await WriteProgramAsync(program, "xtables-nft-multi", " iptables", cancellationToken);
        var probe = new Command(Path.Combine(paths.Programs, program), "-w", "-t", "nat", "-S", "POSTROUTING");
        if ((await runner.RunAsync(probe, null, null, cancellationToken)).ExitCode != 0)
            await WriteProgramAsync(program, "xtables-legacy-multi", " iptables", cancellationToken);
    }

    // The unpacked program finds its unpacked libraries beside it, wherever the folder is mounted.
    private async Task WriteProgramAsync(string name, string target, string firstArgument, CancellationToken cancellationToken)
    {
        // A package's links lead to the paths of an installed system, and so nowhere here.
        var folder = ProgramFolders.FirstOrDefault(folder =>
            new FileInfo(Path.Combine(paths.Packages, folder, target)) is { Exists: true, LinkTarget: null })
            ?? throw new FailedException($"the unpacked packages hold no '{target}' ({paths.Packages})");
        var path = Path.Combine(paths.Programs, name);
        await File.WriteAllTextAsync(path, $"""
            #!/bin/bash
            packages=$(dirname "$(dirname "$(readlink -f "$0")")")/packages
            for libraries in "$packages"/usr/lib/*-linux-gnu* "$packages"/lib/*-linux-gnu*; do
              LD_LIBRARY_PATH="$libraries:$LD_LIBRARY_PATH"
              [ ! -d "$libraries/xtables" ] || export XTABLES_LIBDIR="$libraries/xtables"
            done
            export LD_LIBRARY_PATH
            exec "$packages/{folder}/{target}"{firstArgument} "$@"

            """, cancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static bool IsOnThisMachine(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':')
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<ImmutableArray<AptSource>> MachineSourcesAsync(CancellationToken cancellationToken)
    {
        var sources = ImmutableArray.CreateBuilder<AptSource>();
        if (File.Exists("/etc/apt/sources.list"))
            sources.AddRange(AptSource.ParseLines(await File.ReadAllTextAsync("/etc/apt/sources.list", cancellationToken)));
        if (!Directory.Exists("/etc/apt/sources.list.d"))
            return sources.ToImmutable();
        foreach (var file in Directory.EnumerateFiles("/etc/apt/sources.list.d").Order(StringComparer.Ordinal))
        {
            if (file.EndsWith(".sources", StringComparison.Ordinal))
                sources.AddRange(AptSource.ParseStanzas(await File.ReadAllTextAsync(file, cancellationToken)));
            else if (file.EndsWith(".list", StringComparison.Ordinal))
                sources.AddRange(AptSource.ParseLines(await File.ReadAllTextAsync(file, cancellationToken)));
        }

        return sources.ToImmutable();
    }

    private async Task<string> RunAsync(string program, ImmutableArray<string> arguments, CancellationToken cancellationToken) =>
        (await runner.RunAsync(new Command(program, arguments), null, null, cancellationToken)).OrThrow().StandardOutput;
}
