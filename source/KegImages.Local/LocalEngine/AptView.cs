using KegImages.Building;

namespace KegImages.LocalEngine;

/// <summary>One suite seen through apt-get with lists and cache of its own: the machine's package lists and state are neither read for it
/// nor written.</summary>
internal sealed class AptView(string folder, string suite, IReadOnlyCollection<AptSource> sources, string architecture,
    ICommandRunner runner)
{
    public string Suite => suite;

    public string SourcesFile => Path.Combine(folder, "suite.sources");

    /// <summary>Fetches the package lists. Throws <see cref="FailedException"/> with what apt-get said.</summary>
    public async Task UpdateAsync(WorkStep step, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(folder, "lists", "partial"));
        Directory.CreateDirectory(Path.Combine(folder, "cache", "archives", "partial"));
        await File.WriteAllTextAsync(SourcesFile, string.Join('\n', sources.Select(source => source.ToStanza(architecture))),
            cancellationToken);
        // Without the option, a mirror that cannot be reached is a warning, and old or no lists do as new ones.
        var updating = runner.RunAsync(Apt("apt-get", ["update", "-o", "APT::Update::Error-Mode=any"]), null, null, cancellationToken);
        await Growth.WatchAsync(Path.Combine(folder, "lists"), step, updating);
        var result = await updating;
        if (result.ExitCode != 0)
            throw new FailedException(
                $"the package lists of {suite} could not be fetched from "
                    + $"{string.Join(", ", sources.SelectMany(source => source.Uris).Distinct())}, the mirror that /etc/apt names:"
                + $"{Environment.NewLine}{result.StandardError.TrimEnd()}{Environment.NewLine}Only the first set-up needs the network. "
                + "Run it again when the mirror answers, or use your own Docker without --profile local.");
    }

    public async Task<ImmutableHashSet<string>> KnownAsync(IEnumerable<string> packages, CancellationToken cancellationToken)
    {
        var command = Apt("apt-cache", ["show", "--no-all-versions", .. packages]);
        var result = await runner.RunAsync(command, null, null, cancellationToken);
        return [.. result.StandardOutput.Split('\n').Where(line => line.StartsWith("Package: ", StringComparison.Ordinal))
            .Select(line => line["Package: ".Length..].Trim())];
    }

    public async Task UnpackAsync(IEnumerable<string> packages, string prefix, CancellationToken cancellationToken, WorkStep? step = null)
    {
        var downloads = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N")));
        var downloading = RunAsync("apt-get", ["download", .. packages], cancellationToken, downloads.FullName);
        if (step is not null)
            await Growth.WatchAsync(downloads.FullName, step, downloading);
        await downloading;
        await UnpackAllAsync(downloads, prefix, cancellationToken);
    }

    /// <summary>Downloads these packages and those of their dependencies that the machine has not, and unpacks them below
    /// <paramref name="prefix"/>; installs nothing.</summary>
    public async Task UnpackMissingAsync(IEnumerable<string> packages, string prefix, CancellationToken cancellationToken)
    {
        string[] own = ["-o", "Dir::State::status=/var/lib/dpkg/status", "-o", "Debug::NoLocking=1"];
        await RunAsync("apt-get", ["install", "--download-only", "--yes", "--no-install-recommends", .. own, .. packages],
            cancellationToken);
        await UnpackAllAsync(new DirectoryInfo(Path.Combine(folder, "cache", "archives")), prefix, cancellationToken);
    }

    private async Task UnpackAllAsync(DirectoryInfo downloads, string prefix, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(prefix);
        foreach (var package in downloads.EnumerateFiles("*.deb"))
        {
            (await runner.RunAsync(new Command("dpkg", "-x", package.FullName, prefix), null, null, cancellationToken)).OrThrow();
            package.Delete();
        }
    }

    private async Task RunAsync(string program, ImmutableArray<string> arguments, CancellationToken cancellationToken,
        string? workingDirectory = null)
    {
        var command = Apt(program, arguments) with { WorkingDirectory = workingDirectory };
        (await runner.RunAsync(command, null, null, cancellationToken)).OrThrow();
    }

    private Command Apt(string program, ImmutableArray<string> arguments) => new(program,
        [
            "-q",
            "-o", $"Dir::Etc::sourcelist={SourcesFile}",
            "-o", "Dir::Etc::sourceparts=/dev/null",
            "-o", "Dir::Etc::preferences=/dev/null",
            "-o", "Dir::Etc::preferencesparts=/dev/null",
            "-o", $"Dir::State::Lists={Path.Combine(folder, "lists")}",
            "-o", "Dir::State::status=/dev/null",
            "-o", $"Dir::Cache={Path.Combine(folder, "cache")}",
            "-o", $"APT::Architectures={architecture}",
            "-o", "APT::Default-Release=",
            // apt's own user cannot write below a clone that belongs to root.
            "-o", "APT::Sandbox::User=root",
            .. arguments,
        ])
    {
        Environment = ImmutableSortedDictionary<string, string?>.Empty.Add("LC_ALL", "C").Add("DEBIAN_FRONTEND", "noninteractive"),
    };
}
