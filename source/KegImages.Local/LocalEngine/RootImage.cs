using KegImages.Building;
using KegImages.Engines;

namespace KegImages.LocalEngine;

/// <summary>Makes the image with Node that families start from, out of the system's packages: no public registry can be asked for
/// one.</summary>
internal sealed class RootImage(LocalPaths paths, ICommandRunner runner)
{
    private const string Repository = "library/node";

    // A folder that every Debian has, with a plain name: mmdebstrap's hooks split words. Only the run's own mount namespace sees what is
    // mounted there.
    private const string MountPoint = "/mnt";

    private string Tree => Path.Combine(paths.Work, "root-image.tar");

    private string NodeVersionFile => Path.Combine(paths.Work, "node-version");

    /// <summary>Makes the file tree of the image as a tar file; it needs no engine.</summary>
    public async Task MakeTreeAsync(AptView suite, Work work, CancellationToken cancellationToken)
    {
        var script = Path.Combine(paths.Work, "root-image.sh");
        var made = Path.Combine(paths.Work, "new.tar");
        var temporary = Directory.CreateDirectory(Path.Combine(paths.Work, "tmp")).FullName;
        await File.WriteAllTextAsync(script, Scripts.RootImage + "\n", cancellationToken);
        // In a mount namespace of its own the work folder has a plain name, and a killed run leaves neither process nor mount.
        const string Boxed = $"""mount --bind "$0" {MountPoint} && "$@" && exit 0""";
        var command = new Command("unshare",
            "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private",
            "bash", "-c", Boxed, paths.Home,
            "mmdebstrap", "--mode=root", "--variant=minbase", "--include=nodejs,ca-certificates",
                "--aptopt=Acquire::Languages \"none\"",
            $"--customize-hook=bash {Mounted(script)} \"$1\"",
            suite.Suite, Mounted(made), Mounted(suite.SourcesFile))
        {
            Environment = ImmutableSortedDictionary<string, string?>.Empty
                .Add("PATH",
                    $"{Mounted(Path.Combine(paths.Packages, "usr/bin"))}:{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin")
                .Add("PERL5LIB", PerlLibraries())
                .Add("TMPDIR", Mounted(temporary))
                .Add("LC_ALL", "C")
                .Add("KEG_CA", CertificateBundle())
                .Add("KEG_NODE_VERSION", Mounted(NodeVersionFile)),
        };
        WorkStep? step = null;
        (await runner.RunAsync(command, Say, Say, cancellationToken)).OrThrow();
        step?.End();
        File.Move(made, Tree, overwrite: true);

        // mmdebstrap names each of its steps so; what else it and the hook print is of the step before it.
        void Say(string line)
        {
            lock (work)
                Take(line);
        }

        void Take(string line)
        {
            if (!line.StartsWith("I: ", StringComparison.Ordinal))
            {
                step?.Say(line);
                return;
            }

            step?.End();
            step = work.Begin(line["I: ".Length..]);
        }
    }

    /// <summary>Imports the tree and pushes it to the registry; the tree is not needed any more then.</summary>
    public async Task<LocalState> PushAsync(LocalState state, Work work, CancellationToken cancellationToken)
    {
        var version = (await File.ReadAllTextAsync(NodeVersionFile, cancellationToken)).Trim();
        var image = ImageReference.Of(state.Registry(), Repository, Tag.Parse(version.Split('.')[0]));
        using var engine = new Engine(EngineAddress.Parse(paths.DockerHost));
        await using (var tree = File.OpenRead(Tree))
            await work.StepAsync($"importing {Human.Size(tree.Length)} into the engine", _ => engine.Images.ImportAsync(tree, image,
            [
                "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", $"ENV NODE_VERSION={version}", "CMD [\"node\"]",
            ], cancellationToken));
        var digest = await work.StepAsync("pushing layers", step => engine.Images.PushAsync(image, logins: null,
            layer => step.Move(layer.Layer, layer.Current, layer.Total), cancellationToken))
            ?? throw new FailedException($"the engine names no digest for {image}, which was just pushed");
        File.Delete(Tree);
        return state with { RootImage = $"{Repository}:{image.Tag}", RootDigest = digest.ToString() };
    }

    private static string CertificateBundle() =>
        Environment.GetEnvironmentVariable("SSL_CERT_FILE") is { Length: > 0 } file ? file : "/etc/ssl/certs/ca-certificates.crt";

    // Only where Perl had to be unpacked are there such folders.
    private string PerlLibraries()
    {
        string[] parents = [Path.Combine(paths.Packages, "usr/share"), .. Folders(Path.Combine(paths.Packages, "usr/lib"))];
        var folders = parents.SelectMany(parent => (string[])[Path.Combine(parent, "perl5"), .. Folders(Path.Combine(parent, "perl"))]);
        return string.Join(':', folders.Where(Directory.Exists).Select(Mounted));
    }

    private string Mounted(string path) => Path.Combine(MountPoint, Path.GetRelativePath(paths.Home, path));

    private static string[] Folders(string parent) => Directory.Exists(parent) ? Directory.GetDirectories(parent) : [];
}
