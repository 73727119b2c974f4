using System.Security.Cryptography;

namespace KegImages.LocalEngine;

/// <summary>Every name that a clone's local profile uses on this machine, all of them from the clone's real path, so that two clones share
/// none.</summary>
internal sealed record LocalPaths
{
    public LocalPaths(string root)
    {
        Root = root;
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..8];
        Home = Path.Combine(root, ".nuke", "temp", "local");
    }

    public string Root { get; }
    public string Id { get; }
    public string Home { get; }

    /// <summary>The folder of sockets and process ids: short, because a socket's path holds 107 characters at most.</summary>
    public string Run => $"/run/keg-{Id}";

    /// <summary>The bridge; a network device's name holds 15 characters at most.</summary>
    public string Bridge => $"keg{Id}";

    /// <summary>Where the daemons, in their own mount namespace, see <see cref="Home"/>: a path without spaces, colons and commas, which
    /// overlay mounts cannot bear.</summary>
    public string HomeInside => $"{Run}/home";

    /// <summary>The file that two runs at once lock.</summary>
    public string Lock => Home + ".lock";

    public string Packages => Path.Combine(Home, "packages");

    /// <summary>Programs that need their unpacked libraries beside them.</summary>
    public string Programs => Path.Combine(Home, "bin");

    /// <summary>Package lists, downloads and the root image's file tree on their way.</summary>
    public string Work => Path.Combine(Home, "work");

    public string State => Path.Combine(Home, "state.json");

    public string Settings => Path.Combine(Home, "settings");

    public string Logs => Path.Combine(Home, "logs");

    /// <summary>The folder that stands in for <c>~/.docker</c>.</summary>
    public string DockerConfig => Path.Combine(Home, "docker-config");

    public string EngineData => Path.Combine(Home, "engine");

    public string RegistryData => Path.Combine(Home, "registry");

    public string RegistryAccessLog => Path.Combine(Logs, "registry-access.log");

    public string Socket => $"{Run}/docker.sock";

    public string DockerHost => $"unix://{Socket}";

    public string DockerExecutable => Path.Combine(Packages, "usr/bin/docker");

    /// <summary>What signs and verifies.</summary>
    public string Cosign => Path.Combine(Packages, "usr/bin/cosign");

    /// <summary>The file that says that the system has no package of it.</summary>
    public string NoCosign => Path.Combine(Home, "no-cosign");

    public string Init => $"{Run}/init";

    public static LocalPaths Of(string folder)
    {
        var real = "/";
        foreach (var part in Path.GetFullPath(folder).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (Directory.Exists(real) && Directory.ResolveLinkTarget(real, returnFinalTarget: true) is { } target)
                real = Of(target.FullName).Root;
        }

        return new LocalPaths(real);
    }
}
